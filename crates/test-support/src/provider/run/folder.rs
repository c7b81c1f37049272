//! Where shared servers keep their data.

use std::{
    env,
    fs::{self, DirBuilder},
    io,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _},
    path::{Path, PathBuf},
};

use nix::unistd::geteuid;

use crate::TestDatabaseError;

/// The folder of all test runs of this user with one kind of server: nothing in it is worth keeping.
pub(super) fn base(name: &str) -> Result<PathBuf, TestDatabaseError> {
    let base = env::temp_dir().join(format!("{name}-{}", geteuid()));
    make(&base)?;
    let owner = fs::symlink_metadata(&base)
        .map_err(TestDatabaseError::file(&base))?
        .uid();
    if owner == geteuid().as_raw() {
        Ok(base)
    } else {
        let foreign = io::Error::new(
            io::ErrorKind::PermissionDenied,
            "it belongs to someone else",
        );
        Err(TestDatabaseError::file(base)(foreign))
    }
}

/// Makes a folder that others can only pass through: the server may run as another user.
pub(super) fn make(folder: &Path) -> Result<(), TestDatabaseError> {
    match DirBuilder::new().mode(0o711).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(TestDatabaseError::file(folder)(error))
        }
        _ => Ok(()),
    }
}
