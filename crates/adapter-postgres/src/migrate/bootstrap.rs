//! The roles, and what they may do with the database as a whole.

use tokio_postgres::{Client, Transaction, error::SqlState};

use super::Passwords;
use crate::schema::{APP_ROLE, LOCATOR_ROLE, OWNER_ROLE};

/// Names this lock among the database's advisory locks: `aiia` and `boot`, as numbers.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1634297185, 1651470196)";

/// Roles are of the whole cluster and advisory locks of one database: nodes that prepare two
/// databases at once can get in each other's way. Each failure means that another one got further.
const ATTEMPTS: u8 = 20;

/// Makes the roles and lets them into the database that `admin` is connected to.
///
/// `admin` is a superuser, or a role with `CREATEROLE` that owns the database. What is there and
/// as it should be is left alone; all of it happens, or nothing.
///
/// # Errors
/// Each variant of [`BootstrapError`] says what to do about it.
pub async fn bootstrap(admin: &mut Client, passwords: &Passwords) -> Result<(), BootstrapError> {
    let mut attempt = 1;
    loop {
        match prepare(admin, passwords).await {
            Err(BootstrapError::Database(error)) if attempt < ATTEMPTS && is_race(&error) => {
                attempt += 1;
            }
            outcome => return outcome,
        }
    }
}

async fn prepare(admin: &mut Client, passwords: &Passwords) -> Result<(), BootstrapError> {
    let transaction = admin.transaction().await?;
    transaction.batch_execute(LOCK).await?;
    make_role(&transaction, OWNER_ROLE, true).await?;
    make_role(&transaction, APP_ROLE, true).await?;
    make_role(&transaction, LOCATOR_ROLE, false).await?;
    // Only a member can give a function to a role. The owner could change any policy anyway.
    execute_if(
        &transaction,
        &format!("SELECT NOT pg_has_role('{OWNER_ROLE}', '{LOCATOR_ROLE}', 'MEMBER')"),
        &format!("GRANT {LOCATOR_ROLE} TO {OWNER_ROLE}"),
    )
    .await?;
    let passwords = [(OWNER_ROLE, &passwords.owner), (APP_ROLE, &passwords.app)];
    for (role, password) in passwords {
        if let Some(password) = password {
            let verifier = password.verifier();
            let statement = format!("ALTER ROLE {role} PASSWORD '{}'", verifier.as_str());
            transaction.batch_execute(&statement).await?;
        }
    }
    open_database(&transaction).await?;
    Ok(transaction.commit().await?)
}

/// Makes a role, or takes from an existing one what it should not have.
async fn make_role(
    transaction: &Transaction<'_>,
    role: &str,
    login: bool,
) -> Result<(), BootstrapError> {
    let query = "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, \
                 rolreplication, rolinherit FROM pg_roles WHERE rolname = $1";
    let wanted = if login { "LOGIN" } else { "NOLOGIN" };
    let Some(row) = transaction.query_opt(query, &[&role]).await? else {
        // Everything else is a role's default, and naming it would take a superuser.
        let statement = format!("CREATE ROLE {role} {wanted} NOINHERIT");
        return Ok(transaction.batch_execute(&statement).await?);
    };
    let mut changes = Vec::new();
    if row.try_get::<_, bool>(0)? != login {
        changes.push(wanted);
    }
    let refused = [
        "NOSUPERUSER",
        "NOBYPASSRLS",
        "NOCREATEROLE",
        "NOCREATEDB",
        "NOREPLICATION",
    ];
    for (column, change) in (1..).zip(refused.into_iter().chain(["NOINHERIT"])) {
        if row.try_get::<_, bool>(column)? {
            changes.push(change);
        }
    }
    if changes.is_empty() {
        return Ok(());
    }
    let changes = changes.join(" ");
    let statement = format!("ALTER ROLE {role} {changes}");
    transaction
        .batch_execute(&statement)
        .await
        .map_err(|cause| match cause.code() {
            Some(&SqlState::INSUFFICIENT_PRIVILEGE) => BootstrapError::TooPowerful {
                role: role.to_owned(),
                changes,
                cause,
            },
            _ => cause.into(),
        })
}

/// Lets the two roles in, and takes from everyone what would let them leave things behind here.
async fn open_database(transaction: &Transaction<'_>) -> Result<(), BootstrapError> {
    let name = transaction
        .query_one("SELECT quote_ident(current_database())", &[])
        .await?;
    let name: String = name.try_get(0)?;
    // By name: what everybody may do, everybody may lose.
    let lacks = |role: &str, what: &str| {
        format!(
            "SELECT NOT EXISTS (SELECT FROM pg_database, aclexplode(datacl) acl \
             WHERE datname = current_database() AND acl.grantee = '{role}'::regrole \
             AND acl.privilege_type = '{what}')"
        )
    };
    let public_may = |column: &str, kind: char, owner: &str, from: &str, what: &str| {
        format!(
            "SELECT EXISTS (SELECT FROM {from}, aclexplode(coalesce({column}, \
             acldefault('{kind}', {owner}))) acl WHERE acl.grantee = 0 \
             AND acl.privilege_type = '{what}')"
        )
    };
    let database = "(SELECT * FROM pg_database WHERE datname = current_database()) d";
    let public = "(SELECT * FROM pg_namespace WHERE nspname = 'public') n";
    for (missing, statement) in [
        (
            lacks(OWNER_ROLE, "CREATE"),
            format!("GRANT CONNECT, CREATE ON DATABASE {name} TO {OWNER_ROLE}"),
        ),
        (
            lacks(OWNER_ROLE, "CONNECT"),
            format!("GRANT CONNECT ON DATABASE {name} TO {OWNER_ROLE}"),
        ),
        (
            lacks(APP_ROLE, "CONNECT"),
            format!("GRANT CONNECT ON DATABASE {name} TO {APP_ROLE}"),
        ),
        // A temporary table could take the place of ours for a careless statement.
        (
            public_may("datacl", 'd', "datdba", database, "TEMPORARY"),
            format!("REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC"),
        ),
        (
            public_may("nspacl", 'n', "nspowner", public, "CREATE"),
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC".to_owned(),
        ),
    ] {
        execute_if(transaction, &missing, &statement).await?;
    }
    Ok(())
}

async fn execute_if(
    transaction: &Transaction<'_>,
    condition: &str,
    statement: &str,
) -> Result<(), BootstrapError> {
    if transaction.query_one(condition, &[]).await?.try_get(0)? {
        transaction.batch_execute(statement).await?;
    }
    Ok(())
}

/// Whether another node did the same at the same moment.
fn is_race(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|error| {
        *error.code() == SqlState::DUPLICATE_OBJECT
            || *error.code() == SqlState::UNIQUE_VIOLATION
            // "tuple concurrently updated" has no code of its own.
            || *error.code() == SqlState::INTERNAL_ERROR
    })
}

/// Why the roles could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BootstrapError {
    /// A role of ours exists and may more than it should, and the administrator may not change that.
    #[error(
        "the role `{role}` may too much ({cause}); as a superuser run `ALTER ROLE {role} {changes}`"
    )]
    TooPowerful {
        /// The role.
        role: String,
        /// What to change.
        changes: String,
        /// What the database said.
        cause: tokio_postgres::Error,
    },
    /// The database refused something else.
    #[error(
        "the database could not be prepared: {}; connect as a superuser, or as the database's owner with CREATEROLE",
        crate::migrate::bootstrap::text(.0)
    )]
    Database(#[from] tokio_postgres::Error),
}

/// What the server said: the driver's own text is only `db error`.
fn text(error: &tokio_postgres::Error) -> String {
    error
        .as_db_error()
        .map_or_else(|| error.to_string(), |error| error.message().to_owned())
}
