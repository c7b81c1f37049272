//! The operating system user that the server runs as.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _, lchown},
        process::CommandExt as _,
    },
    path::Path,
    process::Command,
};

use nix::unistd::{Uid, User, geteuid};

use super::Error;

/// The operating system user that the server runs as.
#[derive(Clone, Debug)]
pub(super) struct ServerUser {
    name: String,
    uid: u32,
    gid: u32,
    /// Whether that is another user than the caller.
    switch: bool,
}

/// Whether this process is root, who must not run the server itself.
pub(super) fn caller_is_root() -> bool {
    geteuid().is_root()
}

impl ServerUser {
    /// The caller; or when that is root, the owner of an existing cluster, `postgres`, or `nobody`.
    pub(super) fn choose(cluster: &Path) -> Result<Self, Error> {
        if !caller_is_root() {
            let uid = geteuid().as_raw();
            return Ok(Self {
                name: name_of(uid),
                uid,
                gid: 0,
                switch: false,
            });
        }
        if let Ok(owned) = fs::symlink_metadata(cluster) {
            if owned.uid() == 0 {
                return Err(Error::OwnedByRoot {
                    folder: cluster.to_owned(),
                });
            }
            let (uid, gid) = (owned.uid(), owned.gid());
            return Ok(Self {
                name: name_of(uid),
                uid,
                gid,
                switch: true,
            });
        }
        ["postgres", "nobody"]
            .iter()
            .filter_map(|name| User::from_name(name).ok().flatten())
            .find(|user| !user.uid.is_root())
            .map(|user| Self {
                name: user.name,
                uid: user.uid.as_raw(),
                gid: user.gid.as_raw(),
                switch: true,
            })
            .ok_or(Error::NoUser)
    }

    pub(super) fn uid(&self) -> u32 {
        self.uid
    }

    /// Makes `command` run as this user, without the caller's supplementary groups, and out of reach of the terminal's Ctrl-C.
    pub(super) fn run(&self, command: &mut Command) {
        command.process_group(0);
        if self.switch {
            command.gid(self.gid).uid(self.uid);
        }
    }

    /// Gives a folder that the caller has made to this user.
    pub(super) fn give(&self, folder: &Path) -> Result<(), Error> {
        if self.switch {
            lchown(folder, Some(self.uid), Some(self.gid))
                .map_err(Error::file("give away", folder))?;
        }
        Ok(())
    }

    /// Checks that this user gets through to `folder`, which is absolute.
    pub(super) fn check_reach(&self, folder: &Path) -> Result<(), Error> {
        if !self.switch {
            return Ok(());
        }
        for ancestor in folder.ancestors() {
            let metadata = fs::metadata(ancestor).map_err(Error::file("look at", ancestor))?;
            // The kernel looks at one class only: an owner is not helped by what others may.
            let class = if metadata.uid() == self.uid {
                0o100
            } else if metadata.gid() == self.gid {
                0o010
            } else {
                0o001
            };
            if metadata.permissions().mode() & class == 0 {
                return Err(Error::Unreachable {
                    folder: folder.to_owned(),
                    blocked: ancestor.to_owned(),
                    user: self.name.clone(),
                });
            }
        }
        Ok(())
    }
}

fn name_of(uid: u32) -> String {
    let user = User::from_uid(Uid::from_raw(uid)).ok().flatten();
    user.map_or_else(|| format!("with uid {uid}"), |user| user.name)
}
