//! The migrations in this binary.

use std::error::Error;

use diesel::{migration::MigrationSource, pg::Pg};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};

/// All migrations, in the order of their names.
pub(super) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// The version and name of every migration that this binary knows, oldest first.
pub(crate) fn known_versions() -> Result<Vec<(String, String)>, Box<dyn Error + Send + Sync>> {
    let mut known: Vec<_> = MigrationSource::<Pg>::migrations(&MIGRATIONS)?
        .iter()
        .map(|migration| {
            (
                migration.name().version().to_string(),
                migration.name().to_string(),
            )
        })
        .collect();
    known.sort();
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::known_versions;

    #[test]
    fn migrations_are_known_in_the_order_they_were_written() {
        let known = known_versions().unwrap();

        let first = (
            "20261123000001".to_owned(),
            "2026-11-23-000001_tenants".to_owned(),
        );
        assert_eq!(known.first(), Some(&first));
        assert!(known.is_sorted());
    }
}
