//! Which processes belong to a cluster.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

/// The process ids of the server that works in the folder `cluster`, its children included.
///
/// A process id in a file proves nothing: it may have passed to another program.
/// On Linux, each of the server's processes works in the cluster's folder, which `/proc` shows.
/// Elsewhere `ps` shows the folder in the server's arguments; its children go with it.
pub(super) fn servers_in(cluster: &Path) -> Vec<u32> {
    if fs::read_link("/proc/self/cwd").is_ok() {
        in_proc(cluster)
    } else {
        in_ps(cluster)
    }
}

/// Sends a signal; a process that is already gone is no error.
pub(super) fn send(signal: Signal, pid: u32) -> nix::Result<()> {
    let pid = i32::try_from(pid).map_err(|_| nix::Error::EINVAL)?;
    match kill(Pid::from_raw(pid), signal) {
        Err(nix::Error::ESRCH) => Ok(()),
        sent => sent,
    }
}

fn in_proc(cluster: &Path) -> Vec<u32> {
    let Ok(wanted) = fs::metadata(cluster) else {
        return Vec::new();
    };
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    let works_there = |process: &PathBuf| {
        // A process that ended, or that belongs to somebody else, has no readable folder.
        fs::metadata(process.join("cwd"))
            .is_ok_and(|cwd| (cwd.dev(), cwd.ino()) == (wanted.dev(), wanted.ino()))
    };
    let is_server = |process: &PathBuf| {
        let program = fs::read_link(process.join("exe")).unwrap_or_default();
        // After an upgrade of the package: `postgres (deleted)`.
        program
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("postgres"))
    };
    entries
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path())))
        .filter(|(_, process)| works_there(process) && is_server(process))
        .map(|(pid, _)| pid)
        .collect()
}

fn in_ps(cluster: &Path) -> Vec<u32> {
    // `-ww`: arguments in full length.
    let listed = Command::new("ps")
        .args(["-axww", "-o", "pid=,args="])
        .output();
    listed
        .map(|output| in_listing(&String::from_utf8_lossy(&output.stdout), cluster))
        .unwrap_or_default()
}

fn in_listing(listing: &str, cluster: &Path) -> Vec<u32> {
    let arguments = format!(" -D {} ", cluster.display());
    listing
        .lines()
        .filter_map(|line| line.trim_start().split_once(' '))
        .filter(|(_, command)| {
            let program = command.split(' ').next().unwrap_or_default();
            program.ends_with("postgres") && format!("{command} ").contains(&arguments)
        })
        .filter_map(|(pid, _)| pid.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::in_listing;

    #[test]
    fn a_listing_shows_the_server_of_this_folder_only() {
        let listing = "
    1 /sbin/launchd
  501 /opt/homebrew/opt/postgresql@17/bin/postgres -D /srv/keys/pgdata -c port=5432
  502 postgres: checkpointer
  503 /usr/bin/postgres -D /srv/keys/pgdata
  504 /usr/bin/postgres -D /srv/keys/pgdata2 -c port=5432
  505 tail -f -D /srv/keys/pgdata
70506 vi postgres -D /srv/keys/pgdata notes
";

        assert_eq!(
            in_listing(listing, Path::new("/srv/keys/pgdata")),
            [501, 503]
        );
    }
}
