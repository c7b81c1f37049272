//! The same operations in the protocol's own client, each caller with a connection of its own.

use std::time::{Duration, SystemTime};

use aiia_keys_domain::{OrganizationId, Timestamp, TrailHash, TrailHead};
use futures_util::try_join;
use tokio_postgres::{
    Row, Statement,
    types::{FromSql, ToSql},
};
use uuid::Uuid;

use crate::place::{Place, draft};

pub(crate) struct Client {
    connection: tokio_postgres::Client,
    locate: Statement,
    set_tenant: Statement,
    find: Statement,
    insert_key: Statement,
    lock_head: Statement,
    insert_entry: Statement,
    insert_head: Statement,
    update_head: Statement,
}

impl Client {
    pub(crate) async fn new(client: tokio_postgres::Client) -> Self {
        let prepare = |text| client.prepare(text);
        Self {
            locate: prepare(
                "SELECT org_id, key_id, scopes, sources, expires_at, revoked, suspended, pepper, \
                 digest FROM locate_key($1)",
            )
            .await
            .unwrap(),
            set_tenant: prepare("SELECT set_config('app.org_id', $1, true)")
                .await
                .unwrap(),
            find: prepare(
                "SELECT org_id, id, label, scopes, sources, last_four, created_at, created_by, \
                 expires_at, predecessor_id, successor_id, rotated_at, revoked_at, revoked_by, \
                 revocation_reason, version FROM api_key WHERE id = $1",
            )
            .await
            .unwrap(),
            insert_key: prepare(
                "INSERT INTO api_key (org_id, id, label, scopes, last_four, pepper, digest, \
                 created_at, created_by, expires_at, version) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
            )
            .await
            .unwrap(),
            lock_head: prepare("SELECT sequence, hash FROM trail_head FOR NO KEY UPDATE")
                .await
                .unwrap(),
            insert_entry: prepare(
                "INSERT INTO trail_entry (org_id, sequence, at, actor, action, subject, details, \
                 previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, '{}', $7, $8)",
            )
            .await
            .unwrap(),
            insert_head: prepare(
                "INSERT INTO trail_head (org_id, sequence, hash) VALUES ($1, $2, $3)",
            )
            .await
            .unwrap(),
            update_head: prepare(
                "UPDATE trail_head SET sequence = $2, hash = $3 WHERE org_id = $1",
            )
            .await
            .unwrap(),
            connection: client,
        }
    }

    async fn begin(&self, tenant: Uuid) -> Result<(), tokio_postgres::Error> {
        let tenant = tenant.to_string();
        try_join!(self.connection.batch_execute("BEGIN"), async {
            self.connection.execute(&self.set_tenant, &[&tenant]).await
        },)?;
        Ok(())
    }
}

pub(crate) async fn look_up(place: &'static Place, caller: usize, turn: usize) {
    let Client {
        connection: client,
        locate,
        ..
    } = &place.clients[caller];
    let digest = place.asked(turn).2;
    let digests: [&[u8]; 1] = [&digest];
    let row = client
        .query_opt(locate, &[&digests.as_slice()])
        .await
        .unwrap()
        .unwrap();
    read::<Uuid>(&row, [0, 1]);
    read::<Vec<String>>(&row, [2]);
    read::<Option<Vec<String>>>(&row, [3]);
    read::<SystemTime>(&row, [4]);
    read::<bool>(&row, [5, 6]);
    read::<i32>(&row, [7]);
    read::<Vec<u8>>(&row, [8]);
}

/// Takes these columns out of a row.
fn read<'a, T: FromSql<'a>>(row: &'a Row, columns: impl IntoIterator<Item = usize>) {
    for column in columns {
        std::hint::black_box(row.get::<_, T>(column));
    }
}

fn read_key(row: &Row) {
    read::<Uuid>(row, [0, 1]);
    read::<String>(row, [2, 5, 7]);
    read::<Vec<String>>(row, [3]);
    read::<Option<Vec<String>>>(row, [4]);
    read::<SystemTime>(row, [6, 8]);
    read::<Option<Uuid>>(row, [9, 10]);
    read::<Option<SystemTime>>(row, [11, 12]);
    read::<Option<String>>(row, [13, 14]);
    read::<i64>(row, [15]);
}

/// All four statements travel together.
pub(crate) async fn tenant_read(place: &'static Place, caller: usize, turn: usize) {
    let by_hand = &place.clients[caller];
    let (tenant, id, _) = place.asked(turn);
    let ((), found, ()) = try_join!(
        by_hand.begin(tenant),
        async { by_hand.connection.query_opt(&by_hand.find, &[&id]).await },
        by_hand.connection.batch_execute("COMMIT"),
    )
    .unwrap();
    read_key(&found.unwrap());
}

/// Each statement waits for the answer to the one before.
pub(crate) async fn tenant_read_stepwise(place: &'static Place, caller: usize, turn: usize) {
    let by_hand = &place.clients[caller];
    let (tenant, id, _) = place.asked(turn);
    let tenant = tenant.to_string();
    by_hand.connection.batch_execute("BEGIN").await.unwrap();
    by_hand
        .connection
        .execute(&by_hand.set_tenant, &[&tenant])
        .await
        .unwrap();
    let found = by_hand
        .connection
        .query_opt(&by_hand.find, &[&id])
        .await
        .unwrap();
    by_hand.connection.batch_execute("COMMIT").await.unwrap();
    read_key(&found.unwrap());
}

/// As many round trips as ours: the key, the head, the entry with the new head, and the commit.
pub(crate) async fn generate(place: &'static Place, caller: usize, turn: usize) {
    let by_hand = &place.clients[caller];
    let client = &by_hand.connection;
    let (key, credential) = place.new_key(turn);
    let data = key.data();
    let tenant = *data.organization.as_uuid();
    let scopes: Vec<String> = data
        .scopes
        .as_set()
        .iter()
        .map(ToString::to_string)
        .collect();
    let digest: &[u8] = credential.digest.as_bytes();
    let (created_at, expires_at) = (system_time(data.created_at), system_time(data.expires_at));
    try_join!(by_hand.begin(tenant), async {
        let label = data.label.as_str();
        let (last_four, actor) = (data.mask.last_four(), data.created_by.to_string());
        let values: [&(dyn ToSql + Sync); 10] = [
            &tenant,
            data.id.as_uuid(),
            &label,
            &scopes,
            &last_four,
            &1_i32,
            &digest,
            &created_at,
            &actor,
            &expires_at,
        ];
        client.execute(&by_hand.insert_key, &values).await
    },)
    .unwrap();
    let found = client.query_opt(&by_hand.lock_head, &[]).await.unwrap();
    let organization = OrganizationId::from_uuid(tenant);
    let head = found.as_ref().map_or_else(
        || TrailHead::genesis(organization),
        |row| {
            let hash = TrailHash::from_bytes(row.get::<_, &[u8]>(1).try_into().unwrap());
            let sequence = u64::try_from(row.get::<_, i64>(0)).unwrap();
            TrailHead::from_parts(organization, sequence, hash).unwrap()
        },
    );
    let (entry, _) = head.append(draft(&key));
    let sequence = i64::try_from(entry.sequence()).unwrap();
    let (previous, hash) = (entry.previous(), entry.hash());
    let put = if found.is_some() {
        &by_hand.update_head
    } else {
        &by_hand.insert_head
    };
    try_join!(
        async {
            let (actor, subject) = (entry.actor().to_string(), entry.subject().to_string());
            let (at, action) = (system_time(entry.at()), entry.action().as_str());
            let (previous, hash) = (previous.as_bytes().as_slice(), hash.as_bytes().as_slice());
            let values: [&(dyn ToSql + Sync); 8] = [
                &tenant, &sequence, &at, &actor, &action, &subject, &previous, &hash,
            ];
            client.execute(&by_hand.insert_entry, &values).await
        },
        async {
            client
                .execute(put, &[&tenant, &sequence, &hash.as_bytes().as_slice()])
                .await
        },
    )
    .unwrap();
    client.batch_execute("COMMIT").await.unwrap();
}

fn system_time(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_micros(at.unix_micros().unsigned_abs())
}
