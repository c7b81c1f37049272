//! Who is replacing a tenant's universe.

use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::StoreError;
use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{BoxedSqlQuery, SqlQuery},
    sql_query,
    sql_types::{BigInt, Bool},
};

/// Whether the lock was free.
#[derive(QueryableByName)]
#[diesel(check_for_backend(Pg))]
pub(super) struct Lock {
    #[diesel(sql_type = Bool)]
    free: bool,
}

impl Lock {
    pub(super) fn taken(self) -> Result<(), StoreError> {
        if self.free {
            Ok(())
        } else {
            Err(StoreError::Conflict(
                "the universe is being synchronized elsewhere",
            ))
        }
    }
}

/// Takes the tenant's lock if it is free, until the transaction ends. It holds nobody off who does
/// not ask for it: entities are read all the while.
pub(super) fn query(tenant: OrganizationId) -> BoxedSqlQuery<'static, Pg, SqlQuery> {
    sql_query("SELECT pg_try_advisory_xact_lock($1) AS free")
        .into_boxed()
        .bind::<BigInt, _>(number(tenant))
}

/// A number for the tenant's universe, other than those for anything else of the tenant's.
fn number(tenant: OrganizationId) -> i64 {
    let (high, low) = tenant.as_uuid().as_u64_pair();
    let universe = u64::from_be_bytes(*b"universe");
    (high ^ low ^ universe).cast_signed()
}
