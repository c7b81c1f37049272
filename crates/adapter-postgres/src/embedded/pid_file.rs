//! PostgreSQL's own `postmaster.pid`.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// What a server says about itself in `postmaster.pid`, whose lines are documented in PostgreSQL's `pidfile.h`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PidFile {
    pub(super) pid: Option<u32>,
    ready: bool,
}

/// The line, counted from zero, in which the server notes how far it is.
const STATUS_LINE: usize = 7;

impl PidFile {
    pub(super) fn path(cluster: &Path) -> PathBuf {
        cluster.join("postmaster.pid")
    }

    /// What the file says now; `None` when there is none.
    pub(super) fn read(cluster: &Path) -> Option<Self> {
        fs::read_to_string(Self::path(cluster))
            .ok()
            .map(|text| Self::parse(&text))
    }

    /// Whether the server `pid` accepts connections.
    pub(super) fn is_ready(&self, pid: u32) -> bool {
        self.ready && self.pid == Some(pid)
    }

    fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        let pid = lines.next().and_then(|line| line.trim().parse().ok());
        let ready = lines
            .nth(STATUS_LINE - 1)
            .is_some_and(|status| status.trim() == "ready");
        Self { pid, ready }
    }
}

#[cfg(test)]
mod tests {
    use super::PidFile;

    #[test]
    fn only_the_named_server_in_state_ready_accepts_connections() {
        let table = [
            (
                "41\n/d\n1700000000\n5432\n/s\n\n 5432001 0\nready   \n",
                true,
            ),
            (
                "41\n/d\n1700000000\n5432\n/s\n\n 5432001 0\nstarting\n",
                false,
            ),
            (
                "41\n/d\n1700000000\n5432\n/s\n\n 5432001 0\nstopping\n",
                false,
            ),
            (
                "42\n/d\n1700000000\n5432\n/s\n\n 5432001 0\nready   \n",
                false,
            ),
            ("41\n/d\n1700000000\n5432\n/s\n", false),
            ("", false),
        ];

        let ready = table.map(|(text, _)| PidFile::parse(text).is_ready(41));

        assert_eq!(ready, table.map(|(_, ready)| ready));
    }
}
