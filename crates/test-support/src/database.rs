//! A test's own database.

mod leaks;

use std::{fmt::Write as _, sync::Mutex, sync::PoisonError, thread};

use aiia_keys_postgres::{
    migrate::{Passwords, bootstrap},
    schema::SEARCH_PATH_OPTION,
};
use tokio_postgres::{
    Client, Config,
    config::{Host, SslMode},
};

use self::leaks::Before;
use crate::{
    Role, TestDatabaseError,
    secrets::{Leak, Search, Secrets, assert_none},
    server::{Server, TEST_PREFIX, connect, open, shared},
};

/// A test's own database, which is dropped with this.
///
/// Before that, its files and the logs are searched for secrets: one that is found fails the test.
#[derive(Debug)]
pub struct TestDatabase {
    server: &'static Server,
    name: String,
    roles: Mutex<Vec<String>>,
    /// Holds a lock that tells other runs that this database is in use.
    admin: Client,
    /// What was there before the test.
    before: Before,
}

impl TestDatabase {
    /// A database with every migration applied and no rows.
    ///
    /// # Errors
    /// When there is no server to be had; the message says what to install or set.
    pub async fn create() -> Result<Self, TestDatabaseError> {
        Self::create_on(shared().await?).await
    }

    /// The same on a server of the test's own, which it may set up as it likes.
    ///
    /// # Errors
    /// When the server refuses it.
    pub async fn create_at(admin: Config) -> Result<Self, TestDatabaseError> {
        // Few tests have one, and what they need of it is needed until they end.
        Self::create_on(Box::leak(Box::new(open(admin, false).await?))).await
    }

    pub(crate) async fn create_on(server: &'static Server) -> Result<Self, TestDatabaseError> {
        let database = Self::new(server, &server.template).await?;
        // The rights on a database, unlike those on what is in it, are not copied.
        let mut inside = database.connect(Role::Admin).await?;
        bootstrap(&mut inside, &Passwords::default()).await?;
        Ok(database)
    }

    /// A database that nothing was done to. The roles exist, because they belong to the server.
    ///
    /// # Errors
    /// As for [`TestDatabase::create`].
    pub async fn create_empty() -> Result<Self, TestDatabaseError> {
        Self::new(shared().await?, "template0").await
    }

    async fn new(server: &'static Server, template: &str) -> Result<Self, TestDatabaseError> {
        let before = Before::now(server);
        let admin = connect(&server.admin).await?;
        let id = "SELECT replace(gen_random_uuid()::text, '-', '')";
        let id: String = admin.query_one(id, &[]).await?.try_get(0)?;
        let name = format!("{TEST_PREFIX}{id}");
        // Taken first, so that at no moment there is an unlocked database of a living test.
        let lock = "SELECT pg_advisory_lock(hashtextextended($1, 0))";
        admin.execute(lock, &[&name]).await?;
        admin
            .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
            .await?;
        Ok(Self {
            server,
            name,
            roles: Mutex::default(),
            admin,
            before,
        })
    }

    /// The database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How to connect with `tokio-postgres`; also the start of a changed configuration.
    pub fn config(&self, role: Role) -> Config {
        role.name()
            .map_or_else(|| self.base_config(), |name| self.config_as(name))
    }

    /// How a role of the test's own connects.
    pub fn config_as(&self, role: &str) -> Config {
        let mut config = self.base_config();
        config.user(role);
        config
    }

    /// The connection as a URL, as the service is configured with.
    pub fn url(&self, role: Role) -> String {
        url(&self.config(role))
    }

    /// A connection, driven by the runtime of the test.
    ///
    /// # Errors
    /// When the server refuses it.
    pub async fn connect(&self, role: Role) -> Result<Client, TestDatabaseError> {
        connect(&self.config(role)).await
    }

    /// A connection as a role of the test's own.
    ///
    /// # Errors
    /// When the server refuses it.
    pub async fn connect_as(&self, role: &str) -> Result<Client, TestDatabaseError> {
        connect(&self.config_as(role)).await
    }

    /// Makes a role that can log in and has these further attributes, such as `BYPASSRLS IN ROLE
    /// aiia_app`; gives its name. It is dropped after the database.
    ///
    /// # Errors
    /// When the server refuses it.
    pub async fn create_role(&self, attributes: &str) -> Result<String, TestDatabaseError> {
        let number = self.roles().len();
        let role = format!("{}_{number}", self.name);
        let password = self.server.admin.get_password().map(|password| {
            let password = String::from_utf8_lossy(password);
            format!("PASSWORD '{}'", password.replace('\'', "''"))
        });
        let password = password.unwrap_or_default();
        let statement = format!("CREATE ROLE {role} LOGIN {password} {attributes}");
        self.admin.batch_execute(&statement).await?;
        self.roles().push(role.clone());
        Ok(role)
    }

    /// Searches the database, then drops it.
    fn end(&self, search: Option<&Search>) -> Result<Vec<Leak>, TestDatabaseError> {
        let mut statements = vec![format!(
            "DROP DATABASE IF EXISTS {} WITH (FORCE)",
            self.name
        )];
        statements.extend(
            self.roles()
                .iter()
                .map(|role| format!("DROP ROLE IF EXISTS {role}")),
        );
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(TestDatabaseError::Runtime)?;
        runtime.block_on(async {
            let client = connect(&self.server.admin).await?;
            let leaks = match search {
                Some(search) => self.leaks(&client, search).await,
                None => Ok(Vec::new()),
            };
            for statement in statements {
                // What cannot be dropped now goes with the server, or at the next run.
                let _ = client.batch_execute(&statement).await;
            }
            leaks
        })
    }

    fn roles(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.roles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn base_config(&self) -> Config {
        let mut config = self.server.admin.clone();
        config.dbname(&self.name).options(SEARCH_PATH_OPTION);
        config
    }
}

impl Drop for TestDatabase {
    #[expect(clippy::expect_used, reason = "a test fails by panicking")]
    fn drop(&mut self) {
        // Who fails already is told nothing more.
        let search = (!thread::panicking()).then(|| Secrets::issued().search());
        // The test's own runtime cannot be waited for from within.
        let ended = thread::scope(|scope| scope.spawn(|| self.end(search.as_ref())).join());
        if search.is_some() {
            let ended = ended.expect("the end of the database broke off");
            assert_none(&ended.expect("the search for secrets failed"));
        }
    }
}

fn url(config: &Config) -> String {
    let user = encode(config.get_user().unwrap_or_default().as_bytes());
    let password = config
        .get_password()
        .map(|password| format!(":{}", encode(password)))
        .unwrap_or_default();
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) if name.contains(':') => format!("[{name}]"),
        Some(Host::Tcp(name)) => encode(name.as_bytes()),
        Some(Host::Unix(path)) => encode(path.as_os_str().as_encoded_bytes()),
        None => String::new(),
    };
    let port = config.get_ports().first().unwrap_or(&5432);
    let database = encode(config.get_dbname().unwrap_or_default().as_bytes());
    let options = encode(config.get_options().unwrap_or_default().as_bytes());
    let tls = if config.get_ssl_mode() == SslMode::Disable {
        "&sslmode=disable"
    } else {
        ""
    };
    format!("postgresql://{user}{password}@{host}:{port}/{database}?options={options}{tls}")
}

/// Percent-encodes all but RFC 3986's unreserved characters.
fn encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, &byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

#[cfg(test)]
mod tests;
