-- How keys are used. The rules for tenant tables stand in the first migration.
--
-- Nothing here is ever deleted: a day takes the place of the one 91 days before it, so that a key
-- has no more rows than days × scopes × outcomes that occurred, however long it lives. Rows are
-- updated in place every few seconds, hence the room that pages are left with.

-- When a key was last let through for each scope that it was used for: kept as long as the key.
CREATE TABLE key_usage (
    org_id        uuid        NOT NULL,
    key_id        uuid        NOT NULL,
    -- The scope that was needed; `other` outside the catalogue, `none` where none was.
    scope         text        NOT NULL CHECK (char_length(scope) BETWEEN 1 AND 80),
    last_used_at  timestamptz NOT NULL,
    -- NULL: not known.
    last_address  text        CHECK (char_length(last_address) BETWEEN 2 AND 45),
    PRIMARY KEY (org_id, key_id, scope),
    FOREIGN KEY (org_id, key_id) REFERENCES api_key (org_id, id)
) WITH (fillfactor = 70);

-- How often a key was used on one day, hour by hour in UTC.
CREATE TABLE key_usage_day (
    org_id   uuid     NOT NULL,
    key_id   uuid     NOT NULL,
    -- The day's number modulo 91.
    place    smallint NOT NULL CHECK (place BETWEEN 0 AND 90),
    scope    text     NOT NULL CHECK (char_length(scope) BETWEEN 1 AND 80),
    -- `allowed`, or why not.
    outcome  text     NOT NULL CHECK (char_length(outcome) BETWEEN 1 AND 40),
    day      date     NOT NULL,
    hours    bigint[] NOT NULL CHECK (cardinality(hours) = 24),
    PRIMARY KEY (org_id, key_id, place, scope, outcome),
    FOREIGN KEY (org_id, key_id) REFERENCES api_key (org_id, id)
) WITH (fillfactor = 70);

ALTER TABLE key_usage ENABLE ROW LEVEL SECURITY;
ALTER TABLE key_usage FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON key_usage
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE key_usage_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE key_usage_day FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON key_usage_day
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (last_used_at, last_address) ON key_usage TO aiia_app;
GRANT SELECT, INSERT, UPDATE (day, hours) ON key_usage_day TO aiia_app;
