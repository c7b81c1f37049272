-- Which named requests (Idempotency-Key) were done, so that a repeat does nothing twice.
--
-- The name is kept as a digest. After 24 hours a row counts no more: the same name of the same caller
-- takes its place, and whoever owns the schema may delete it. The service never does.

CREATE TABLE done_request (
    org_id   uuid        NOT NULL REFERENCES organization (org_id),
    actor    text        NOT NULL,
    key      bytea       NOT NULL CHECK (octet_length(key) = 32),
    request  bytea       NOT NULL CHECK (octet_length(request) = 32),
    made     text        NOT NULL,
    at       timestamptz NOT NULL,
    PRIMARY KEY (org_id, actor, key)
);

ALTER TABLE done_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE done_request FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON done_request
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (request, made, at) ON done_request TO aiia_app;
