-- Test procedures and the evidence for them. What files hold is not kept here, only what is known
-- about them. The rules are those of the first migration.

CREATE TABLE test_procedure (
    org_id       uuid        NOT NULL,
    id           uuid        NOT NULL,
    entity_id    uuid        NOT NULL,
    title        text        NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    description  text        NOT NULL CHECK (char_length(description) BETWEEN 1 AND 10000),
    created_at   timestamptz NOT NULL,
    created_by   text        NOT NULL,
    -- Who attaches changes it, and so waits for others who do.
    attachments  integer     NOT NULL CHECK (attachments BETWEEN 0 AND 1000),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, entity_id) REFERENCES entity (org_id, id)
);

CREATE INDEX test_procedure_newest ON test_procedure (org_id, created_at DESC, id DESC);
CREATE INDEX test_procedure_entity ON test_procedure (org_id, entity_id, created_at DESC, id DESC);

-- A row is there before the first byte of its file, and stays when the upload breaks off: so a file
-- without a row, or with one that is abandoned, is left over for certain.
CREATE TABLE evidence (
    org_id        uuid        NOT NULL REFERENCES organization (org_id),
    id            uuid        NOT NULL,
    file_name     text        NOT NULL CHECK (char_length(file_name) BETWEEN 1 AND 200),
    media_type    text        NOT NULL CHECK (char_length(media_type) BETWEEN 3 AND 201),
    created_at    timestamptz NOT NULL,
    created_by    text        NOT NULL,
    status        text        NOT NULL CHECK (status IN ('uploading', 'uploaded', 'attached', 'abandoned')),
    upload_until  timestamptz,
    size          bigint      CHECK (size > 0),
    digest        bytea       CHECK (octet_length(digest) = 32),
    uploaded_at   timestamptz,
    attached_at   timestamptz,
    version       bigint      NOT NULL CHECK (version > 0),
    PRIMARY KEY (org_id, id),
    CONSTRAINT uploading_until_some_time CHECK ((status = 'uploading') = (upload_until IS NOT NULL)),
    CONSTRAINT complete_has_content CHECK ((status IN ('uploaded', 'attached')) = (size IS NOT NULL)),
    CONSTRAINT content_is_known_whole
        CHECK ((size IS NULL) = (digest IS NULL) AND (size IS NULL) = (uploaded_at IS NULL)),
    CONSTRAINT attached_at_some_time CHECK ((status = 'attached') = (attached_at IS NOT NULL))
);

-- What can be seen, newest first; by content; and what should have been complete by now.
CREATE INDEX evidence_newest ON evidence (org_id, created_at DESC, id DESC) WHERE size IS NOT NULL;
CREATE INDEX evidence_content ON evidence (org_id, digest) WHERE size IS NOT NULL;
CREATE INDEX evidence_overdue ON evidence (org_id, upload_until) WHERE upload_until IS NOT NULL;

CREATE TABLE evidence_attachment (
    org_id             uuid        NOT NULL,
    test_procedure_id  uuid        NOT NULL,
    evidence_id        uuid        NOT NULL,
    attached_at        timestamptz NOT NULL,
    attached_by        text        NOT NULL,
    PRIMARY KEY (org_id, test_procedure_id, evidence_id),
    FOREIGN KEY (org_id, test_procedure_id) REFERENCES test_procedure (org_id, id),
    FOREIGN KEY (org_id, evidence_id) REFERENCES evidence (org_id, id)
);

ALTER TABLE test_procedure ENABLE ROW LEVEL SECURITY;
ALTER TABLE test_procedure FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON test_procedure
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON evidence
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE evidence_attachment ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence_attachment FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON evidence_attachment
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

-- An attachment never changes, of a procedure only how many it has, and of evidence how far it has come.
GRANT SELECT, INSERT ON test_procedure, evidence, evidence_attachment TO aiia_app;
GRANT UPDATE (attachments) ON test_procedure TO aiia_app;
GRANT UPDATE (status, upload_until, size, digest, uploaded_at, attached_at, version) ON evidence TO aiia_app;
