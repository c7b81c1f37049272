//! The server of this test run.

use std::{fs, path::PathBuf};

use tokio::sync::OnceCell;
use tokio_postgres::{Client, Config, NoTls};

use crate::{TestDatabaseError, provider, template};

/// The name of every test's database begins with this.
pub(crate) const TEST_PREFIX: &str = "aiia_keys_test_";

/// The server of this test run, with the template in it.
#[derive(Debug)]
pub(crate) struct Server {
    /// How its superuser connects.
    pub(crate) admin: Config,
    /// The database that tests' databases are copies of.
    pub(crate) template: String,
    /// Where its log would be if it runs on this machine.
    log: PathBuf,
}

impl Server {
    /// The length of its log, as far as this process can read it.
    pub(crate) fn log_length(&self) -> usize {
        let length = fs::metadata(&self.log).map_or(0, |found| found.len());
        usize::try_from(length).unwrap_or_default()
    }

    /// What it has logged since its log was so long, as far as this process can read it.
    pub(crate) fn log_since(&self, length: usize) -> Vec<u8> {
        let mut log = fs::read(&self.log).unwrap_or_default();
        log.split_off(length.min(log.len()))
    }
}

/// Finds or starts the server, once a process.
pub(crate) async fn shared() -> Result<&'static Server, TestDatabaseError> {
    static SHARED: OnceCell<Server> = OnceCell::const_new();
    SHARED.get_or_try_init(prepare).await
}

async fn prepare() -> Result<Server, TestDatabaseError> {
    let provider = provider::choose()?;
    let admin = provider.server().await?;
    open(admin, provider.outlives_the_run()).await
}

/// Makes a server ready for tests' databases.
pub(crate) async fn open(
    admin: Config,
    outlives_the_run: bool,
) -> Result<Server, TestDatabaseError> {
    if outlives_the_run {
        remove_leftovers(&admin).await?;
    }
    let template = template::ensure(&admin).await?;
    let client = connect(&admin).await?;
    let folder: String = client
        .query_one("SHOW data_directory", &[])
        .await?
        .try_get(0)?;
    // Where the embedded launcher has it.
    let log = PathBuf::from(folder).with_file_name("server.log");
    Ok(Server {
        admin,
        template,
        log,
    })
}

/// Connects, and drives the connection on the runtime of the test.
pub(crate) async fn connect(config: &Config) -> Result<Client, TestDatabaseError> {
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(async move {
        // Its failure is told to whoever uses the client.
        let _ = connection.await;
    });
    Ok(client)
}

/// Drops the databases of tests that were killed: those whose lock nobody holds any more.
async fn remove_leftovers(admin: &Config) -> Result<(), TestDatabaseError> {
    let client = connect(admin).await?;
    let query = "SELECT datname::text FROM pg_database WHERE starts_with(datname, $1)";
    for row in client.query(query, &[&TEST_PREFIX]).await? {
        let name: String = row.try_get(0)?;
        let lock = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))";
        if client.query_one(lock, &[&name]).await?.try_get(0)? {
            let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            client.batch_execute(&statement).await?;
            let unlock = "SELECT pg_advisory_unlock(hashtextextended($1, 0))";
            client.execute(unlock, &[&name]).await?;
        }
    }
    Ok(())
}
