//! Each rule as a query for whatever breaks it.

use aiia_keys_test_support::{Role, TestDatabase};
use tokio_postgres::Client;

use crate::grants;

const TENANT: &str =
    "(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)";

/// Ours: the objects of the schema, by short names for the queries below.
const OURS: &str = "
    WITH ns AS (SELECT oid FROM pg_namespace WHERE nspname = 'aiia_keys'),
    rel AS (SELECT * FROM pg_class WHERE relnamespace = (SELECT oid FROM ns)),
    tab AS (SELECT * FROM rel WHERE relkind IN ('r', 'p')
            AND relname NOT IN ('__diesel_schema_migrations', 'setup')
            -- The cluster's own: ids and numbers, no tenant's data.
            AND relname NOT IN ('revocation_epoch', 'revocation_journal', 'revocation_node')),
    org AS (SELECT attrelid, attnum FROM pg_attribute a JOIN tab ON tab.oid = a.attrelid
            WHERE attname = 'org_id' AND atttypid = 'uuid'::regtype AND attnotnull),
    fun AS (SELECT * FROM pg_proc WHERE pronamespace = (SELECT oid FROM ns)),
    ind AS (SELECT i.*, c.relname AS name, (i.indkey::int2[])[0:i.indnkeyatts - 1] AS keys, org.attnum AS org
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN org ON org.attrelid = i.indrelid),
    ref AS (SELECT * FROM pg_constraint WHERE contype = 'f' AND connamespace = (SELECT oid FROM ns))
";

/// The rule's name, and a query that gives the name of everything that breaks it.
const RULES: &[(&str, &str)] = &[
    (
        "tenant-column",
        "SELECT relname FROM tab WHERE oid NOT IN (SELECT attrelid FROM org)",
    ),
    (
        "row-security",
        "SELECT relname FROM tab WHERE NOT relrowsecurity OR NOT relforcerowsecurity",
    ),
    (
        "kind",
        "SELECT relname FROM rel WHERE relkind NOT IN ('r', 'i', 'v', 'c') OR relpersistence <> 'p' \
            OR relispartition OR relhassubclass \
            OR relkind = 'v' AND NOT coalesce(reloptions @> '{security_invoker=true}', false)",
    ),
    (
        "kind",
        "SELECT tgname FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM rel) AND NOT tgisinternal",
    ),
    (
        "kind",
        "SELECT r.rulename FROM pg_rewrite r JOIN rel ON rel.oid = r.ev_class WHERE rel.relkind <> 'v'",
    ),
    (
        "owner",
        "SELECT relname FROM rel WHERE relowner::regrole::text <> 'aiia_owner'",
    ),
    (
        "owner",
        "SELECT nspname FROM pg_namespace WHERE oid = (SELECT oid FROM ns) \
                   AND nspowner::regrole::text <> 'aiia_owner'",
    ),
    (
        "owner",
        "SELECT proname FROM fun WHERE proowner::regrole::text <> \
                   CASE proname WHEN 'locate_key' THEN 'aiia_locator' ELSE 'aiia_owner' END",
    ),
    (
        "unique",
        "SELECT name FROM ind WHERE (indisunique OR indisexclusion) AND NOT org = ANY (keys) \
                   AND name <> 'organization_slug_slug_key'",
    ),
    (
        "index",
        "SELECT name FROM ind WHERE NOT indisunique AND keys[1] IS DISTINCT FROM org",
    ),
    (
        "reference",
        "SELECT conname FROM ref WHERE confdeltype <> 'a' OR confupdtype <> 'a' \
            OR NOT EXISTS (SELECT FROM unnest(conkey, confkey) AS pair (here, there), org h, org t \
                WHERE h.attrelid = conrelid AND h.attnum = here \
                  AND t.attrelid = confrelid AND t.attnum = there)",
    ),
    (
        "value",
        "SELECT tab.relname || '.' || attname FROM pg_attribute JOIN tab ON tab.oid = attrelid \
            WHERE attnum > 0 AND (atthasdef OR attidentity <> '' OR attgenerated <> '')",
    ),
    (
        "function",
        "SELECT proname FROM fun WHERE NOT EXISTS (SELECT FROM unnest(proconfig) AS setting \
            WHERE setting ~ '^search_path=.*[, ]pg_temp$')",
    ),
    (
        "function",
        "SELECT proname FROM fun WHERE prosecdef AND proname <> 'locate_key'",
    ),
    (
        "public",
        "SELECT relname || ' ' || acl.privilege_type FROM rel, aclexplode(relacl) acl WHERE acl.grantee = 0 \
         UNION ALL SELECT attname || ' ' || acl.privilege_type FROM pg_attribute, aclexplode(attacl) acl \
            WHERE attrelid IN (SELECT oid FROM rel) AND acl.grantee = 0 \
         UNION ALL SELECT proname || ' ' || acl.privilege_type \
            FROM fun, aclexplode(coalesce(proacl, acldefault('f', proowner))) acl WHERE acl.grantee = 0 \
         UNION ALL SELECT nspname || ' ' || acl.privilege_type \
            FROM pg_namespace, aclexplode(nspacl) acl \
            WHERE acl.grantee = 0 AND (oid = (SELECT oid FROM ns) \
                OR nspname = 'public' AND acl.privilege_type = 'CREATE') \
         UNION ALL SELECT datname || ' ' || acl.privilege_type \
            FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) acl \
            WHERE datname = current_database() AND acl.grantee = 0 AND acl.privilege_type <> 'CONNECT'",
    ),
    (
        "public",
        "SELECT 'new ' || defaclobjtype::text || ' ' || acl.privilege_type \
            FROM pg_default_acl, aclexplode(defaclacl) acl \
            WHERE acl.grantee IN (0, 'aiia_app'::regrole, 'aiia_locator'::regrole) \
         UNION ALL SELECT 'new functions' WHERE NOT EXISTS (SELECT FROM pg_default_acl \
            WHERE defaclrole = 'aiia_owner'::regrole AND defaclnamespace = 0 AND defaclobjtype = 'f')",
    ),
    (
        "identity",
        "SELECT tab.relname || '.' || a.attname FROM pg_attribute a JOIN tab ON tab.oid = a.attrelid \
            JOIN pg_index i ON i.indrelid = tab.oid AND i.indisprimary AND a.attnum = ANY (i.indkey) \
            WHERE has_column_privilege('aiia_app', tab.oid, a.attnum, 'UPDATE')",
    ),
    (
        "secret",
        "SELECT 'digest' WHERE has_column_privilege('aiia_app', 'aiia_keys.api_key', 'digest', 'SELECT')",
    ),
];

const POLICIES: &str = "
    SELECT tab.relname::text, p.polname::text, concat_ws(' ',
           CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, p.polcmd,
           ARRAY(SELECT coalesce(r.rolname, 'public') FROM unnest(p.polroles) AS id
                 LEFT JOIN pg_roles r ON r.oid = id)::text,
           pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid))
    FROM tab LEFT JOIN pg_policy p ON p.polrelid = tab.oid ORDER BY 1, 2";

#[tokio::test]
async fn the_migrations_forget_no_rule() {
    let database = TestDatabase::create().await.unwrap();
    let admin = database.connect(Role::Admin).await.unwrap();

    assert_eq!(violations(&admin).await, Vec::<String>::new());
}

/// Everything that breaks a rule, as `rule: what`.
pub(crate) async fn violations(admin: &Client) -> Vec<String> {
    // What is written out in full depends on what is found without: nothing but the system's own.
    admin
        .batch_execute("SET search_path = pg_catalog")
        .await
        .unwrap();
    let mut violations = Vec::new();
    for (rule, query) in RULES {
        let query = format!("{OURS} SELECT name::text FROM ({query}) AS broken (name) ORDER BY 1");
        for row in admin.query(&query, &[]).await.unwrap() {
            violations.push(format!("{rule}: {}", row.get::<_, String>(0)));
        }
    }
    violations.extend(policies(admin).await);
    violations.extend(grants::violations(admin).await);
    violations
}

async fn policies(admin: &Client) -> Vec<String> {
    let tenant = format!("permissive * {{public}} {TENANT} check {TENANT}");
    let locator = "permissive r {aiia_locator} true check";
    let by_name = "permissive r {public} \
                   (slug = NULLIF(current_setting('app.org_slug'::text, true), ''::text)) check";
    let mut violations = Vec::new();
    let (mut tables, mut guarded) = (Vec::new(), Vec::new());
    for row in admin
        .query(&format!("{OURS} {POLICIES}"), &[])
        .await
        .unwrap()
    {
        let (table, policy): (String, Option<String>) = (row.get(0), row.get(1));
        let definition: String = row.get(2);
        let allowed = match (table.as_str(), policy.as_deref()) {
            (_, Some("tenant")) => definition == tenant,
            ("api_key" | "organization", Some("locator")) => definition == locator,
            ("organization_slug", Some("by_name")) => definition == by_name,
            (_, None) => true,
            _ => false,
        };
        if !allowed {
            violations.push(format!(
                "policy: {table}.{}: {definition}",
                policy.as_deref().unwrap()
            ));
        }
        if policy.as_deref() == Some("tenant") {
            guarded.push(table.clone());
        }
        tables.push(table);
    }
    tables.dedup();
    tables.retain(|table| !guarded.contains(table));
    violations.extend(
        tables
            .into_iter()
            .map(|table| format!("policy: {table} has no `tenant`")),
    );
    violations
}
