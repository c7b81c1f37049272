-- What a list of keys can go by. Newest first has its index since the first migration, and is read
-- backwards for oldest first. The last use is looked up for each key of the tenant.

CREATE INDEX api_key_label ON api_key (org_id, lower(label COLLATE "C"), id);
CREATE INDEX api_key_expiry ON api_key (org_id, expires_at, id);
