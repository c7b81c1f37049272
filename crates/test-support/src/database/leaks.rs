//! The search of what a test leaves: its database, its log, and what the server has logged meanwhile.

use tokio_postgres::Client;

use super::TestDatabase;
use crate::{
    TestDatabaseError,
    secrets::{Leak, Log, Search},
    server::Server,
};

/// What was logged before a test, by whom ever.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    log: usize,
    server_log: usize,
}

impl Before {
    pub(super) fn now(server: &Server) -> Self {
        Self {
            log: Log::of_this_process().length(),
            server_log: server.log_length(),
        }
    }
}

/// The files of a database that the server can read; what a table held before it was changed is in
/// them too.
const FILES: &str = "
    SELECT path, pg_read_binary_file(path, 0, size, true)
    FROM pg_database d,
        LATERAL (SELECT concat('base/', d.oid, '/', name) FROM pg_ls_dir(concat('base/', d.oid)) name) f (path),
        LATERAL (SELECT size, isdir FROM pg_stat_file(path, true)) s
    WHERE datname = $1 AND NOT isdir";

impl TestDatabase {
    /// What is found of what must be found nowhere.
    pub(super) async fn leaks(
        &self,
        admin: &Client,
        search: &Search,
    ) -> Result<Vec<Leak>, TestDatabaseError> {
        let mut leaks = search.leaks(
            "the log of the test",
            &Log::of_this_process().since(self.before.log),
        );
        // Others use the server too: whatever is found was logged while this test ran.
        leaks.extend(search.leaks(
            "the server's log",
            &self.server.log_since(self.before.server_log),
        ));
        admin.batch_execute("CHECKPOINT").await?;
        for row in admin.query(FILES, &[&self.name]).await? {
            let path: &str = row.try_get(0)?;
            let content: Option<&[u8]> = row.try_get(1)?;
            leaks.extend(search.leaks(
                format_args!("the database's file {path}"),
                content.unwrap_or_default(),
            ));
        }
        Ok(leaks)
    }
}
