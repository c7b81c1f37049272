//! Whether program and schema are of the same age.

use tokio_postgres::Transaction;

use super::{Finding, InspectError, inspect::Role};
use crate::{
    migrate::known_versions,
    schema::{MIGRATIONS_TABLE, SCHEMA},
};

pub(super) async fn check(
    transaction: &Transaction<'_>,
    role: &Role,
) -> Result<Option<Finding>, InspectError> {
    let query = "SELECT has_schema_privilege(n.oid, 'USAGE'), has_table_privilege(c.oid, 'SELECT') \
                 FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid \
                 WHERE n.nspname = $1 AND c.relname = $2";
    let access = transaction
        .query_opt(query, &[&SCHEMA, &MIGRATIONS_TABLE])
        .await?;
    let (usable, readable) = match access {
        Some(row) => (row.try_get(0)?, row.try_get(1)?),
        None => (false, false),
    };
    let name = role.name.clone();
    if !usable {
        return Ok(Some(Finding::SchemaMissing { role: name }));
    }
    if !readable {
        return Ok(Some(Finding::MigrationsUnreadable { role: name }));
    }
    let query = format!("SELECT version FROM {SCHEMA}.{MIGRATIONS_TABLE} ORDER BY version");
    let rows = transaction.query(&query, &[]).await?;
    let applied = rows
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<Vec<String>, _>>()?;
    let known = known_versions().map_err(InspectError::Migrations)?;
    Ok(compare(&known, &applied))
}

/// A newer schema comes first: migrations that it lacks besides would be of another line of history.
fn compare(known: &[(String, String)], applied: &[String]) -> Option<Finding> {
    let unknown: Vec<_> = applied
        .iter()
        .filter(|version| known.iter().all(|(known, _)| known != *version))
        .cloned()
        .collect();
    if !unknown.is_empty() {
        return Some(Finding::SchemaNewer { unknown });
    }
    let pending: Vec<_> = known
        .iter()
        .filter(|(version, _)| !applied.contains(version))
        .map(|(_, name)| name.clone())
        .collect();
    (!pending.is_empty()).then_some(Finding::SchemaOlder { pending })
}

#[cfg(test)]
mod tests {
    use super::{Finding, compare};

    fn known() -> Vec<(String, String)> {
        [("1", "1_a"), ("2", "2_b")]
            .map(|(version, name)| (version.into(), name.into()))
            .into()
    }

    #[test]
    fn program_and_schema_are_compared_migration_by_migration() {
        let applied = |versions: &[&str]| -> Vec<String> {
            versions.iter().map(ToString::to_string).collect()
        };

        assert_eq!(compare(&known(), &applied(&["1", "2"])), None);
        let older = Finding::SchemaOlder {
            pending: vec!["2_b".into()],
        };
        assert_eq!(compare(&known(), &applied(&["1"])), Some(older));
        let newer = Finding::SchemaNewer {
            unknown: vec!["3".into()],
        };
        assert_eq!(
            compare(&known(), &applied(&["1", "2", "3"])),
            Some(newer.clone())
        );
        assert_eq!(compare(&known(), &applied(&["1", "3"])), Some(newer));
    }
}
