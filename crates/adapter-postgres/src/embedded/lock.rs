//! The lock that makes one process the only one to use a data folder.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    process,
    time::Duration,
};

use nix::{libc, sys::signal::kill, unistd::Pid};

use super::{Error, wait::wait_for};

/// The lock's file in the data folder; it stays there when nobody holds it.
pub(super) const LOCK_FILE: &str = "aiia-keys.lock";

/// A new holder writes its process id a few microseconds after it got the lock.
const HOLDER_WRITES_ITS_NAME: Duration = Duration::from_millis(200);

/// An advisory lock (`flock`) on a file in the data folder.
///
/// The kernel lets go of it when its holder dies, however that happens; the file's existence means nothing.
#[derive(Debug)]
pub(super) struct FolderLock(File);

impl FolderLock {
    pub(super) fn acquire(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(LOCK_FILE);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            // Root must not be led astray by a link that the folder's owner has put there.
            .custom_flags(libc::O_NOFOLLOW)
            .open(&path)
            .map_err(Error::file("open", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = wait_for(HOLDER_WRITES_ITS_NAME, || read_holder(&mut file));
                return Err(Error::Held {
                    folder: folder.to_owned(),
                    holder,
                });
            }
            Err(TryLockError::Error(source)) => return Err(Error::file("lock", path)(source)),
        }
        file.set_len(0)
            .and_then(|()| file.write_all(format!("{}\n", process::id()).as_bytes()))
            .map_err(Error::file("write", path))?;
        Ok(Self(file))
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Only what the next reader sees; the lock itself goes with the file's descriptor.
        let _ = self.0.set_len(0);
    }
}

/// The process named in the file, unless a holder that died long ago has left the name.
fn read_holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.read_to_string(&mut text).ok()?;
    let pid: i32 = text.trim().parse().ok().filter(|pid| *pid > 0)?;
    let alive = !matches!(kill(Pid::from_raw(pid), None), Err(nix::Error::ESRCH));
    alive.then(|| pid.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use std::{fs, process};

    use super::{Error, FolderLock, LOCK_FILE};

    #[test]
    fn a_held_folder_is_refused_with_its_holder() {
        let folder = tempfile::tempdir().unwrap();
        let _held = FolderLock::acquire(folder.path()).unwrap();

        let refused = FolderLock::acquire(folder.path()).unwrap_err();

        let holder = process::id();
        assert!(
            matches!(refused, Error::Held { holder: Some(pid), .. } if pid == holder),
            "{refused}"
        );
    }

    #[test]
    fn a_folder_is_free_again_once_its_lock_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        drop(FolderLock::acquire(folder.path()).unwrap());

        assert!(FolderLock::acquire(folder.path()).is_ok());
    }

    #[test]
    fn a_lock_file_without_a_holder_does_not_block() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(LOCK_FILE), "1\n").unwrap();

        assert!(FolderLock::acquire(folder.path()).is_ok());
    }

    #[test]
    fn a_lock_file_that_is_a_link_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join(LOCK_FILE)).unwrap();

        let refused = FolderLock::acquire(folder.path()).unwrap_err();

        assert!(
            matches!(refused, Error::File { action: "open", .. }),
            "{refused}"
        );
    }
}
