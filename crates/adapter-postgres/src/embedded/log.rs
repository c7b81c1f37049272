//! The server's log file.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read as _, Seek as _, SeekFrom},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use nix::libc;

use super::Error;

const LOG_FILE: &str = "server.log";
const PREVIOUS_LOG_FILE: &str = "server.log.1";

/// A log larger than this becomes the previous log at the next start: 8 MiB.
const MAX_BYTES: u64 = 8 << 20;

/// How much of a text an error shows.
const TAIL_LINES: usize = 20;
const TAIL_BYTES: u64 = 8 << 10;

/// The log file, from where this start of the server began to write.
#[derive(Debug)]
pub(super) struct ServerLog {
    path: PathBuf,
    start: u64,
}

impl ServerLog {
    /// Opens the log for the server to append to.
    pub(super) fn open(data_folder: &Path) -> Result<(File, Self), Error> {
        let path = data_folder.join(LOG_FILE);
        if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.len() > MAX_BYTES) {
            fs::rename(&path, data_folder.join(PREVIOUS_LOG_FILE))
                .map_err(Error::file("rename", &path))?;
        }
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            // Root must not be led astray by a link that the folder's owner has put there.
            .custom_flags(libc::O_NOFOLLOW)
            .open(&path)
            .map_err(Error::file("open", &path))?;
        let start = file
            .metadata()
            .map_err(Error::file("look at", &path))?
            .len();
        Ok((file, Self { path, start }))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The last lines that the server has written since this start.
    pub(super) fn tail(&self) -> String {
        match self.read_end() {
            Ok(bytes) => tail_of(&String::from_utf8_lossy(&bytes)),
            Err(source) => format!("(the log cannot be read: {source})"),
        }
    }

    fn read_end(&self) -> std::io::Result<Vec<u8>> {
        let mut file = File::open(&self.path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(
            self.start.max(length.saturating_sub(TAIL_BYTES)),
        ))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// The last lines of what a program said, without those that could hold a password.
pub(super) fn tail_of(text: &str) -> String {
    let lines: Vec<&str> = text
        .trim_end()
        .lines()
        .map(|line| {
            if line.to_ascii_lowercase().contains("password") {
                "(a line about a password is left out)"
            } else {
                line
            }
        })
        .collect();
    lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Write as _};

    use super::{MAX_BYTES, ServerLog, tail_of};

    #[test]
    fn the_tail_begins_with_this_start() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("server.log"), "from before\n").unwrap();
        let (mut file, log) = ServerLog::open(folder.path()).unwrap();

        file.write_all(b"FATAL:  no luck\nLOG:  shut down\n")
            .unwrap();

        assert_eq!(log.tail(), "FATAL:  no luck\nLOG:  shut down");
    }

    #[test]
    fn the_tail_is_short_and_silent_about_passwords() {
        let lines: Vec<String> = (1..=30).map(|number| format!("line {number}")).collect();
        let text = format!("{}\nALTER ROLE a PASSWORD 'secret'\n", lines.join("\n"));

        let tail = tail_of(&text);

        let expected = [
            &lines[11..],
            &["(a line about a password is left out)".to_owned()],
        ]
        .concat();
        assert_eq!(tail, expected.join("\n"));
    }

    #[test]
    fn a_log_that_has_grown_large_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.log");
        fs::File::create(&path)
            .unwrap()
            .set_len(MAX_BYTES + 1)
            .unwrap();

        drop(ServerLog::open(folder.path()).unwrap());

        let lengths = ["server.log", "server.log.1"]
            .map(|name| fs::metadata(folder.path().join(name)).unwrap().len());
        assert_eq!(lengths, [0, MAX_BYTES + 1]);
    }
}
