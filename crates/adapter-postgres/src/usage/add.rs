//! Adding to what was counted, from several nodes at once.

use std::collections::BTreeMap;

use aiia_keys_domain::{Hour, LastUse, Outcome, UsageCount};
use diesel::{
    QueryResult,
    data_types::PgTimestamp,
    sql_query,
    sql_types::{
        Array, BigInt, Date, Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
    },
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::row::date;
use crate::convert::instant;

/// Names this lock among the database's advisory locks: `usge`, as a number.
///
/// Whoever adds in a tenant holds it until the end of the transaction. Between looking for a row
/// and inserting it nobody else can then insert the same, and two nodes that update the same rows
/// in different order cannot wait for each other. Two tenants may share a number: they wait, that
/// is all.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1970498405, $1)";

/// Rows of another day in the place of this one are over: they begin anew.
const RENEW: &str = "
    UPDATE key_usage_day AS u SET day = $4, hours = array_fill(0::bigint, ARRAY[24])
    FROM unnest($1::uuid[], $2::text[], $3::text[]) AS v (key_id, scope, outcome)
    WHERE u.key_id = v.key_id AND u.place = $5 AND u.scope = v.scope AND u.outcome = v.outcome
      AND u.day < $4";

const PREPARE: &str = "
    INSERT INTO key_usage_day (org_id, key_id, place, scope, outcome, day, hours)
    SELECT $6, v.key_id, $5, v.scope, v.outcome, $4, array_fill(0::bigint, ARRAY[24])
    FROM unnest($1::uuid[], $2::text[], $3::text[]) AS v (key_id, scope, outcome)
    WHERE NOT EXISTS (SELECT FROM key_usage_day AS u WHERE u.org_id = $6 AND u.key_id = v.key_id
        AND u.place = $5 AND u.scope = v.scope AND u.outcome = v.outcome)";

const COUNT: &str = "
    UPDATE key_usage_day AS u SET hours[$6] = u.hours[$6] + v.n
    FROM unnest($1::uuid[], $2::text[], $3::text[], $7::bigint[]) AS v (key_id, scope, outcome, n)
    WHERE u.key_id = v.key_id AND u.place = $5 AND u.scope = v.scope AND u.outcome = v.outcome
      AND u.day = $4";

const TOUCH: &str = "
    UPDATE key_usage AS u SET last_used_at = v.at, last_address = v.address
    FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[])
        AS v (key_id, scope, at, address)
    WHERE u.key_id = v.key_id AND u.scope = v.scope AND u.last_used_at < v.at";

const BEGIN: &str = "
    INSERT INTO key_usage (org_id, key_id, scope, last_used_at, last_address)
    SELECT $5, v.key_id, v.scope, v.at, v.address
    FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[])
        AS v (key_id, scope, at, address)
    WHERE NOT EXISTS (SELECT FROM key_usage AS u
        WHERE u.org_id = $5 AND u.key_id = v.key_id AND u.scope = v.scope)";

/// Adds the counts of one tenant.
pub(super) async fn add(
    connection: &AsyncPgConnection,
    tenant: Uuid,
    counts: &[UsageCount],
) -> QueryResult<()> {
    let mut connection = connection;
    sql_query(LOCK)
        .bind::<Integer, _>(low_bits(tenant))
        .execute(&mut connection)
        .await?;
    // One statement changes a row once: the hours of a day follow one another.
    for (hour, counts) in by_hour(counts) {
        add_hour(connection, tenant, hour, &counts).await?;
    }
    add_last_uses(connection, tenant, counts).await
}

async fn add_hour(
    mut connection: &AsyncPgConnection,
    tenant: Uuid,
    hour: Hour,
    counts: &[&UsageCount],
) -> QueryResult<()> {
    let keys: Vec<Uuid> = counts.iter().map(|count| *count.key.as_uuid()).collect();
    let scopes: Vec<String> = counts.iter().map(|count| count.scope.to_string()).collect();
    let outcomes: Vec<&str> = counts.iter().map(|count| count.outcome.as_str()).collect();
    let numbers: Vec<i64> = counts
        .iter()
        .map(|count| i64::try_from(count.count).unwrap_or(i64::MAX))
        .collect();
    let day = hour.day();
    let place = i16::try_from(day.place()).unwrap_or(0);
    // What the three statements have in common.
    let statement = |text| {
        sql_query(text)
            .bind::<Array<SqlUuid>, _>(&keys)
            .bind::<Array<Text>, _>(&scopes)
            .bind::<Array<Text>, _>(&outcomes)
            .bind::<Date, _>(date(day))
            .bind::<SmallInt, _>(place)
    };
    statement(RENEW).execute(&mut connection).await?;
    statement(PREPARE)
        .bind::<SqlUuid, _>(tenant)
        .execute(&mut connection)
        .await?;
    statement(COUNT)
        // PostgreSQL counts from one.
        .bind::<Integer, _>(i32::from(hour.of_day()) + 1)
        .bind::<Array<BigInt>, _>(&numbers)
        .execute(&mut connection)
        .await?;
    Ok(())
}

async fn add_last_uses(
    mut connection: &AsyncPgConnection,
    tenant: Uuid,
    counts: &[UsageCount],
) -> QueryResult<()> {
    let mut latest: BTreeMap<(Uuid, String), LastUse> = BTreeMap::new();
    for count in counts {
        if count.outcome == Outcome::Allowed {
            latest
                .entry((*count.key.as_uuid(), count.scope.to_string()))
                .and_modify(|last| *last = last.later(count.last))
                .or_insert(count.last);
        }
    }
    if latest.is_empty() {
        return Ok(());
    }
    let (mut keys, mut scopes) = (Vec::new(), Vec::new());
    let (mut times, mut addresses): (Vec<PgTimestamp>, Vec<Option<String>>) = Default::default();
    for ((key, scope), last) in latest {
        keys.push(key);
        scopes.push(scope);
        times.push(instant(last.at));
        // One text for an address, however it came.
        addresses.push(
            last.address
                .map(|address| address.to_canonical().to_string()),
        );
    }
    let statement = |text| {
        sql_query(text)
            .bind::<Array<SqlUuid>, _>(&keys)
            .bind::<Array<Text>, _>(&scopes)
            .bind::<Array<Timestamptz>, _>(&times)
            .bind::<Array<Nullable<Text>>, _>(&addresses)
    };
    statement(TOUCH).execute(&mut connection).await?;
    statement(BEGIN)
        .bind::<SqlUuid, _>(tenant)
        .execute(&mut connection)
        .await?;
    Ok(())
}

fn by_hour(counts: &[UsageCount]) -> BTreeMap<Hour, Vec<&UsageCount>> {
    let mut hours: BTreeMap<Hour, Vec<&UsageCount>> = BTreeMap::new();
    for count in counts {
        hours.entry(count.hour).or_default().push(count);
    }
    hours
}

/// The random end of an id.
fn low_bits(id: Uuid) -> i32 {
    let [.., a, b, c, d] = *id.as_bytes();
    i32::from_be_bytes([a, b, c, d])
}
