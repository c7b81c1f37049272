//! The names that the database, its roles and every connection agree on.

/// The schema that holds everything of ours.
pub const SCHEMA: &str = "aiia_keys";

/// What `search_path` must be on every connection: `pg_temp` comes last, or a temporary table could take the place of ours.
pub const SEARCH_PATH: &str = "aiia_keys, pg_temp";

/// The same as a start-up option (`options` of a connection string), so that no statement needs to set it.
pub const SEARCH_PATH_OPTION: &str = "-c search_path=aiia_keys,pg_temp";

/// The setting that names the tenant of a transaction.
pub const TENANT_SETTING: &str = "app.org_id";

/// The setting that names an organization by its slug, before anyone has signed in.
pub const SLUG_SETTING: &str = "app.org_slug";

/// The role that owns the schema and runs migrations.
pub const OWNER_ROLE: &str = "aiia_owner";

/// The role that the service logs in as.
pub const APP_ROLE: &str = "aiia_app";

/// The role that owns `locate_key`, the one function that reads across tenants; it cannot log in.
pub const LOCATOR_ROLE: &str = "aiia_locator";

/// The table in which migrations are noted.
pub const MIGRATIONS_TABLE: &str = "__diesel_schema_migrations";

/// Whether commits wait for a standby, in SQL.
pub(crate) const WAITS_FOR_STANDBY: &str = "current_setting('synchronous_standby_names') <> ''";
