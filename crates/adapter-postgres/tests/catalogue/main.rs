//! The catalogue test: walks everything that the migrations have made, so that nothing new can
//! forget a rule.
//!
//! | rule | |
//! |---|---|
//! | `tenant-column` | every table has `org_id uuid NOT NULL`, but the list of migrations |
//! | `row-security` | row level security is enabled and forced on each of them |
//! | `policy` | each has the policy `tenant`, word for word, and no other that is not listed here |
//! | `kind` | there are tables and indexes only: no view that is not `security_invoker`, no materialized view, foreign table, partition, unlogged table, rule, trigger of our own, sequence |
//! | `owner` | everything belongs to `aiia_owner`, but `locate_key` to `aiia_locator` |
//! | `unique` | every unique index holds `org_id`, but the one that makes slugs unique |
//! | `index` | every other index begins with `org_id` |
//! | `reference` | every foreign key joins `org_id` to `org_id`, and deletes or changes nothing |
//! | `value` | no default or generated value calls anything; no column counts by a sequence |
//! | `function` | a function pins its `search_path` with `pg_temp` last; only `locate_key` is `SECURITY DEFINER` |
//! | `public` | nothing is granted to everybody, now or by default |
//! | `grant` | the service's and the locator's rights are those listed here, column by column |
//! | `identity` | the service changes no column of a primary key |
//! | `secret` | the service cannot read the digest of a key |

#[cfg(test)]
mod grants;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod spoiled;
