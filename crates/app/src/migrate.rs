//! `aiia-keys migrate`.

use std::{fs, path::Path};

use aiia_keys_postgres::migrate::{Password, Passwords};
use anyhow::{Context as _, Result, ensure};
use clap::error::ErrorKind;
use serde_json::json;

use crate::{
    cli::{Migrate, read_url, usage},
    database,
    output::{self, Exit},
    progress,
};

pub(crate) async fn run(arguments: Migrate) -> Result<Exit> {
    // Both are read before anything is done.
    let (url, file) = (
        arguments.admin_url.as_ref(),
        arguments.admin_url_file.as_deref(),
    );
    let admin = read_url("--admin-url", "AIIA_KEYS_ADMIN_URL", url, file)?;
    let (url, file) = (
        arguments.owner_url.as_ref(),
        arguments.owner_url_file.as_deref(),
    );
    let owner = read_url("--owner-url", "AIIA_KEYS_OWNER_URL", url, file)?;
    if admin.is_none() && owner.is_none() {
        return Err(usage(
            ErrorKind::MissingRequiredArgument,
            "a connection is missing: give --admin-url (AIIA_KEYS_ADMIN_URL) to make the roles and the \
             schema, --owner-url (AIIA_KEYS_OWNER_URL) to apply migrations, or both; each can be in a \
             file (--admin-url-file, --owner-url-file)",
        ));
    }
    if admin.is_none()
        && (arguments.owner_password_file.is_some() || arguments.app_password_file.is_some())
    {
        return Err(usage(
            ErrorKind::MissingRequiredArgument,
            "passwords are given by the administrator: --owner-password-file and --app-password-file \
             need --admin-url",
        ));
    }
    if let Some(admin) = admin {
        let passwords = Passwords {
            owner: read_password(arguments.owner_password_file.as_deref())?,
            app: read_password(arguments.app_password_file.as_deref())?,
        };
        database::bootstrap(&admin, &passwords).await?;
        output::note("roles and schema are in place");
    }
    if let Some(owner) = owner {
        let progress = progress::spinner("applying migrations");
        let applied = database::apply_migrations(&owner).await;
        progress.finish_and_clear();
        tell(&applied?, arguments.json);
    }
    Ok(Exit::Done)
}

fn tell(applied: &[String], as_json: bool) {
    if as_json {
        output::result(format_args!("{:#}", json!({ "applied": applied })));
    } else if applied.is_empty() {
        output::note("nothing to apply: the schema is up to date");
    } else {
        for migration in applied {
            output::result(format_args!("applied {migration}"));
        }
    }
}

/// The first line of a file: editors end it with a line break that is not part of the password.
fn read_password(file: Option<&Path>) -> Result<Option<Password>> {
    let Some(file) = file else { return Ok(None) };
    let content = fs::read_to_string(file)
        .with_context(|| format!("cannot read the password file {}", file.display()))?;
    let password = content.lines().next().unwrap_or_default();
    ensure!(
        !password.is_empty(),
        "the password file {} is empty",
        file.display()
    );
    Ok(Some(Password::new(password)))
}
