use std::num::NonZeroU16;

use aiia_keys_test_support::{Role, TestDatabase};
use diesel::{dsl::sql, select, sql_types::Text};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::*;
use crate::{Connector, PgPool, PoolOptions};

const TENANT: &str = "coalesce(current_setting('app.org_id', true), '')";
const SLUG: &str = "coalesce(current_setting('app.org_slug', true), '')";

const NOW: &str = "now()::text";

/// A pool whose only connection everybody gets.
async fn pool() -> (TestDatabase, PgPool) {
    let database = TestDatabase::create().await.unwrap();
    let options = PoolOptions {
        size: NonZeroU16::MIN,
        ..PoolOptions::default()
    };
    let url = database.url(Role::App).parse().unwrap();
    (
        database,
        PgPool::new(&Connector::new(&url, options).unwrap()),
    )
}

fn tenant() -> OrganizationId {
    OrganizationId::from_uuid(Uuid::from_u128(7))
}

async fn ask(transaction: &mut Transaction, what: &'static str, change: bool) -> String {
    let question = async move |mut connection: &AsyncPgConnection| {
        select(sql::<Text>(what)).get_result(&mut connection).await
    };
    let answer = if change {
        transaction.write(question).await
    } else {
        transaction.read(question).await
    };
    answer.unwrap()
}

/// What the connection is set to when it serves the next one, before anything is set for them.
async fn left(pool: &PgPool) -> [String; 2] {
    let lease = pool.lease().await.unwrap();
    let mut connection: &AsyncPgConnection = &lease;
    let mut left = Vec::new();
    for what in [TENANT, SLUG, NOW, NOW] {
        left.push(
            select(sql::<Text>(what))
                .get_result(&mut connection)
                .await
                .unwrap(),
        );
    }
    // Within one transaction it is always the same time.
    assert_ne!(left.pop(), left.pop(), "a transaction is still open");
    left.try_into().unwrap()
}

#[tokio::test]
async fn a_setting_holds_for_its_transaction_and_not_a_moment_longer() {
    let (_database, pool) = pool().await;
    for (change, commit) in [(false, false), (false, true), (true, false), (true, true)] {
        let settings = [
            (Setting::Tenant(tenant()), TENANT, tenant().to_string()),
            (
                Setting::Slug("tenant-a".parse().unwrap()),
                SLUG,
                "tenant-a".to_owned(),
            ),
        ];
        for (setting, what, value) in settings {
            let mut transaction = Transaction::new(pool.lease().await.unwrap(), setting);
            assert_eq!(ask(&mut transaction, what, change).await, value);
            assert_eq!(ask(&mut transaction, what, change).await, value);
            if commit {
                transaction.commit().await.unwrap();
            } else {
                drop(transaction);
            }
            assert_eq!(
                left(&pool).await,
                ["", ""],
                "change: {change}, commit: {commit}"
            );
        }
    }
}
