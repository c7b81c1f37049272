-- The audit universe, findings, and what is done about them. The rules are those of the first
-- migration, and the catalogue test checks them here as well.

-- A hierarchy without cycles, by construction: an entity names its parent's level together with its
-- parent and lies one level below it, so along every branch levels only grow, and they end at 31.
CREATE TABLE entity (
    org_id        uuid        NOT NULL REFERENCES organization (org_id),
    id            uuid        NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('legal_entity', 'organizational_unit', 'process',
                                  'system', 'location', 'third_party', 'project')),
    name          text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    code          text        NOT NULL CHECK (char_length(code) BETWEEN 1 AND 40),
    parent_id     uuid,
    parent_level  smallint,
    level         smallint    NOT NULL CHECK (level BETWEEN 0 AND 31),
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version > 0),
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, code),
    -- What a child refers to.
    UNIQUE (org_id, id, level),
    -- Deferrable, so that a whole branch can move in one transaction.
    FOREIGN KEY (org_id, parent_id, parent_level) REFERENCES entity (org_id, id, level) DEFERRABLE,
    CONSTRAINT parent_with_level CHECK ((parent_id IS NULL) = (parent_level IS NULL)),
    CONSTRAINT one_level_below_parent CHECK (level = coalesce(parent_level + 1, 0))
);

-- The list, newest first, and its filters; `entity_parent` also finds what lies below an entity.
CREATE INDEX entity_newest ON entity (org_id, created_at DESC, id DESC);
CREATE INDEX entity_kind ON entity (org_id, kind, created_at DESC, id DESC);
CREATE INDEX entity_parent ON entity (org_id, parent_id, created_at DESC, id DESC);

CREATE TABLE finding (
    org_id       uuid        NOT NULL,
    id           uuid        NOT NULL,
    entity_id    uuid        NOT NULL,
    title        text        NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    description  text        NOT NULL CHECK (char_length(description) BETWEEN 1 AND 20000),
    severity     text        NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
    raised_on    date        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('draft', 'open', 'in_remediation', 'closed')),
    issued_at    timestamptz,
    closed_at    timestamptz,
    created_at   timestamptz NOT NULL,
    created_by   text        NOT NULL,
    updated_at   timestamptz NOT NULL,
    version      bigint      NOT NULL CHECK (version > 0),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, entity_id) REFERENCES entity (org_id, id),
    CONSTRAINT draft_is_not_issued CHECK ((status = 'draft') = (issued_at IS NULL)),
    CONSTRAINT closed_at_some_time CHECK ((status = 'closed') = (closed_at IS NOT NULL))
);

CREATE INDEX finding_newest ON finding (org_id, created_at DESC, id DESC);
CREATE INDEX finding_status ON finding (org_id, status, created_at DESC, id DESC);
CREATE INDEX finding_severity ON finding (org_id, severity, created_at DESC, id DESC);
CREATE INDEX finding_entity ON finding (org_id, entity_id, created_at DESC, id DESC);
CREATE INDEX finding_updated ON finding (org_id, updated_at);

CREATE TABLE recommendation (
    org_id      uuid        NOT NULL,
    id          uuid        NOT NULL,
    finding_id  uuid        NOT NULL,
    text        text        NOT NULL CHECK (char_length(text) BETWEEN 1 AND 10000),
    created_at  timestamptz NOT NULL,
    created_by  text        NOT NULL,
    PRIMARY KEY (org_id, id),
    -- By this index a finding's recommendations are found, and an action plan refers to one of them.
    UNIQUE (org_id, finding_id, id),
    FOREIGN KEY (org_id, finding_id) REFERENCES finding (org_id, id)
);

CREATE TABLE action_plan (
    org_id             uuid        NOT NULL,
    id                 uuid        NOT NULL,
    finding_id         uuid        NOT NULL,
    recommendation_id  uuid,
    description        text        NOT NULL CHECK (char_length(description) BETWEEN 1 AND 10000),
    owner              text        NOT NULL CHECK (char_length(owner) BETWEEN 1 AND 120),
    due_on             date        NOT NULL,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    status             text        NOT NULL CHECK (status IN ('planned', 'in_progress', 'implemented', 'verified')),
    log_length         integer     NOT NULL CHECK (log_length > 0),
    version            bigint      NOT NULL CHECK (version > 0),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, finding_id) REFERENCES finding (org_id, id),
    FOREIGN KEY (org_id, finding_id, recommendation_id) REFERENCES recommendation (org_id, finding_id, id)
);

CREATE INDEX action_plan_newest ON action_plan (org_id, created_at DESC, id DESC);
CREATE INDEX action_plan_finding ON action_plan (org_id, finding_id, created_at DESC, id DESC);
CREATE INDEX action_plan_status ON action_plan (org_id, status, created_at DESC, id DESC);
CREATE INDEX action_plan_due ON action_plan (org_id, due_on);

-- The remediation tracker: it only grows.
CREATE TABLE remediation_log_entry (
    org_id          uuid        NOT NULL,
    action_plan_id  uuid        NOT NULL,
    sequence        integer     NOT NULL CHECK (sequence > 0),
    at              timestamptz NOT NULL,
    actor           text        NOT NULL,
    from_status     text        CHECK (from_status IN ('planned', 'in_progress', 'implemented', 'verified')),
    to_status       text        NOT NULL CHECK (to_status IN ('planned', 'in_progress', 'implemented', 'verified')),
    note            text        CHECK (char_length(note) BETWEEN 1 AND 2000),
    PRIMARY KEY (org_id, action_plan_id, sequence),
    -- What an action plan refers to.
    UNIQUE (org_id, action_plan_id, sequence, to_status),
    FOREIGN KEY (org_id, action_plan_id) REFERENCES action_plan (org_id, id)
);

-- No plan has a status that its log does not end with. Plan and entry refer to each other, so this
-- is looked at when both are there.
ALTER TABLE action_plan ADD CONSTRAINT status_is_logged
    FOREIGN KEY (org_id, id, log_length, status)
    REFERENCES remediation_log_entry (org_id, action_plan_id, sequence, to_status)
    DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE entity ENABLE ROW LEVEL SECURITY;
ALTER TABLE entity FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON entity
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE finding ENABLE ROW LEVEL SECURITY;
ALTER TABLE finding FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON finding
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE recommendation ENABLE ROW LEVEL SECURITY;
ALTER TABLE recommendation FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON recommendation
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE action_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE action_plan FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON action_plan
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE remediation_log_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE remediation_log_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON remediation_log_entry
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

-- What is not listed, the service cannot do: a recommendation and a log entry never change, and
-- neither does what a plan promises.
GRANT SELECT, INSERT ON entity, finding, recommendation, action_plan, remediation_log_entry TO aiia_app;
GRANT UPDATE (entity_id, title, description, severity, status, issued_at, closed_at, updated_at,
              version) ON finding TO aiia_app;
GRANT UPDATE (status, log_length, updated_at, version) ON action_plan TO aiia_app;
