//! Who may do everything in the program's database, and gets in the way of what goes on there.

use std::thread;

use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls, types::ToSql};

use crate::service::Service;

/// A connection of the database's administrator. What it holds is free when it is dropped.
pub(crate) struct Administrator {
    client: Client,
    // Dropped last: the connection lives in it.
    runtime: Runtime,
}

impl Administrator {
    pub(crate) fn of(service: &Service) -> Self {
        let url = service.database_url.replace("aiia_app@", "postgres@");
        let runtime = Runtime::new().unwrap();
        let connected = runtime.block_on(tokio_postgres::connect(&url, NoTls));
        let (client, connection) = connected.unwrap();
        // It may end with the server.
        runtime.spawn(async move { drop(connection.await) });
        Self { client, runtime }
    }

    /// Runs statements.
    pub(crate) fn run(&self, statements: &str) {
        let running = self.client.batch_execute(statements);
        self.runtime.block_on(running).unwrap();
    }

    /// Waits until a statement with this word in it waits for somebody's lock.
    pub(crate) fn wait_for_waiting(&self, word: &str) {
        let waiting = "SELECT count(*) FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND strpos(query, $1) > 0";
        loop {
            let asked: [&(dyn ToSql + Sync); 1] = [&word];
            let found = self.client.query_one(waiting, &asked);
            let found = self.runtime.block_on(found).unwrap();
            if found.get::<_, i64>(0) > 0 {
                return;
            }
            thread::yield_now();
        }
    }
}
