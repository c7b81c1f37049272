-- Connectors, which pull a tenant's universe from a source over HTTP, and their runs. The rules are
-- those of the first migration.

CREATE TABLE connector (
    org_id              uuid        NOT NULL REFERENCES organization (org_id),
    id                  uuid        NOT NULL,
    name                text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
    url                 text        NOT NULL CHECK (octet_length(url) BETWEEN 1 AND 2000),
    format              text        NOT NULL CHECK (format IN ('json', 'csv', 'declared')),
    credential_scheme   text        CHECK (credential_scheme IN ('bearer', 'basic', 'header')),
    -- Sealed under a key that is derived from this pepper; the peppers are not in the database.
    credential_pepper   integer     CHECK (credential_pepper BETWEEN 0 AND 65535),
    sealed_credentials  bytea       CHECK (octet_length(sealed_credentials) BETWEEN 1 AND 65536),
    created_at          timestamptz NOT NULL,
    created_by          text        NOT NULL,
    updated_at          timestamptz NOT NULL,
    -- Its runs are still told by the audit trail, so the row stays; its credentials do not.
    deleted_at          timestamptz,
    version             bigint      NOT NULL CHECK (version > 0),
    PRIMARY KEY (org_id, id),
    CONSTRAINT credentials_are_whole
        CHECK ((credential_scheme IS NULL) = (sealed_credentials IS NULL)
           AND (credential_pepper IS NULL) = (sealed_credentials IS NULL)),
    CONSTRAINT deleted_without_credentials CHECK (deleted_at IS NULL OR sealed_credentials IS NULL)
);

CREATE INDEX connector_newest ON connector (org_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;

CREATE TABLE connector_run (
    org_id          uuid        NOT NULL,
    id              uuid        NOT NULL,
    connector_id    uuid        NOT NULL,
    dry_run         boolean     NOT NULL,
    started_at      timestamptz NOT NULL,
    started_by      text        NOT NULL,
    state           text        NOT NULL CHECK (state IN ('running', 'succeeded', 'failed', 'interrupted')),
    lease_until     timestamptz,
    ended_at        timestamptz,
    added           integer     CHECK (added >= 0),
    changed         integer     CHECK (changed >= 0),
    restored        integer     CHECK (restored >= 0),
    retired         integer     CHECK (retired >= 0),
    unchanged       integer     CHECK (unchanged >= 0),
    failure_code    text,
    failure_detail  text,
    failure_rows    jsonb,
    log             jsonb       NOT NULL,
    version         bigint      NOT NULL CHECK (version > 0),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, connector_id) REFERENCES connector (org_id, id),
    CONSTRAINT running_under_a_lease CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CONSTRAINT over_at_some_time CHECK ((state <> 'running') = (ended_at IS NOT NULL)),
    CONSTRAINT counted_when_succeeded
        CHECK (num_nonnulls(added, changed, restored, retired, unchanged)
               = CASE WHEN state = 'succeeded' THEN 5 ELSE 0 END),
    CONSTRAINT explained_when_failed
        CHECK (num_nonnulls(failure_code, failure_detail, failure_rows)
               = CASE WHEN state = 'failed' THEN 3 ELSE 0 END)
);

-- One run at a time, whichever node is asked.
CREATE UNIQUE INDEX connector_run_running ON connector_run (org_id, connector_id) WHERE state = 'running';
CREATE INDEX connector_run_newest ON connector_run (org_id, connector_id, started_at DESC, id DESC);

ALTER TABLE connector ENABLE ROW LEVEL SECURITY;
ALTER TABLE connector FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON connector
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE connector_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE connector_run FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON connector_run
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

-- Who created a connector and when, and what a run is of, never changes.
GRANT SELECT, INSERT ON connector, connector_run TO aiia_app;
GRANT UPDATE (name, url, format, credential_scheme, credential_pepper, sealed_credentials, updated_at,
              deleted_at, version) ON connector TO aiia_app;
GRANT UPDATE (state, lease_until, ended_at, added, changed, restored, retired, unchanged, failure_code,
              failure_detail, failure_rows, log, version) ON connector_run TO aiia_app;
