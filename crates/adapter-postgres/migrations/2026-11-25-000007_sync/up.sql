-- An organization's universe as its own register tells it. The rules are those of the first
-- migration, and the catalogue test checks them here as well.

-- An entity that the register no longer names leaves the universe. It has no place in the hierarchy
-- then, and nothing lies below it; what was found about it stays.
ALTER TABLE entity ADD COLUMN retired_at timestamptz;
ALTER TABLE entity ADD CONSTRAINT retired_has_no_place CHECK (retired_at IS NULL OR parent_id IS NULL);

-- What the register tells of an entity may change, its code and its identity never.
GRANT UPDATE (kind, name, parent_id, parent_level, level, updated_at, retired_at, version)
    ON entity TO aiia_app;
