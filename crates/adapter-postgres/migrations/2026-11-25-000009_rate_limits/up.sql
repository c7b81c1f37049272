-- How often keys may be used: so many requests in so many seconds, for all keys of an organization
-- that have no limit of their own, and for a key. NULL is no limit here.

ALTER TABLE organization
    ADD COLUMN rate_requests integer CHECK (rate_requests BETWEEN 1 AND 1000000),
    ADD COLUMN rate_seconds  integer CHECK (rate_seconds BETWEEN 1 AND 86400),
    ADD CONSTRAINT rate_is_whole CHECK ((rate_requests IS NULL) = (rate_seconds IS NULL));

ALTER TABLE api_key
    ADD COLUMN rate_requests integer CHECK (rate_requests BETWEEN 1 AND 1000000),
    ADD COLUMN rate_seconds  integer CHECK (rate_seconds BETWEEN 1 AND 86400),
    ADD CONSTRAINT rate_is_whole CHECK ((rate_requests IS NULL) = (rate_seconds IS NULL));

GRANT UPDATE (rate_requests, rate_seconds) ON organization TO aiia_app;
GRANT SELECT (rate_requests, rate_seconds), UPDATE (rate_requests, rate_seconds) ON api_key TO aiia_app;

-- The one read across tenants tells the limit that holds: the key's own, or else its organization's.
GRANT SELECT (rate_requests, rate_seconds) ON api_key TO aiia_locator;
GRANT SELECT (rate_requests, rate_seconds) ON organization TO aiia_locator;
DROP FUNCTION locate_key(bytea[]);
CREATE FUNCTION locate_key(digests bytea[])
    RETURNS TABLE (org_id uuid, key_id uuid, scopes text[], sources text[], expires_at timestamptz,
                   revoked boolean, suspended boolean, pepper integer, digest bytea, epoch bigint,
                   rate_requests integer, rate_seconds integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
    SET search_path = aiia_keys, pg_temp
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
    AS $$
    BEGIN
        -- Both columns of a limit are there or neither, so that each may be chosen by itself.
        RETURN QUERY
        SELECT k.org_id, k.id, k.scopes, k.sources, k.expires_at,
               k.revoked_at IS NOT NULL, o.suspended_at IS NOT NULL, k.pepper, k.digest,
               (SELECT e.epoch FROM revocation_epoch e WHERE e.place = 1),
               coalesce(k.rate_requests, o.rate_requests), coalesce(k.rate_seconds, o.rate_seconds)
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
