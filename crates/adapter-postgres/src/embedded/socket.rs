//! The folder of the Unix socket, which is what keeps others out.

use std::{
    env,
    fs::{self, DirBuilder},
    io,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{DirBuilderExt as _, MetadataExt as _},
    },
    path::{Path, PathBuf},
};

use super::{Error, settings::PORT, user::ServerUser};

/// The bytes that the kernel allows for a socket's path, without the closing NUL.
const MAX_SOCKET_PATH: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// How many names are tried in a folder where others can take them.
const NAMES: u32 = 8;

/// A folder with mode 0700 that belongs to the server's user.
#[derive(Debug)]
pub(super) struct SocketFolder {
    path: PathBuf,
    /// Whether it lies outside the data folder, and is removed again.
    temporary: bool,
}

impl SocketFolder {
    /// `socket` in the data folder; where that path is too long, a private folder in one of the system's places for short-lived files.
    pub(super) fn make(data_folder: &Path, user: &ServerUser) -> Result<Self, Error> {
        Self::make_in(data_folder, &temporary_places(), user)
    }

    fn make_in(data_folder: &Path, places: &[PathBuf], user: &ServerUser) -> Result<Self, Error> {
        let path = data_folder.join("socket");
        if fits(&path) {
            if !private_folder(&path, user)? {
                let taken = io::Error::from(io::ErrorKind::AlreadyExists);
                return Err(Error::file("use as a private folder", path)(taken));
            }
            return Ok(Self {
                path,
                temporary: false,
            });
        }
        let metadata = fs::metadata(data_folder).map_err(Error::file("look at", data_folder))?;
        // The same name at each start: what a killed run has left is used again.
        let name = format!("aiia-keys-{:x}-{:x}", metadata.dev(), metadata.ino());
        for place in places
            .iter()
            .filter(|place| user.check_reach(place).is_ok())
        {
            for number in 0..NAMES {
                let path = place.join(format!("{name}-{number}"));
                if fits(&path) && private_folder(&path, user).unwrap_or(false) {
                    return Ok(Self {
                        path,
                        temporary: true,
                    });
                }
            }
        }
        let tried = places
            .iter()
            .map(|place| place.display().to_string())
            .collect::<Vec<_>>();
        let limit = MAX_SOCKET_PATH - file_name().len() - 1;
        Err(Error::Socket {
            folder: path,
            limit,
            tried: tried.join(", "),
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes a dead server's socket and its lock.
    ///
    /// PostgreSQL would believe the lock when the process id in it has passed to another program of the same user.
    pub(super) fn clear(&self) -> Result<(), Error> {
        for name in [file_name(), format!("{}.lock", file_name())] {
            let path = self.path.join(name);
            match fs::remove_file(&path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::file("remove", path)(source));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Drop for SocketFolder {
    fn drop(&mut self) {
        if self.temporary {
            // Not empty while a server uses it: then it stays.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

/// Makes the folder, or takes one that is already as it must be; `false` when somebody else has the name.
fn private_folder(path: &Path, user: &ServerUser) -> Result<bool, Error> {
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => user.give(path)?,
        Err(exists) if exists.kind() == io::ErrorKind::AlreadyExists => {}
        Err(source) => return Err(Error::file("make", path)(source)),
    }
    // Not following links, which lead to folders that others may have made.
    let metadata = fs::symlink_metadata(path).map_err(Error::file("look at", path))?;
    Ok(metadata.is_dir() && metadata.uid() == user.uid() && metadata.mode() & 0o777 == 0o700)
}

fn temporary_places() -> Vec<PathBuf> {
    let runtime = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let mut places: Vec<_> = runtime
        .into_iter()
        .chain([env::temp_dir(), PathBuf::from("/tmp")])
        .collect();
    places.retain(|place| place.is_absolute() && place.is_dir());
    places.dedup();
    places
}

fn file_name() -> String {
    format!(".s.PGSQL.{PORT}")
}

fn fits(folder: &Path) -> bool {
    folder.join(file_name()).as_os_str().as_bytes().len() <= MAX_SOCKET_PATH
}

#[cfg(test)]
mod tests;
