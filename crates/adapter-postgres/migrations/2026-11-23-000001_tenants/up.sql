-- Tenants, their keys, members, sessions and audit trail.
--
-- Rules that every tenant table follows, checked by the catalogue test:
-- * `org_id` names the tenant, and every key, unique index and reference contains it: otherwise one
--   tenant could tell by an error what another has;
-- * row level security is enabled AND forced, with one policy for all commands, named `tenant`;
-- * the service gets the least it needs, column by column, and never DELETE or TRUNCATE;
-- * nothing here uses ON CONFLICT (some minor versions of PostgreSQL leak rows through it).
--
-- The tenant is `app.org_id`, set for one transaction. After a transaction that set it, the
-- setting is the empty string and not NULL, hence `nullif`: without a tenant there is no row.

-- Everyone may execute a new function, unless that is taken back before it is made.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA aiia_keys TO aiia_app, aiia_locator;
-- By this table the service knows whether it and the schema are of the same age.
GRANT SELECT ON __diesel_schema_migrations TO aiia_app;

CREATE TABLE organization (
    org_id               uuid        PRIMARY KEY,
    slug                 text        NOT NULL CHECK (slug ~ '^[a-z][a-z0-9-]{0,38}[a-z0-9]$'),
    name                 text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
    maximum_lifetime     smallint    NOT NULL CHECK (maximum_lifetime BETWEEN 1 AND 3650),
    rotation_period      smallint    NOT NULL CHECK (rotation_period BETWEEN 1 AND 90),
    grantable            text[]      NOT NULL,
    maximum_active_keys  bigint      NOT NULL CHECK (maximum_active_keys BETWEEN 0 AND 4294967295),
    sources_required     boolean     NOT NULL,
    created_at           timestamptz NOT NULL,
    suspended_at         timestamptz,
    version              bigint      NOT NULL CHECK (version > 0),
    -- What `organization_slug` refers to.
    UNIQUE (org_id, slug)
);

-- Who signs in names the organization by its slug, before any tenant is set. The second way in is
-- `app.org_slug`: one row can be seen by naming it, and none can be listed. Short names are the
-- one thing that tenants share: that one is taken, whoever founds an organization is told.
CREATE TABLE organization_slug (
    org_id  uuid NOT NULL PRIMARY KEY,
    slug    text NOT NULL UNIQUE,
    FOREIGN KEY (org_id, slug) REFERENCES organization (org_id, slug)
);

CREATE TABLE api_key (
    org_id             uuid        NOT NULL REFERENCES organization (org_id),
    id                 uuid        NOT NULL,
    label              text        NOT NULL CHECK (char_length(label) BETWEEN 1 AND 80),
    scopes             text[]      NOT NULL CHECK (cardinality(scopes) BETWEEN 1 AND 64),
    -- NULL: from anywhere.
    sources            text[]      CHECK (cardinality(sources) BETWEEN 1 AND 64),
    last_four          text        NOT NULL CHECK (last_four ~ '^[0-9A-Za-z]{4}$'),
    -- BLAKE3 of the key under a pepper that is not in this database. The service writes it and
    -- cannot read it back, nor name it in a condition; only `locate_key` compares it. Who replaces
    -- a digest made with a retired pepper asks for that pepper in the condition.
    pepper             integer     NOT NULL CHECK (pepper BETWEEN 0 AND 65535),
    digest             bytea       NOT NULL CHECK (octet_length(digest) = 32),
    created_at         timestamptz NOT NULL,
    created_by         text        NOT NULL,
    expires_at         timestamptz NOT NULL,
    predecessor_id     uuid,
    successor_id       uuid,
    rotated_at         timestamptz,
    revoked_at         timestamptz,
    revoked_by         text,
    revocation_reason  text        CHECK (char_length(revocation_reason) BETWEEN 1 AND 200),
    version            bigint      NOT NULL CHECK (version > 0),
    PRIMARY KEY (org_id, id),
    -- `digest` comes first: by this index `locate_key` finds a key before its tenant is known.
    UNIQUE (digest, org_id),
    FOREIGN KEY (org_id, predecessor_id) REFERENCES api_key (org_id, id),
    FOREIGN KEY (org_id, successor_id) REFERENCES api_key (org_id, id),
    CONSTRAINT lives_after_creation CHECK (expires_at >= created_at),
    CONSTRAINT rotated_has_successor CHECK (rotated_at IS NULL OR successor_id IS NOT NULL),
    CONSTRAINT revoked_by_someone CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    CONSTRAINT reason_of_revocation CHECK (revocation_reason IS NULL OR revoked_at IS NOT NULL)
);

-- The list, newest first, and its pages.
CREATE INDEX api_key_newest ON api_key (org_id, created_at DESC, id DESC);
-- How many are active; which are due for rotation.
CREATE INDEX api_key_unrevoked ON api_key (org_id, expires_at) WHERE revoked_at IS NULL;

CREATE TABLE member (
    org_id         uuid        NOT NULL REFERENCES organization (org_id),
    id             uuid        NOT NULL,
    email          text        NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
    name           text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
    role           text        NOT NULL CHECK (role IN ('owner', 'administrator', 'auditor')),
    created_at     timestamptz NOT NULL,
    removed_at     timestamptz,
    password_hash  text,
    version        bigint      NOT NULL CHECK (version > 0),
    PRIMARY KEY (org_id, id)
);

CREATE UNIQUE INDEX member_email ON member (org_id, email) WHERE removed_at IS NULL;

-- How a new member comes to a password: one invitation for each, the latest.
CREATE TABLE invitation (
    org_id       uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    digest       bytea       NOT NULL CHECK (octet_length(digest) = 32),
    expires_at   timestamptz NOT NULL,
    accepted_at  timestamptz,
    PRIMARY KEY (org_id, member_id),
    UNIQUE (org_id, digest),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);

CREATE TABLE session (
    org_id        uuid        NOT NULL,
    id            uuid        NOT NULL,
    member_id     uuid        NOT NULL,
    digest        bytea       NOT NULL CHECK (octet_length(digest) = 32),
    created_at    timestamptz NOT NULL,
    last_used_at  timestamptz NOT NULL,
    ended_at      timestamptz,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, digest),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);

CREATE INDEX session_open ON session (org_id, member_id) WHERE ended_at IS NULL;

CREATE TABLE trail_entry (
    org_id         uuid        NOT NULL REFERENCES organization (org_id),
    sequence       bigint      NOT NULL CHECK (sequence > 0),
    at             timestamptz NOT NULL,
    actor          text        NOT NULL,
    action         text        NOT NULL,
    subject        text        NOT NULL,
    details        jsonb       NOT NULL CHECK (jsonb_typeof(details) = 'object'),
    request_id     text,
    previous_hash  bytea       NOT NULL CHECK (octet_length(previous_hash) = 32),
    hash           bytea       NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (org_id, sequence)
);

CREATE INDEX trail_entry_subject ON trail_entry (org_id, subject, sequence DESC);
CREATE INDEX trail_entry_actor ON trail_entry (org_id, actor, sequence DESC);
CREATE INDEX trail_entry_action ON trail_entry (org_id, action, sequence DESC);
CREATE INDEX trail_entry_at ON trail_entry (org_id, at);

-- The head is locked by who appends, so that entries of one tenant follow one another.
CREATE TABLE trail_head (
    org_id    uuid   PRIMARY KEY REFERENCES organization (org_id),
    sequence  bigint NOT NULL CHECK (sequence >= 0),
    hash      bytea  NOT NULL CHECK (octet_length(hash) = 32)
);

ALTER TABLE organization ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organization
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE organization_slug ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization_slug FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organization_slug
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
CREATE POLICY by_name ON organization_slug FOR SELECT
    USING (slug = nullif(current_setting('app.org_slug', true), ''));

ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON api_key
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE member ENABLE ROW LEVEL SECURITY;
ALTER TABLE member FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON member
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitation FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON invitation
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE session ENABLE ROW LEVEL SECURITY;
ALTER TABLE session FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON session
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE trail_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE trail_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON trail_entry
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

ALTER TABLE trail_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE trail_head FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON trail_head
    USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

-- The service: what is not listed, it cannot do. `digest` and who a row belongs to are never updated
-- but by `save_credential`; a trail entry never changes.
GRANT SELECT, INSERT ON organization, organization_slug, member, trail_entry, trail_head TO aiia_app;
GRANT UPDATE (name, maximum_lifetime, rotation_period, grantable, maximum_active_keys,
              sources_required, suspended_at, version) ON organization TO aiia_app;
GRANT SELECT (org_id, id, label, scopes, sources, last_four, pepper, created_at, created_by,
              expires_at, predecessor_id, successor_id, rotated_at, revoked_at, revoked_by,
              revocation_reason, version),
      INSERT,
      UPDATE (label, scopes, sources, pepper, digest, expires_at, successor_id, rotated_at,
              revoked_at, revoked_by, revocation_reason, version) ON api_key TO aiia_app;
GRANT UPDATE (name, role, removed_at, password_hash, version) ON member TO aiia_app;
GRANT SELECT, INSERT, UPDATE (digest, expires_at, accepted_at) ON invitation TO aiia_app;
GRANT SELECT, INSERT, UPDATE (last_used_at, ended_at) ON session TO aiia_app;
GRANT UPDATE (sequence, hash) ON trail_head TO aiia_app;

-- The one read across tenants, in one named place. Its owner may read the columns that
-- verification needs, of keys and of their organizations' suspension, and cannot log in.
GRANT SELECT (org_id, id, scopes, sources, pepper, digest, expires_at, revoked_at)
    ON api_key TO aiia_locator;
GRANT SELECT (org_id, suspended_at) ON organization TO aiia_locator;
CREATE POLICY locator ON api_key FOR SELECT TO aiia_locator USING (true);
CREATE POLICY locator ON organization FOR SELECT TO aiia_locator USING (true);

-- It finds a key by the digests that it may have, one for each pepper in use; which one it was
-- found by, the answer tells.
--
-- Server time a call among 1 million keys: 25 µs, of which the look-up by itself takes 23. PL/pgSQL
-- keeps its plan between calls (SQL: 163 µs). A list of digests makes PostgreSQL plan anew each
-- time, because it takes the one plan for all lists to be worse; it is told not to (30 µs), and
-- never to read a whole table, which a plan from the time when there were few keys would do.
CREATE FUNCTION locate_key(digests bytea[])
    RETURNS TABLE (org_id uuid, key_id uuid, scopes text[], sources text[], expires_at timestamptz,
                   revoked boolean, suspended boolean, pepper integer, digest bytea)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
    SET search_path = aiia_keys, pg_temp
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
    AS $$
    BEGIN
        RETURN QUERY
        SELECT k.org_id, k.id, k.scopes, k.sources, k.expires_at,
               k.revoked_at IS NOT NULL, o.suspended_at IS NOT NULL, k.pepper, k.digest
        FROM api_key k
        JOIN organization o ON o.org_id = k.org_id
        WHERE k.digest = ANY (digests)
        LIMIT 1;
    END
    $$;
REVOKE ALL ON FUNCTION locate_key(bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION locate_key(bytea[]) TO aiia_app;

-- A function can only be given to a role that may create in its schema; afterwards it may no more.
GRANT CREATE ON SCHEMA aiia_keys TO aiia_locator;
ALTER FUNCTION locate_key(bytea[]) OWNER TO aiia_locator;
REVOKE CREATE ON SCHEMA aiia_keys FROM aiia_locator;
