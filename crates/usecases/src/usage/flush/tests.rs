use aiia_keys_domain::{Catalog, Grant, Outcome};
use aiia_keys_ports::mock::{MockStore, MockUnitOfWork};

use super::*;
use crate::testing::{now, organization, organization_id, stored_key};

fn used() -> UsageRecorder {
    let recorder = UsageRecorder::new(&Catalog::aiia());
    let grant = Grant::of(&stored_key("read:findings").value, &organization());
    for _ in 0..3 {
        recorder.count(&grant, None, Outcome::Allowed, None, now());
    }
    recorder
}

#[tokio::test]
async fn counts_are_stored_once_in_their_tenant() {
    let mut work = MockUnitOfWork::new(organization_id());
    work.usage.expect_add().once().returning(|counts| {
        assert_eq!((counts.len(), counts[0].count), (1, 3));
        Ok(())
    });
    let store = MockStore::with(work);
    let recorder = used();
    let flushed = flush(&store, &recorder).await;
    assert_eq!((flushed.stored, flushed.failures.len()), (1, 0));
    assert_eq!(store.commits(), 1);
    // Nothing is left: storage is not even asked.
    assert_eq!(flush(&store, &recorder).await.stored, 0);
}

#[tokio::test]
async fn what_cannot_be_stored_is_stored_next_time() {
    let mut refused = MockUnitOfWork::new(organization_id());
    refused
        .usage
        .expect_add()
        .once()
        .returning(|_| Err(StoreError::Conflict("busy")));
    let mut spoiled = MockUnitOfWork::new(organization_id());
    spoiled.usage.expect_add().once().returning(|_| Ok(()));
    let spoiled = spoiled.failing_to_commit(StoreError::Unavailable("down".into()));
    let mut sound = MockUnitOfWork::new(organization_id());
    sound.usage.expect_add().once().returning(|counts| {
        assert_eq!(counts[0].count, 3);
        Ok(())
    });
    let store = MockStore::with(refused).and(spoiled).and(sound);
    let recorder = used();
    for failures in [1, 1, 0] {
        let flushed = flush(&store, &recorder).await;
        assert_eq!(flushed.failures.len(), failures);
    }
    assert_eq!(recorder.take(), []);
}
