//! The database that tests' databases are copies of.

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::Path,
};

use aiia_keys_postgres::migrate::{Password, Passwords, bootstrap, run};
use diesel_async::AsyncPgConnection;
use tokio_postgres::{Client, Config, NoTls};

use crate::{Role, TestDatabaseError, server::connect};

const MIGRATIONS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../adapter-postgres/migrations"
);

/// Makes the template, unless it is there for these very migrations; gives its name.
pub(crate) async fn ensure(admin: &Config) -> Result<String, TestDatabaseError> {
    let path = Path::new(MIGRATIONS);
    let fingerprint = fingerprint(path).map_err(TestDatabaseError::file(path))?;
    let name = format!("aiia_keys_template_{fingerprint:016x}");
    let client = connect(admin).await?;
    // Held until the connection ends: another process waits, and finds it done.
    let lock = "SELECT pg_advisory_lock(hashtextextended($1, 0))";
    client.execute(lock, &[&name]).await?;
    let query = "SELECT datistemplate FROM pg_database WHERE datname = $1";
    let finished = client.query_opt(query, &[&name]).await?;
    match finished.map(|row| row.try_get(0)).transpose()? {
        Some(true) => {}
        // Whoever began it was killed.
        Some(false) => {
            client
                .batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
                .await?;
            make(admin, &client, &name).await?;
        }
        None => make(admin, &client, &name).await?,
    }
    Ok(name)
}

async fn make(admin: &Config, client: &Client, name: &str) -> Result<(), TestDatabaseError> {
    client
        .batch_execute(&format!("CREATE DATABASE {name}"))
        .await?;
    let mut config = admin.clone();
    config.dbname(name);
    let mut inside = connect(&config).await?;
    bootstrap(&mut inside, &passwords(admin)).await?;
    config.user(Role::Owner.name().unwrap_or_default());
    let (owner, connection) = config.connect(NoTls).await?;
    run(AsyncPgConnection::try_from_client_and_connection(owner, connection).await?).await?;
    // Nobody may be connected to a template that is copied.
    let statement = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false IS_TEMPLATE true");
    Ok(client.batch_execute(&statement).await?)
}

/// The administrator's password, if the server asks for any, for the other roles too.
fn passwords(admin: &Config) -> Passwords {
    let password = || {
        let bytes = admin.get_password()?;
        Some(Password::new(String::from_utf8_lossy(bytes).into_owned()))
    };
    Passwords {
        owner: password(),
        app: password(),
    }
}

/// Changes when any migration does.
fn fingerprint(folder: &Path) -> std::io::Result<u64> {
    let mut files = Vec::new();
    for migration in fs::read_dir(folder)? {
        let file = migration?.path().join("up.sql");
        files.push((fs::read(&file)?, file));
    }
    files.sort_by(|(_, one), (_, other)| one.cmp(other));
    let mut hasher = DefaultHasher::new();
    for (content, file) in files {
        file.strip_prefix(folder).unwrap_or(&file).hash(&mut hasher);
        content.hash(&mut hasher);
    }
    Ok(hasher.finish())
}
