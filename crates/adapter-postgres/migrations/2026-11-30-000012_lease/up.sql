-- How long a node may answer from memory after it heard of the epoch: one length for all nodes, since
-- a change waits for the leases of others.

ALTER TABLE revocation_epoch
    ADD COLUMN lease_ms integer NOT NULL DEFAULT 1000 CHECK (lease_ms BETWEEN 200 AND 10000);

-- Takes the row of a node that is gone, or a new one, under a new name, for a node with leases of the
-- wanted length; where others may hold leases of another length, it only tells that one.
CREATE FUNCTION register_revocation_node(wanted integer)
    RETURNS TABLE (named uuid, heard bigint, lasting integer)
    LANGUAGE plpgsql VOLATILE
    SET search_path = aiia_keys, pg_temp
    AS $$
    DECLARE
        cluster revocation_epoch;
        free integer;
    BEGIN
        -- Who registers and who raises the epoch hold this lock to the end, so that what is seen below
        -- stays so.
        SELECT e.* INTO STRICT cluster FROM revocation_epoch AS e WHERE e.place = 1 FOR UPDATE;
        IF cluster.lease_ms <> wanted THEN
            IF NOT (cluster.settled AND cluster.server = revocation_server())
                OR EXISTS (SELECT FROM revocation_node AS n WHERE NOT n.fenced) THEN
                RETURN QUERY SELECT NULL::uuid, cluster.epoch, cluster.lease_ms;
                RETURN;
            END IF;
            UPDATE revocation_epoch AS e SET lease_ms = wanted WHERE e.place = 1;
        ELSE
            -- A failover that forgets a row makes the next change wait for all leases, and the length
            -- stands; so a standby that is away need not keep a node from its lease.
            PERFORM set_config('synchronous_commit', 'local', true);
        END IF;
        SELECT n.place INTO free FROM revocation_node AS n
            WHERE n.fenced ORDER BY n.place LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF FOUND THEN
            RETURN QUERY UPDATE revocation_node AS n
                SET incarnation = gen_random_uuid(), acknowledged = cluster.epoch, fenced = false,
                    seen_at = now()
                WHERE n.place = free
                RETURNING n.incarnation, n.acknowledged, wanted;
        ELSE
            RETURN QUERY INSERT INTO revocation_node AS n (place, incarnation, acknowledged, fenced, seen_at)
                SELECT coalesce(max(o.place), 0) + 1, gen_random_uuid(), cluster.epoch, false, now()
                FROM revocation_node AS o
                RETURNING n.incarnation, n.acknowledged, wanted;
        END IF;
    END
    $$;
REVOKE ALL ON FUNCTION register_revocation_node(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION register_revocation_node(integer) TO aiia_app;
GRANT UPDATE (lease_ms) ON revocation_epoch TO aiia_app;
