-- How far the system is set up: the one row that belongs to no tenant.
--
-- It holds the digest of the latest set-up link, and whether an organization was founded. The
-- service reads it and changes it, and adds none. Once it is completed the policy lets nobody
-- change it any more: whatever the service does, no second set-up begins.

CREATE TABLE setup (
    singleton     boolean     PRIMARY KEY CHECK (singleton),
    digest        bytea       CHECK (octet_length(digest) = 32),
    expires_at    timestamptz,
    completed_at  timestamptz,
    CHECK ((digest IS NULL) = (expires_at IS NULL))
);

-- Before row level security, which holds for the owner as well.
INSERT INTO setup (singleton) VALUES (true);

ALTER TABLE setup ENABLE ROW LEVEL SECURITY;
ALTER TABLE setup FORCE ROW LEVEL SECURITY;
CREATE POLICY known ON setup FOR SELECT USING (true);
CREATE POLICY unfinished ON setup FOR UPDATE USING (completed_at IS NULL) WITH CHECK (true);

GRANT SELECT, UPDATE (digest, expires_at, completed_at) ON setup TO aiia_app;
