//! A full disk.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use aiia_keys_domain::{Details, TrailDraft, TrailHead, verify_trail};
use aiia_keys_ports::TrailFilter;
use tempfile::TempDir;
use tokio_postgres::Client;

use crate::support::{A, Place, draft, is_unavailable, org};

/// A disk for the trail's entries that is soon full.
///
/// Who may mount gets a real one of one megabyte; otherwise the server says what it would say.
enum TinyDisk {
    Mounted(Mount),
    Pretended,
}

impl TinyDisk {
    async fn new(admin: &Client) -> Self {
        if let Some(mount) = Mount::new() {
            let folder = &mount.0;
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
            let space = folder.path().join("space");
            fs::create_dir(&space).unwrap();
            own_as(admin, &space).await;
            let statement = format!("CREATE TABLESPACE tiny LOCATION '{}'", space.display());
            admin.batch_execute(&statement).await.unwrap();
            admin
                .batch_execute("ALTER TABLE trail_entry SET TABLESPACE tiny")
                .await
                .unwrap();
            Self::Mounted(mount)
        } else {
            admin
                .batch_execute(
                    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
                     BEGIN
                       IF NEW.sequence > 300 THEN
                         RAISE EXCEPTION 'could not extend file: No space left on device'
                           USING ERRCODE = 'disk_full';
                       END IF;
                       RETURN NEW;
                     END $$;
                     CREATE TRIGGER full_disk BEFORE INSERT ON trail_entry
                     FOR EACH ROW EXECUTE FUNCTION full_disk()",
                )
                .await
                .unwrap();
            Self::Pretended
        }
    }

    /// Makes room.
    async fn grow(&self, admin: &Client) {
        match self {
            Self::Mounted(Mount(folder)) => assert!(mount(folder.path(), "remount,size=16m")),
            Self::Pretended => {
                admin
                    .batch_execute("DROP TRIGGER full_disk ON trail_entry")
                    .await
                    .unwrap();
            }
        }
    }

    async fn remove(self, admin: &Client) {
        if let Self::Mounted(_) = self {
            let back = "ALTER TABLE trail_entry SET TABLESPACE pg_default";
            admin.batch_execute(back).await.unwrap();
            admin.batch_execute("DROP TABLESPACE tiny").await.unwrap();
        }
    }
}

/// A disk in memory, which goes with this.
struct Mount(TempDir);

impl Mount {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        mount(folder.path(), "size=1m").then_some(Self(folder))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount")
            .arg("--lazy")
            .arg(self.0.path())
            .status();
    }
}

fn mount(folder: &Path, options: &str) -> bool {
    let mut command = Command::new("mount");
    command
        .args(["-t", "tmpfs", "-o", options, "tmpfs"])
        .arg(folder);
    command.output().is_ok_and(|output| output.status.success())
}

/// Gives a folder to the user that the server runs as.
async fn own_as(admin: &Client, folder: &Path) {
    let query = "SELECT current_setting('data_directory')";
    let data: String = admin.query_one(query, &[]).await.unwrap().get(0);
    let status = Command::new("chown")
        .arg("--reference")
        .arg(data)
        .arg(folder)
        .status();
    assert!(status.unwrap().success());
}

fn long_draft(number: u64) -> TrailDraft {
    let text: String = (0..1000)
        .map(|n| char::from(b'!' + u8::try_from((n * 7 + number) % 90).unwrap()))
        .collect();
    let details = Details::from_stored([("text", text)]).unwrap();
    draft("key.generated", number).with_details(details)
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_acknowledged_and_nothing_of_what_was_is_lost() {
    let place = Place::new().await;
    let admin = place.admin().await;
    let disk = TinyDisk::new(&admin).await;
    let mut acknowledged = Vec::new();
    let refused = loop {
        let mut work = place.begin(A).await;
        let number = u64::try_from(acknowledged.len()).unwrap();
        match work.trail().append(long_draft(number)).await {
            Ok(entry) => {
                work.commit().await.unwrap();
                acknowledged.push(entry);
            }
            refused => break refused,
        }
        assert!(number < 10_000, "the disk is never full");
    };
    assert!(is_unavailable(&refused));
    let text = refused.unwrap_err().to_string();
    assert!(text.contains("No space left on device"), "{text}");

    let mut work = place.begin(A).await;
    let head = work.trail().head().await.unwrap();
    let stored = work
        .trail()
        .list_after(&TrailFilter::default(), 0, 10_000)
        .await
        .unwrap();
    assert_eq!(
        verify_trail(TrailHead::genesis(org(A)), stored.clone()),
        Ok(head)
    );
    assert_eq!(stored, acknowledged);
    drop(work);

    disk.grow(&admin).await;
    let mut work = place.begin(A).await;
    work.trail().append(long_draft(0)).await.unwrap();
    work.commit().await.unwrap();
    disk.remove(&admin).await;
}
