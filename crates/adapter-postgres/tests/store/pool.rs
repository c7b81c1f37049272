//! Limits of the pool, and what every connection is set to.

use std::{num::NonZeroU16, time::Duration};

use aiia_keys_domain::Label;
use aiia_keys_ports::{Store as _, Version};
use aiia_keys_postgres::{ConnectError, Connector, DatabaseUrl, PgPool, PgStore, PoolOptions};
use aiia_keys_test_support::Role;

use crate::support::{A, Place, at, is_unavailable, key, key_id, org, until};

fn one_connection() -> PoolOptions {
    PoolOptions {
        size: NonZeroU16::MIN,
        acquire: Duration::from_millis(300),
        ..PoolOptions::default()
    }
}

fn message<T>(result: Result<T, impl std::error::Error>) -> String {
    result.err().unwrap().to_string()
}

#[tokio::test]
async fn an_exhausted_pool_says_so_within_its_limit_and_serves_again_afterwards() {
    let place = Place::with(one_connection()).await;
    let mut holding = place.begin(A).await;
    assert!(holding.keys().find(key_id(1)).await.unwrap().is_none());
    let refused = message(place.store.begin(org(A)).await);
    assert!(
        refused.contains("within 300ms: all 1 are in use"),
        "{refused}"
    );
    drop(holding);
    assert!(
        place
            .begin(A)
            .await
            .keys()
            .find(key_id(1))
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn who_waits_for_a_connection_gets_the_next_one_that_is_free() {
    let place = Place::with(PoolOptions {
        acquire: Duration::from_secs(10),
        ..one_connection()
    })
    .await;
    let holding = place.begin(A).await;
    let store = place.store.clone();
    let waiting = tokio::spawn(async move { store.begin(org(A)).await.map(drop) });
    while place.pool.status().waiting == 0 {
        tokio::task::yield_now().await;
    }
    drop(holding);
    assert!(waiting.await.unwrap().is_ok());
}

#[tokio::test]
async fn there_are_never_more_connections_than_allowed() {
    for lanes in [1, 2, 3, 16] {
        let options = PoolOptions {
            size: NonZeroU16::new(3).unwrap(),
            lanes: NonZeroU16::new(lanes).unwrap(),
            acquire: Duration::from_secs(20),
            ..PoolOptions::default()
        };
        let place = Place::with(options).await;
        let units = (0..40).map(|_| async {
            let mut work = place.begin(A).await;
            work.keys().find(key_id(1)).await.unwrap();
            work.commit().await.unwrap();
        });
        futures_util::future::join_all(units).await;
        let status = place.pool.status();
        assert_eq!((status.size, status.open), (3, 3), "{lanes} lanes");
    }
}

#[tokio::test]
async fn a_thread_takes_connections_of_others_when_its_own_are_in_use_and_waits_for_any() {
    let place = Place::with(PoolOptions {
        size: NonZeroU16::new(2).unwrap(),
        lanes: NonZeroU16::new(2).unwrap(),
        acquire: Duration::from_secs(10),
        ..PoolOptions::default()
    })
    .await;
    for freed in [0, 1] {
        let mut holding = vec![place.begin(A).await, place.begin(A).await];
        assert_eq!((place.pool.status().open, place.pool.status().idle), (2, 0));
        let store = place.store.clone();
        let waiting = tokio::spawn(async move { store.begin(org(A)).await.map(drop) });
        while place.pool.status().waiting == 0 {
            tokio::task::yield_now().await;
        }
        drop(holding.remove(freed));
        assert!(waiting.await.unwrap().is_ok());
    }
}

#[tokio::test]
async fn every_connection_is_pinned_to_our_schema_and_limited_and_compiles_nothing() {
    let place = Place::with(PoolOptions {
        statement: Duration::from_millis(1234),
        lock: Duration::from_millis(567),
        idle_in_transaction: Duration::from_millis(8900),
        ..PoolOptions::default()
    })
    .await;
    let client = place.connector.connect().await.unwrap();
    let mut settings = Vec::new();
    for name in [
        "search_path",
        "statement_timeout",
        "lock_timeout",
        "idle_in_transaction_session_timeout",
        "application_name",
        "jit",
    ] {
        let row = client
            .query_one(&format!("SHOW {name}"), &[])
            .await
            .unwrap();
        settings.push(row.get::<_, String>(0));
    }
    let expected = [
        "aiia_keys,pg_temp",
        "1234ms",
        "567ms",
        "8900ms",
        "aiia-keys",
        "off",
    ];
    assert_eq!(settings, expected);
}

#[tokio::test]
async fn waiting_for_a_lock_ends_at_its_limit() {
    let place = Place::with(PoolOptions {
        lock: Duration::from_millis(50),
        ..PoolOptions::default()
    })
    .await;
    place.insert(A, &[key(A, 1)]).await;
    let (renamed, _) = key(A, 1)
        .rename(Label::new("other").unwrap(), at(1))
        .unwrap();
    let (mut one, mut two) = (place.begin(A).await, place.begin(A).await);
    one.keys().save(&renamed, Version::FIRST).await.unwrap();
    let waited = two.keys().save(&renamed, Version::FIRST).await;
    assert!(is_unavailable(&waited), "{waited:?}");
    assert!(message(waited).contains("lock timeout"));
}

#[tokio::test]
async fn a_statement_ends_at_its_limit() {
    let place = Place::with(PoolOptions {
        statement: Duration::from_millis(50),
        lock: Duration::from_mins(1),
        ..PoolOptions::default()
    })
    .await;
    place.insert(A, &[key(A, 1)]).await;
    let (renamed, _) = key(A, 1)
        .rename(Label::new("other").unwrap(), at(1))
        .unwrap();
    let (mut one, mut two) = (place.begin(A).await, place.begin(A).await);
    one.keys().save(&renamed, Version::FIRST).await.unwrap();
    let waited = two.keys().save(&renamed, Version::FIRST).await;
    assert!(message(waited).contains("statement timeout"));
}

#[tokio::test]
async fn a_transaction_that_idles_beyond_its_limit_is_over_and_changes_nothing() {
    let place = Place::with(PoolOptions {
        idle_in_transaction: Duration::from_millis(50),
        ..PoolOptions::default()
    })
    .await;
    place.insert(A, &[key(A, 1)]).await;
    let (renamed, _) = key(A, 1)
        .rename(Label::new("other").unwrap(), at(1))
        .unwrap();
    let mut work = place.begin(A).await;
    work.keys().save(&renamed, Version::FIRST).await.unwrap();
    let in_transaction = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'aiia_app' \
                          AND datname = current_database() AND state = 'idle in transaction'";
    until(&place.admin().await, in_transaction, 0).await;
    assert!(is_unavailable(&work.commit().await));
    assert_eq!(
        place.stored(A, key_id(1)).await,
        Some((key(A, 1), Version::FIRST))
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable_with_the_reason() {
    let url: DatabaseUrl = "postgresql://aiia_app:secret@%2Fno%2Fsuch%2Ffolder/keys"
        .parse()
        .unwrap();
    let pool = PgPool::new(&Connector::new(&url, PoolOptions::default()).unwrap());
    let refused = PgStore::new(pool.clone()).begin(org(A)).await;
    assert!(is_unavailable(&refused));
    let text = message(refused);
    assert!(
        text.contains("cannot connect to the database: ") && text.contains("No such file"),
        "{text}"
    );
    assert!(!text.contains("secret"), "{text}");
    assert!(is_unavailable(&pool.ping().await));
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_unavailable_within_the_limit() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let url: DatabaseUrl = format!("postgresql://aiia_app@127.0.0.1:{port}/keys")
        .parse()
        .unwrap();
    let connector = Connector::new(&url, one_connection()).unwrap();
    let refused: Result<_, ConnectError> = connector.connect().await;
    assert!(message(refused).contains("longer than 300ms"));
    let pool = PgPool::new(&connector);
    assert!(message(PgStore::new(pool).begin(org(A)).await).contains("longer than 300ms"));
}

#[tokio::test]
async fn a_login_that_is_refused_says_for_whom() {
    let place = Place::empty(PoolOptions::default()).await;
    let url = place
        .database
        .url(Role::App)
        .replace("aiia_app", "nobody_of_that_name");
    let connector = Connector::new(&url.parse().unwrap(), PoolOptions::default()).unwrap();
    let text = message(connector.connect().await);
    assert!(text.contains("\"nobody_of_that_name\""), "{text}");
}

#[tokio::test]
async fn a_closed_pool_lends_nothing() {
    let place = Place::new().await;
    place.pool.close();
    assert!(message(place.store.begin(org(A)).await).contains("closed"));
}

#[tokio::test]
async fn a_database_that_is_there_answers_a_ping() {
    let place = Place::new().await;
    assert!(place.pool.ping().await.is_ok());
    let status = place.pool.status();
    assert_eq!((status.open, status.idle), (1, 1));
}
