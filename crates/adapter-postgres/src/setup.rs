//! How far the system is set up.

use aiia_keys_domain::{Setup, SetupDigest};
use aiia_keys_ports::{SetupRepository, StoreError};
use async_trait::async_trait;
use diesel::{data_types::PgTimestamp, prelude::*};
use diesel_async::RunQueryDsl;

use crate::{
    convert::{Row, changed, instant},
    statement::Prepared,
    tables::setup,
    unit_of_work::PgUnitOfWork,
};

#[async_trait]
impl SetupRepository for PgUnitOfWork {
    async fn find(&mut self) -> Result<Option<Setup>, StoreError> {
        // Who locks the row sees it only while it may be changed: a completed one is not there.
        let query = setup::table
            .select((setup::digest, setup::expires_at))
            .for_update();
        let row: Option<(Option<Vec<u8>>, Option<PgTimestamp>)> = self
            .transaction
            .write(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(read).transpose()
    }

    async fn save(&mut self, now: &Setup) -> Result<(), StoreError> {
        let (digest, expires_at, completed_at) = match now {
            Setup::Unissued => (None, None, None),
            Setup::Open { digest, expires_at } => (Some(digest), Some(*expires_at), None),
            Setup::Completed { at } => (None, None, Some(*at)),
        };
        let update = diesel::update(setup::table).set((
            setup::digest.eq(digest.map(|digest| digest.as_bytes().to_vec())),
            setup::expires_at.eq(expires_at.map(instant)),
            setup::completed_at.eq(completed_at.map(instant)),
        ));
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, "the system was set up before")
    }
}

fn read((digest, expires_at): (Option<Vec<u8>>, Option<PgTimestamp>)) -> Result<Setup, StoreError> {
    let row = Row {
        table: "setup",
        id: "of the system",
    };
    let (Some(digest), Some(expires_at)) = (digest, expires_at) else {
        return Ok(Setup::Unissued);
    };
    let digest = row.sound("digest", digest.try_into().ok())?;
    Ok(Setup::Open {
        digest: SetupDigest::from_bytes(digest),
        expires_at: row.at("expires_at", expires_at)?,
    })
}
