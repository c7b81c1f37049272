//! The tables of the universe and the findings as `diesel` sees them. The migrations decide.

diesel::table! {
    entity (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        name -> Text,
        code -> Text,
        parent_id -> Nullable<Uuid>,
        parent_level -> Nullable<SmallInt>,
        level -> SmallInt,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        retired_at -> Nullable<Timestamptz>,
        version -> BigInt,
    }
}

diesel::table! {
    finding (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        entity_id -> Uuid,
        title -> Text,
        description -> Text,
        severity -> Text,
        raised_on -> Date,
        status -> Text,
        issued_at -> Nullable<Timestamptz>,
        closed_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        created_by -> Text,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    recommendation (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        finding_id -> Uuid,
        text -> Text,
        created_at -> Timestamptz,
        created_by -> Text,
    }
}

diesel::table! {
    action_plan (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        finding_id -> Uuid,
        recommendation_id -> Nullable<Uuid>,
        description -> Text,
        owner -> Text,
        due_on -> Date,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        status -> Text,
        log_length -> Integer,
        version -> BigInt,
    }
}

diesel::table! {
    remediation_log_entry (org_id, action_plan_id, sequence) {
        org_id -> Uuid,
        action_plan_id -> Uuid,
        sequence -> Integer,
        at -> Timestamptz,
        actor -> Text,
        from_status -> Nullable<Text>,
        to_status -> Text,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    test_procedure (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        entity_id -> Uuid,
        title -> Text,
        description -> Text,
        created_at -> Timestamptz,
        created_by -> Text,
        attachments -> Integer,
    }
}

diesel::table! {
    evidence (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        file_name -> Text,
        media_type -> Text,
        created_at -> Timestamptz,
        created_by -> Text,
        status -> Text,
        upload_until -> Nullable<Timestamptz>,
        size -> Nullable<BigInt>,
        digest -> Nullable<Binary>,
        uploaded_at -> Nullable<Timestamptz>,
        attached_at -> Nullable<Timestamptz>,
        version -> BigInt,
    }
}

diesel::table! {
    evidence_attachment (org_id, test_procedure_id, evidence_id) {
        org_id -> Uuid,
        test_procedure_id -> Uuid,
        evidence_id -> Uuid,
        attached_at -> Timestamptz,
        attached_by -> Text,
    }
}

diesel::table! {
    connector (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        name -> Text,
        url -> Text,
        format -> Text,
        credential_scheme -> Nullable<Text>,
        credential_pepper -> Nullable<Integer>,
        sealed_credentials -> Nullable<Binary>,
        created_at -> Timestamptz,
        created_by -> Text,
        updated_at -> Timestamptz,
        deleted_at -> Nullable<Timestamptz>,
        version -> BigInt,
    }
}

diesel::table! {
    connector_run (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        connector_id -> Uuid,
        dry_run -> Bool,
        started_at -> Timestamptz,
        started_by -> Text,
        state -> Text,
        lease_until -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        added -> Nullable<Integer>,
        changed -> Nullable<Integer>,
        restored -> Nullable<Integer>,
        retired -> Nullable<Integer>,
        unchanged -> Nullable<Integer>,
        failure_code -> Nullable<Text>,
        failure_detail -> Nullable<Text>,
        failure_rows -> Nullable<Jsonb>,
        log -> Jsonb,
        version -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(evidence, evidence_attachment);
