//! The tables as `diesel` sees them. The migrations decide; tests write and read every column.

diesel::table! {
    organization (org_id) {
        org_id -> Uuid,
        slug -> Text,
        name -> Text,
        maximum_lifetime -> SmallInt,
        rotation_period -> SmallInt,
        grantable -> Array<Text>,
        maximum_active_keys -> BigInt,
        sources_required -> Bool,
        rate_requests -> Nullable<Integer>,
        rate_seconds -> Nullable<Integer>,
        created_at -> Timestamptz,
        suspended_at -> Nullable<Timestamptz>,
        version -> BigInt,
    }
}

diesel::table! {
    organization_slug (org_id) {
        org_id -> Uuid,
        slug -> Text,
    }
}

diesel::table! {
    api_key (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        label -> Text,
        scopes -> Array<Text>,
        sources -> Nullable<Array<Text>>,
        rate_requests -> Nullable<Integer>,
        rate_seconds -> Nullable<Integer>,
        last_four -> Text,
        pepper -> Integer,
        digest -> Bytea,
        created_at -> Timestamptz,
        created_by -> Text,
        expires_at -> Timestamptz,
        predecessor_id -> Nullable<Uuid>,
        successor_id -> Nullable<Uuid>,
        rotated_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
        revoked_by -> Nullable<Text>,
        revocation_reason -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    member (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        email -> Text,
        name -> Text,
        role -> Text,
        created_at -> Timestamptz,
        removed_at -> Nullable<Timestamptz>,
        password_hash -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    invitation (org_id, member_id) {
        org_id -> Uuid,
        member_id -> Uuid,
        digest -> Bytea,
        expires_at -> Timestamptz,
        accepted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    session (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        member_id -> Uuid,
        digest -> Bytea,
        created_at -> Timestamptz,
        last_used_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    trail_entry (org_id, sequence) {
        org_id -> Uuid,
        sequence -> BigInt,
        at -> Timestamptz,
        actor -> Text,
        action -> Text,
        subject -> Text,
        details -> Jsonb,
        request_id -> Nullable<Text>,
        previous_hash -> Bytea,
        hash -> Bytea,
    }
}

diesel::table! {
    trail_head (org_id) {
        org_id -> Uuid,
        sequence -> BigInt,
        hash -> Bytea,
    }
}

diesel::table! {
    key_usage (org_id, key_id, scope) {
        org_id -> Uuid,
        key_id -> Uuid,
        scope -> Text,
        last_used_at -> Timestamptz,
        last_address -> Nullable<Text>,
    }
}

diesel::table! {
    key_usage_day (org_id, key_id, place, scope, outcome) {
        org_id -> Uuid,
        key_id -> Uuid,
        place -> SmallInt,
        scope -> Text,
        outcome -> Text,
        day -> Date,
        hours -> Array<BigInt>,
    }
}

diesel::table! {
    setup (singleton) {
        singleton -> Bool,
        digest -> Nullable<Bytea>,
        expires_at -> Nullable<Timestamptz>,
        completed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    done_request (org_id, actor, key) {
        org_id -> Uuid,
        actor -> Text,
        key -> Bytea,
        request -> Bytea,
        made -> Text,
        at -> Timestamptz,
    }
}
