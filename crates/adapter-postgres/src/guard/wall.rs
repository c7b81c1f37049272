//! Whether the wall between tenants stands: the role, row level security, its policies.

use tokio_postgres::Transaction;

use super::{Finding, inspect::Role};
use crate::schema::{LOCATOR_ROLE, SCHEMA};

/// The condition of every policy `tenant`, as PostgreSQL writes it.
const TENANT: &str =
    "(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)";

/// The condition by which an organization is found by its slug, as PostgreSQL writes it.
const BY_NAME: &str = "(slug = NULLIF(current_setting('app.org_slug'::text, true), ''::text))";

/// Roles that the service could act as, and by which it would get around the policies.
///
/// A superuser is a member of every role; one reason is enough then.
const BYPASSES: &str = "
    WITH self AS (SELECT * FROM pg_roles WHERE rolname IN (session_user, current_user)),
    reach AS (
        SELECT * FROM self
        UNION
        SELECT r.* FROM pg_roles r
        WHERE NOT EXISTS (SELECT FROM self WHERE rolsuper) AND pg_has_role(session_user, r.oid, 'MEMBER')
    ),
    reasons AS (
        SELECT rolname, 'is a superuser' AS reason, rolsuper AS holds FROM reach
        UNION ALL SELECT rolname, 'has BYPASSRLS', rolbypassrls AND NOT rolsuper FROM reach
        UNION ALL SELECT rolname, 'has CREATEROLE, by which it can join other roles',
            rolcreaterole AND NOT rolsuper FROM reach
        UNION ALL SELECT rolname, 'has REPLICATION, by which it can copy the whole server',
            rolreplication AND NOT rolsuper FROM reach
        UNION ALL SELECT rolname, 'reads or runs files on the server', rolname IN
            ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files') FROM reach
        UNION ALL SELECT rolname, 'owns tables of tenants', EXISTS (
            SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND reach.oid IN (c.relowner, n.nspowner)) FROM reach
        UNION ALL SELECT rolname, 'has a policy of its own', EXISTS (
            SELECT FROM pg_policy p WHERE reach.oid = ANY (p.polroles)) FROM reach
    )
    SELECT DISTINCT rolname::text, reason FROM reasons WHERE holds ORDER BY 1, 2";

pub(super) async fn check_role(
    transaction: &Transaction<'_>,
    role: &Role,
) -> Result<Vec<Finding>, tokio_postgres::Error> {
    let mut findings = Vec::new();
    for row in transaction.query(BYPASSES, &[&SCHEMA]).await? {
        let (reached, reason): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let reason = if reached == role.name {
            format!("it {reason}")
        } else {
            format!("it can act as `{reached}`, which {reason}")
        };
        findings.push(Finding::RoleBypasses {
            role: role.name.clone(),
            reason,
        });
    }
    if role.superuser {
        return Ok(findings);
    }
    let excess = "SELECT c.relname::text, privilege \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, \
              unnest(ARRAY['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege \
         WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') \
           AND has_table_privilege(session_user, c.oid, privilege) ORDER BY 1, 2";
    for row in transaction.query(excess, &[&SCHEMA]).await? {
        let (table, privilege) = (row.try_get(0)?, row.try_get(1)?);
        findings.push(Finding::ExcessPrivilege {
            role: role.name.clone(),
            table,
            privilege,
        });
    }
    let temporary = "SELECT has_database_privilege(session_user, current_database(), 'TEMPORARY')";
    if transaction.query_one(temporary, &[]).await?.try_get(0)? {
        let (role, database) = (role.name.clone(), role.database.clone());
        findings.push(Finding::TemporaryTables { role, database });
    }
    Ok(findings)
}

/// Each table with an `org_id`, and each of its policies.
const TABLES: &str = "
    SELECT c.relname::text, c.relrowsecurity, c.relforcerowsecurity, p.polname::text,
           p.polpermissive, p.polcmd::text,
           ARRAY(SELECT coalesce(r.rolname, 'public')::text FROM unnest(p.polroles) AS id
                 LEFT JOIN pg_roles r ON r.oid = id),
           pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
    LEFT JOIN pg_policy p ON p.polrelid = c.oid
    WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')
    ORDER BY 1, 4";

pub(super) async fn check_tables(
    transaction: &Transaction<'_>,
) -> Result<Vec<Finding>, tokio_postgres::Error> {
    let mut findings = Vec::new();
    let mut last = None;
    let mut guarded = Vec::new();
    let mut all = Vec::new();
    for row in transaction.query(TABLES, &[&SCHEMA]).await? {
        let table: String = row.try_get(0)?;
        if last.as_ref() != Some(&table) {
            for (column, missing) in [(1, "enabled"), (2, "forced")] {
                if !row.try_get::<_, bool>(column)? {
                    findings.push(Finding::RowSecurityOff {
                        table: table.clone(),
                        missing,
                    });
                }
            }
            all.push(table.clone());
            last = Some(table.clone());
        }
        let Some(name) = row.try_get::<_, Option<String>>(3)? else {
            continue;
        };
        let policy = Policy {
            table,
            name,
            permissive: row.try_get(4)?,
            command: row.try_get(5)?,
            roles: row.try_get(6)?,
            using: row.try_get(7)?,
            check: row.try_get(8)?,
        };
        if policy.is_the_tenants() {
            guarded.push(policy.table);
        } else if !policy.is_known() {
            findings.push(policy.into_finding());
        }
    }
    let unguarded = all.into_iter().filter(|table| !guarded.contains(table));
    findings.extend(unguarded.map(|table| Finding::PolicyMissing { table }));
    Ok(findings)
}

#[derive(Debug)]
struct Policy {
    table: String,
    name: String,
    permissive: bool,
    command: String,
    roles: Vec<String>,
    using: Option<String>,
    check: Option<String>,
}

impl Policy {
    /// Whether this is the one policy that every table of tenants must have.
    fn is_the_tenants(&self) -> bool {
        self.name == "tenant"
            && self.permissive
            && self.command == "*"
            && self.roles == ["public"]
            && self.using.as_deref() == Some(TENANT)
            && self.check.as_deref() == Some(TENANT)
    }

    /// Whether this is one of the few others. Each lets more rows through, unless it is restrictive.
    fn is_known(&self) -> bool {
        let condition = match (self.table.as_str(), self.name.as_str()) {
            ("api_key" | "organization", "locator") if self.roles == [LOCATOR_ROLE] => "true",
            ("organization_slug", "by_name") if self.roles == ["public"] => BY_NAME,
            _ => return !self.permissive,
        };
        self.command == "r" && self.using.as_deref() == Some(condition) && self.check.is_none()
    }

    fn into_finding(self) -> Finding {
        let Self {
            table,
            name: policy,
            permissive,
            command,
            roles,
            using,
            check,
        } = self;
        let definition = format!(
            "{} for command `{command}` to {}, using {}, with check {}",
            if permissive {
                "permissive"
            } else {
                "restrictive"
            },
            roles.join(", "),
            using.as_deref().unwrap_or("nothing"),
            check.as_deref().unwrap_or("nothing"),
        );
        Finding::PolicyDiffers {
            table,
            policy,
            definition,
        }
    }
}

pub(super) async fn check_functions(
    transaction: &Transaction<'_>,
) -> Result<Vec<Finding>, tokio_postgres::Error> {
    let query = "SELECT f.oid::regprocedure::text, pg_get_userbyid(f.proowner)::text, \
                        f.proname::text, array_to_string(f.proconfig, ',') \
         FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace \
         WHERE n.nspname = $1 AND f.prosecdef ORDER BY 1";
    let mut findings = Vec::new();
    for row in transaction.query(query, &[&SCHEMA]).await? {
        let (function, owner): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let (name, settings): (String, Option<String>) = (row.try_get(2)?, row.try_get(3)?);
        let pinned = format!("search_path={SCHEMA}, pg_temp");
        let reason = if name != "locate_key" {
            "it is not known here"
        } else if owner != LOCATOR_ROLE {
            "that is not the role it was made for"
        } else if !settings.is_some_and(|settings| settings.contains(&pinned)) {
            "its search_path is not pinned"
        } else {
            continue;
        };
        findings.push(Finding::UnsafeFunction {
            function,
            owner,
            reason,
        });
    }
    Ok(findings)
}
