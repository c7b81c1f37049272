//! What the service and the locator may do, column by column.

use tokio_postgres::Client;

/// Role, right, object, and the columns where it is not all of them.
const GRANTS: &[&str] = &[
    "aiia_app CONNECT database",
    "aiia_app EXECUTE locate_key(bytea[])",
    "aiia_app EXECUTE raise_revocation_epoch(text,uuid)",
    "aiia_app EXECUTE register_revocation_node(integer)",
    "aiia_app EXECUTE revocation_server()",
    "aiia_app INSERT action_plan",
    "aiia_app INSERT api_key",
    "aiia_app INSERT connector",
    "aiia_app INSERT connector_run",
    "aiia_app INSERT done_request",
    "aiia_app INSERT entity",
    "aiia_app INSERT evidence",
    "aiia_app INSERT evidence_attachment",
    "aiia_app INSERT finding",
    "aiia_app INSERT invitation",
    "aiia_app INSERT key_usage",
    "aiia_app INSERT key_usage_day",
    "aiia_app INSERT member",
    "aiia_app INSERT organization",
    "aiia_app INSERT organization_slug",
    "aiia_app INSERT recommendation",
    "aiia_app INSERT remediation_log_entry",
    "aiia_app INSERT revocation_node",
    "aiia_app INSERT session",
    "aiia_app INSERT test_procedure",
    "aiia_app INSERT trail_entry",
    "aiia_app INSERT trail_head",
    "aiia_app SELECT __diesel_schema_migrations",
    "aiia_app SELECT action_plan",
    "aiia_app SELECT api_key (created_at created_by expires_at id label last_four org_id pepper \
     predecessor_id rate_requests rate_seconds revocation_reason revoked_at revoked_by rotated_at scopes \
     sources successor_id version)",
    "aiia_app SELECT connector",
    "aiia_app SELECT connector_run",
    "aiia_app SELECT done_request",
    "aiia_app SELECT entity",
    "aiia_app SELECT evidence",
    "aiia_app SELECT evidence_attachment",
    "aiia_app SELECT finding",
    "aiia_app SELECT invitation",
    "aiia_app SELECT key_usage",
    "aiia_app SELECT key_usage_day",
    "aiia_app SELECT member",
    "aiia_app SELECT organization",
    "aiia_app SELECT organization_slug",
    "aiia_app SELECT recommendation",
    "aiia_app SELECT remediation_log_entry",
    "aiia_app SELECT revocation_epoch",
    "aiia_app SELECT revocation_journal",
    "aiia_app SELECT revocation_node",
    "aiia_app SELECT session",
    "aiia_app SELECT setup",
    "aiia_app SELECT test_procedure",
    "aiia_app SELECT trail_entry",
    "aiia_app SELECT trail_head",
    "aiia_app UPDATE action_plan (log_length status updated_at version)",
    "aiia_app UPDATE api_key (digest expires_at label pepper rate_requests rate_seconds revocation_reason \
     revoked_at revoked_by rotated_at scopes sources successor_id version)",
    "aiia_app UPDATE connector (credential_pepper credential_scheme deleted_at format name \
     sealed_credentials updated_at url version)",
    "aiia_app UPDATE connector_run (added changed ended_at failure_code failure_detail failure_rows \
     lease_until log restored retired state unchanged version)",
    "aiia_app UPDATE entity (kind level name parent_id parent_level retired_at updated_at version)",
    "aiia_app UPDATE done_request (at made request)",
    "aiia_app UPDATE evidence (attached_at digest size status upload_until uploaded_at version)",
    "aiia_app UPDATE finding (closed_at description entity_id issued_at severity status title updated_at \
     version)",
    "aiia_app UPDATE invitation (accepted_at digest expires_at)",
    "aiia_app UPDATE key_usage (last_address last_used_at)",
    "aiia_app UPDATE key_usage_day (day hours)",
    "aiia_app UPDATE member (name password_hash removed_at role version)",
    "aiia_app UPDATE organization (grantable maximum_active_keys maximum_lifetime name rate_requests \
     rate_seconds rotation_period sources_required suspended_at version)",
    "aiia_app UPDATE revocation_epoch (epoch lease_ms server settled)",
    "aiia_app UPDATE revocation_journal (epoch kind subject)",
    "aiia_app UPDATE revocation_node (acknowledged fenced incarnation seen_at)",
    "aiia_app UPDATE session (ended_at last_used_at)",
    "aiia_app UPDATE setup (completed_at digest expires_at)",
    "aiia_app UPDATE test_procedure (attachments)",
    "aiia_app UPDATE trail_head (hash sequence)",
    "aiia_app USAGE schema",
    "aiia_locator EXECUTE locate_key(bytea[])",
    "aiia_locator SELECT api_key (digest expires_at id org_id pepper rate_requests rate_seconds revoked_at \
     scopes sources)",
    "aiia_locator SELECT organization (org_id rate_requests rate_seconds suspended_at)",
    "aiia_locator SELECT revocation_epoch (epoch place)",
    "aiia_locator USAGE schema",
];

const QUERY: &str = "
    WITH ns AS (SELECT * FROM pg_namespace WHERE nspname = 'aiia_keys'),
    granted AS (
        SELECT acl.*, c.relname || '' AS object
        FROM pg_class c JOIN ns ON ns.oid = c.relnamespace, aclexplode(c.relacl) acl
        UNION ALL
        SELECT acl.*, c.relname || ' (' || string_agg(a.attname, ' ' ORDER BY a.attname COLLATE \"C\") || ')'
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN ns ON ns.oid = c.relnamespace,
             aclexplode(a.attacl) acl
        GROUP BY acl.grantor, acl.grantee, acl.privilege_type, acl.is_grantable, c.relname
        UNION ALL
        SELECT acl.*, replace(f.oid::regprocedure::text, 'aiia_keys.', '')
        FROM pg_proc f JOIN ns ON ns.oid = f.pronamespace, aclexplode(f.proacl) acl
        UNION ALL
        SELECT acl.*, 'schema' FROM ns, aclexplode(ns.nspacl) acl
        UNION ALL
        SELECT acl.*, 'database' FROM pg_database, aclexplode(datacl) acl
        WHERE datname = current_database()
    )
    SELECT concat_ws(' ', r.rolname, privilege_type, object, CASE WHEN is_grantable THEN 'AND TO GRANT IT' END)
    FROM granted JOIN pg_roles r ON r.oid = grantee
    WHERE r.rolname <> 'aiia_owner' AND NOT r.rolsuper
    ORDER BY 1";

pub(crate) async fn violations(admin: &Client) -> Vec<String> {
    let rows = admin.query(QUERY, &[]).await.unwrap();
    let found: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let surplus = found
        .iter()
        .filter(|found| !GRANTS.contains(&found.as_str()));
    let surplus = surplus.map(|found| format!("grant: {found} is not listed"));
    let missing = GRANTS
        .iter()
        .filter(|wanted| !found.iter().any(|found| found == *wanted));
    surplus
        .chain(missing.map(|wanted| format!("grant: {wanted} is missing")))
        .collect()
}
