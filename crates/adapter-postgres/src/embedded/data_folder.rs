//! The folder that holds everything of one cluster.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use super::{
    Error,
    lock::{FolderLock, LOCK_FILE},
    user::caller_is_root,
};

/// The cluster itself, once `initdb` has finished.
const CLUSTER: &str = "pgdata";

/// A data folder that this process holds.
#[derive(Debug)]
pub(super) struct DataFolder {
    path: PathBuf,
    _lock: FolderLock,
}

impl DataFolder {
    /// Makes the folder when it is missing, and locks it.
    pub(super) fn hold(path: &Path) -> Result<Self, Error> {
        if path
            .as_os_str()
            .to_string_lossy()
            .contains(char::is_control)
        {
            return Err(Error::FolderName {
                folder: path.to_owned(),
            });
        }
        make(path).map_err(Error::file("make", path))?;
        let path = fs::canonicalize(path).map_err(Error::file("open", path))?;
        if is_foreign(&path).map_err(Error::file("read", &path))? {
            return Err(Error::ForeignFolder { folder: path });
        }
        let lock = FolderLock::acquire(&path)?;
        if caller_is_root() {
            open_to_passers(&path).map_err(Error::file("open to the server's user", &path))?;
        }
        Ok(Self { path, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the cluster is, or will be.
    pub(super) fn cluster(&self) -> PathBuf {
        self.path.join(CLUSTER)
    }
}

/// The major version that made the cluster in a data folder; `None` where there is no cluster yet.
pub(super) fn made_by(data_folder: &Path) -> Result<Option<u16>, Error> {
    let cluster = data_folder.join(CLUSTER);
    let path = cluster.join("PG_VERSION");
    match fs::read_to_string(&path) {
        Ok(text) => text.trim().parse().map(Some).map_err(|invalid| {
            Error::file("understand", path)(io::Error::new(io::ErrorKind::InvalidData, invalid))
        }),
        Err(missing)
            if missing.kind() == io::ErrorKind::NotFound
                && fs::symlink_metadata(cluster).is_err() =>
        {
            Ok(None)
        }
        Err(source) => Err(Error::file("read", path)(source)),
    }
}

/// Makes the folder and its missing parents.
///
/// For root they are open to passers-by, because the server's user must get through; what is private lies deeper.
fn make(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        make(parent)?;
    }
    match fs::create_dir(path) {
        // Two starts at once.
        Err(exists) if exists.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(source) => Err(source),
        Ok(()) => {
            let mode = if caller_is_root() { 0o711 } else { 0o700 };
            fs::set_permissions(path, fs::Permissions::from_mode(mode))
        }
    }
}

/// Whether something else is kept here: the lock is made before anything else of ours.
fn is_foreign(path: &Path) -> io::Result<bool> {
    let mut empty = true;
    for entry in fs::read_dir(path)? {
        // A disk's own root folder is never quite empty.
        empty &= entry?.file_name() == "lost+found";
    }
    // Looked for last: another start may make it at this moment.
    Ok(!empty && fs::symlink_metadata(path.join(LOCK_FILE)).is_err())
}

fn open_to_passers(path: &Path) -> io::Result<()> {
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o011 == 0o011 {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode | 0o011))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{DataFolder, Error, made_by};

    #[test]
    fn a_folder_with_other_things_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.txt"), "").unwrap();

        let refused = DataFolder::hold(folder.path()).unwrap_err();

        let entries = fs::read_dir(folder.path()).unwrap().count();
        assert!(
            matches!(refused, Error::ForeignFolder { .. }) && entries == 1,
            "{refused}"
        );
    }

    #[test]
    fn a_folder_that_only_holds_a_disks_own_entry_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("lost+found")).unwrap();

        assert!(DataFolder::hold(folder.path()).is_ok());
    }

    #[test]
    fn a_folder_with_a_line_break_in_its_name_is_refused() {
        let folder = tempfile::tempdir().unwrap();

        let refused = DataFolder::hold(&folder.path().join("a\nb")).unwrap_err();

        assert!(matches!(refused, Error::FolderName { .. }), "{refused}");
    }

    #[test]
    fn a_cluster_whose_version_cannot_be_told_is_an_error_and_not_a_new_cluster() {
        let folder = tempfile::tempdir().unwrap();
        let none = made_by(folder.path()).unwrap();
        fs::create_dir(folder.path().join("pgdata")).unwrap();
        let missing = made_by(folder.path()).unwrap_err();
        fs::write(folder.path().join("pgdata/PG_VERSION"), "fifteen\n").unwrap();
        let garbled = made_by(folder.path()).unwrap_err();

        assert!(
            none.is_none()
                && matches!(missing, Error::File { action: "read", .. })
                && matches!(
                    garbled,
                    Error::File {
                        action: "understand",
                        ..
                    }
                ),
            "{missing}; {garbled}"
        );
    }
}
