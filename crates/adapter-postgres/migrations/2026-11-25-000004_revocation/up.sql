-- What nodes tell one another, so that a key that was stopped is stopped everywhere. None of it is
-- a tenant's: ids and numbers, and no row is ever deleted.

-- Counts the changes that nodes must hear of, in exactly one row. Who raises it holds the row's lock
-- until the commit, so that the order of epochs is the order of commits; a sequence does not give
-- that, and a reader would skip the number that commits late.
CREATE TABLE revocation_epoch (
    place    integer PRIMARY KEY CHECK (place = 1),
    epoch    bigint  NOT NULL CHECK (epoch > 0),
    -- The start of the server that it was last raised on. On another one, nodes may hold leases
    -- that this one does not know of, until a change has waited for all of a lease.
    server   text    NOT NULL,
    settled  boolean NOT NULL
);

-- What happened in each epoch; the last 1024 of them, in a ring. A node that was away for longer
-- finds a gap and forgets everything.
CREATE TABLE revocation_journal (
    place    integer PRIMARY KEY CHECK (place BETWEEN 0 AND 1023),
    epoch    bigint  NOT NULL CHECK (epoch >= 0),
    kind     text    NOT NULL CHECK (kind IN ('unused', 'key_revoked', 'key_changed', 'organization_changed')),
    -- A key or an organization.
    subject  uuid    NOT NULL,
    CONSTRAINT in_its_place CHECK (kind = 'unused' OR epoch % 1024 = place)
) WITH (fillfactor = 50);

-- One row for each node, under the name of its latest incarnation. A fenced row is free to be taken.
CREATE TABLE revocation_node (
    place         integer     PRIMARY KEY CHECK (place > 0),
    incarnation   uuid        NOT NULL UNIQUE,
    acknowledged  bigint      NOT NULL CHECK (acknowledged >= 0),
    fenced        boolean     NOT NULL,
    -- For people only: nothing is decided by it.
    seen_at       timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE FUNCTION revocation_server() RETURNS text
    LANGUAGE sql STABLE
    SET search_path = aiia_keys, pg_temp
    AS $$ SELECT extract(epoch FROM pg_postmaster_start_time())::text $$;

INSERT INTO revocation_epoch (place, epoch, server, settled) VALUES (1, 1, revocation_server(), true);
INSERT INTO revocation_journal (place, epoch, kind, subject)
    SELECT place, 0, 'unused', '00000000-0000-0000-0000-000000000000' FROM generate_series(0, 1023) AS place;

-- Raises the epoch in the transaction of the change, and tells what must be forgotten.
--
-- A notification makes commits wait for one another in the whole database, so it is sent only where
-- there is another node to wake; without, a node hears of it when it renews its lease.
CREATE FUNCTION raise_revocation_epoch(what text, whose uuid) RETURNS bigint
    LANGUAGE plpgsql VOLATILE
    SET search_path = aiia_keys, pg_temp
    AS $$
    DECLARE
        raised bigint;
    BEGIN
        -- What a node was told must not be forgotten in a crash.
        IF current_setting('synchronous_commit') IN ('off', 'local') THEN
            PERFORM set_config('synchronous_commit', 'on', true);
        END IF;
        -- Everybody else waits for this lock: who holds it and falls silent is thrown out.
        PERFORM set_config('idle_in_transaction_session_timeout', '1000', true);
        UPDATE revocation_epoch AS e
            SET epoch = e.epoch + 1,
                settled = e.settled AND e.server = revocation_server(),
                server = revocation_server()
            RETURNING e.epoch INTO STRICT raised;
        UPDATE revocation_journal AS j SET epoch = raised, kind = what, subject = whose
            WHERE j.place = raised % 1024;
        IF (SELECT count(*) > 1 FROM revocation_node AS n WHERE NOT n.fenced) THEN
            PERFORM pg_notify('aiia_keys_revocation', '');
        END IF;
        RETURN raised;
    END
    $$;
REVOKE ALL ON FUNCTION revocation_server() FROM PUBLIC;
REVOKE ALL ON FUNCTION raise_revocation_epoch(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION revocation_server() TO aiia_app;
GRANT EXECUTE ON FUNCTION raise_revocation_epoch(text, uuid) TO aiia_app;

GRANT SELECT, UPDATE (epoch, server, settled) ON revocation_epoch TO aiia_app;
GRANT SELECT, UPDATE (epoch, kind, subject) ON revocation_journal TO aiia_app;
GRANT SELECT, INSERT, UPDATE (incarnation, acknowledged, fenced, seen_at) ON revocation_node TO aiia_app;

-- The one read across tenants tells the epoch of its snapshot as well: what is older than what a
-- node has heard does not enter its memory.
GRANT SELECT (place, epoch) ON revocation_epoch TO aiia_locator;
DROP FUNCTION locate_key(bytea[]);
CREATE FUNCTION locate_key(digests bytea[])
    RETURNS TABLE (org_id uuid, key_id uuid, scopes text[], sources text[], expires_at timestamptz,
                   revoked boolean, suspended boolean, pepper integer, digest bytea, epoch bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
    SET search_path = aiia_keys, pg_temp
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
    AS $$
    BEGIN
        RETURN QUERY
        SELECT k.org_id, k.id, k.scopes, k.sources, k.expires_at,
               k.revoked_at IS NOT NULL, o.suspended_at IS NOT NULL, k.pepper, k.digest,
               (SELECT e.epoch FROM revocation_epoch e WHERE e.place = 1)
        FROM api_key k
        JOIN organization o ON o.org_id = k.org_id
        WHERE k.digest = ANY (digests)
        LIMIT 1;
    END
    $$;
REVOKE ALL ON FUNCTION locate_key(bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION locate_key(bytea[]) TO aiia_app;
GRANT CREATE ON SCHEMA aiia_keys TO aiia_locator;
ALTER FUNCTION locate_key(bytea[]) OWNER TO aiia_locator;
REVOKE CREATE ON SCHEMA aiia_keys FROM aiia_locator;
