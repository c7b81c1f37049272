//! Units of work that end in any other way than by a commit.

use std::{future::Future as _, num::NonZeroU16, pin::pin, task::Poll, time::Duration};

use aiia_keys_domain::Label;
use aiia_keys_ports::{UnitOfWork, Version};
use aiia_keys_postgres::PoolOptions;

use crate::support::{
    A, B, Place, at, credential_of, is_conflict, is_unavailable, key, key_id, until, until_blocked,
};

/// One connection, so that whoever comes next gets the very same one, if it is still lent.
async fn place() -> Place {
    let place = Place::with(PoolOptions {
        size: NonZeroU16::MIN,
        acquire: Duration::from_secs(10),
        ..PoolOptions::default()
    })
    .await;
    place.insert(A, &[key(A, 1)]).await;
    place.insert(B, &[key(B, 2)]).await;
    place
}

async fn rename(work: &mut Box<dyn UnitOfWork>) {
    let (renamed, _) = key(A, 1)
        .rename(Label::new("renamed").unwrap(), at(1))
        .unwrap();
    work.keys().save(&renamed, Version::FIRST).await.unwrap();
}

/// Neither is anything left of what was begun, nor does the next tenant see the one before.
async fn assert_clean(place: &Place) {
    // The very next one commits: it must not carry the last one's changes with it.
    let other = key(B, 3);
    let mut work = place.begin(B).await;
    assert_eq!(work.keys().find(key_id(1)).await.unwrap(), None);
    work.keys()
        .insert(&other, &credential_of(&other))
        .await
        .unwrap();
    work.commit().await.unwrap();
    assert_eq!(
        place.stored(A, key_id(1)).await,
        Some((key(A, 1), Version::FIRST))
    );
    assert_eq!(place.stored(B, key_id(1)).await, None);
    assert_eq!(
        place.stored(B, key_id(3)).await,
        Some((other, Version::FIRST))
    );
    let open = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'aiia_app' \
                AND datname = current_database() AND state LIKE 'idle in transaction%'";
    until(&place.admin().await, open, 0).await;
}

#[tokio::test]
async fn dropped_before_its_first_statement() {
    let place = place().await;
    drop(place.begin(A).await);
    assert_clean(&place).await;
}

#[tokio::test]
async fn dropped_after_a_read() {
    let place = place().await;
    let mut work = place.begin(A).await;
    work.keys().find(key_id(1)).await.unwrap();
    drop(work);
    assert_clean(&place).await;
}

#[tokio::test]
async fn committed_after_a_read() {
    let place = place().await;
    let mut work = place.begin(A).await;
    work.keys().find(key_id(1)).await.unwrap();
    work.commit().await.unwrap();
    assert_clean(&place).await;
}

#[tokio::test]
async fn dropped_after_a_change() {
    let place = place().await;
    let mut work = place.begin(A).await;
    rename(&mut work).await;
    drop(work);
    assert_clean(&place).await;
}

#[tokio::test]
async fn dropped_after_an_error() {
    let place = place().await;
    let mut work = place.begin(A).await;
    rename(&mut work).await;
    let taken = work
        .keys()
        .insert(&key(A, 1), &credential_of(&key(A, 1)))
        .await;
    assert!(is_conflict(&taken));
    drop(work);
    assert_clean(&place).await;
}

#[tokio::test]
async fn used_and_committed_after_an_error() {
    let place = place().await;
    let mut work = place.begin(A).await;
    rename(&mut work).await;
    let taken = work
        .keys()
        .insert(&key(A, 1), &credential_of(&key(A, 1)))
        .await;
    assert!(is_conflict(&taken));
    assert!(is_unavailable(&work.keys().find(key_id(1)).await));
    assert!(is_unavailable(&work.commit().await));
    assert_clean(&place).await;
}

#[tokio::test]
async fn an_error_in_the_first_statement() {
    let place = place().await;
    let mut work = place.begin(A).await;
    let taken = work
        .keys()
        .insert(&key(A, 1), &credential_of(&key(A, 1)))
        .await;
    assert!(is_conflict(&taken));
    drop(work);
    assert_clean(&place).await;
}

#[tokio::test]
async fn panicked() {
    let place = place().await;
    let mut work = place.begin(A).await;
    let panicked = tokio::spawn(async move {
        rename(&mut work).await;
        panic!("as a fault in a use case would");
    });
    assert!(panicked.await.unwrap_err().is_panic());
    assert_clean(&place).await;
}

#[tokio::test]
async fn cancelled_while_its_first_statement_is_under_way() {
    let place = place().await;
    let mut work = place.begin(A).await;
    {
        let mut statement = pin!(work.keys().find(key_id(1)));
        let polled = std::future::poll_fn(|context| {
            Poll::Ready(statement.as_mut().poll(context).is_ready())
        });
        assert!(!polled.await);
    }
    assert!(is_unavailable(&work.keys().find(key_id(1)).await));
    drop(work);
    assert_clean(&place).await;
}

#[tokio::test]
async fn cancelled_while_it_waits_for_a_lock_after_a_change() {
    let place = Place::with(PoolOptions {
        size: NonZeroU16::new(2).unwrap(),
        ..PoolOptions::default()
    })
    .await;
    place.insert(A, &[key(A, 1)]).await;
    place.insert(B, &[key(B, 2)]).await;
    let admin = place.admin().await;
    let mut holding = place.begin(A).await;
    holding.keys().count_active(at(0)).await.unwrap();
    let mut work = place.begin(A).await;
    let waiting = tokio::spawn(async move {
        rename(&mut work).await;
        work.keys().count_active(at(0)).await
    });
    until_blocked(&admin, 1).await;
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    drop(holding);
    assert_clean(&place).await;
}

#[tokio::test]
async fn cancelled_at_every_point_of_a_unit_of_work() {
    let place = place().await;
    for polls in 0.. {
        let unit = async {
            let mut work = place.begin(A).await;
            rename(&mut work).await;
            work.keys().count_active(at(0)).await.unwrap();
            work.trail()
                .append(crate::support::draft("key.renamed", 1))
                .await
                .unwrap();
            // Never committed: whatever is cut off, nothing may remain.
        };
        let mut unit = Box::pin(unit);
        let mut left = polls;
        let finished = std::future::poll_fn(|context| {
            if left == 0 {
                return Poll::Ready(false);
            }
            left -= 1;
            unit.as_mut().poll(context).map(|()| true)
        });
        let finished = finished.await;
        drop(unit);
        assert_eq!(place.stored(B, key_id(1)).await, None);
        assert_eq!(
            place.stored(A, key_id(1)).await,
            Some((key(A, 1), Version::FIRST))
        );
        if finished {
            assert!(polls > 5, "{polls}");
            break;
        }
    }
    assert_clean(&place).await;
}

#[test]
fn dropped_outside_of_any_runtime() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let place = runtime.block_on(place());
    let work = runtime.block_on(async {
        let mut work = place.begin(A).await;
        rename(&mut work).await;
        work
    });
    drop(work);
    runtime.block_on(assert_clean(&place));
    // `TestDatabase` needs no runtime to be dropped.
    drop(place);
}

#[tokio::test]
async fn an_acknowledged_commit_is_there() {
    let place = place().await;
    let mut work = place.begin(A).await;
    rename(&mut work).await;
    work.commit().await.unwrap();
    let (stored, version) = place.stored(A, key_id(1)).await.unwrap();
    assert_eq!(
        (stored.data().label.as_str(), version),
        ("renamed", Version::new(2))
    );
}
