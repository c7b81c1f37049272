//! Named requests.

use aiia_keys_domain::{Actor, DoneRequest, IdempotencyKey, RequestDigest, Subject};

use crate::support::{A, B, Place, at, member_id};

fn done(request: &str, seconds: u64) -> DoneRequest {
    DoneRequest {
        actor: Actor::Member(member_id(1)),
        key: IdempotencyKey::new("one").unwrap(),
        request: RequestDigest::of(request, b"{}"),
        made: Subject::Member(member_id(2)),
        at: at(seconds),
    }
}

async fn found(place: &Place, tenant: u128, actor: Actor, name: &str) -> Option<DoneRequest> {
    let key = IdempotencyKey::new(name).unwrap();
    let mut work = place.begin(tenant).await;
    work.idempotency().find(&actor, &key).await.unwrap()
}

async fn save(place: &Place, done: &DoneRequest) {
    let mut work = place.begin(A).await;
    work.idempotency().save(done).await.unwrap();
    work.commit().await.unwrap();
}

#[tokio::test]
async fn a_named_request_is_found_by_its_caller_in_its_tenant_only() {
    let place = Place::new().await;
    save(&place, &done("a", 0)).await;
    let caller = || Actor::Member(member_id(1));
    assert_eq!(found(&place, A, caller(), "one").await, Some(done("a", 0)));
    assert_eq!(found(&place, A, caller(), "two").await, None);
    assert_eq!(
        found(&place, A, Actor::Member(member_id(2)), "one").await,
        None
    );
    assert_eq!(found(&place, B, caller(), "one").await, None);
}

#[tokio::test]
async fn a_later_one_of_the_same_name_takes_the_place_of_the_earlier_one() {
    let place = Place::new().await;
    save(&place, &done("a", 0)).await;
    save(&place, &done("b", 9)).await;
    let found = found(&place, A, done("b", 9).actor, "one").await;
    assert_eq!(found, Some(done("b", 9)));
}

#[tokio::test]
async fn who_asks_at_the_same_moment_waits_for_the_other() {
    let place = Place::new().await;
    let key = IdempotencyKey::new("one").unwrap();
    let mut first = place.begin(A).await;
    let actor = done("a", 0).actor;
    assert_eq!(first.idempotency().find(&actor, &key).await.unwrap(), None);
    let doing = async {
        first.idempotency().save(&done("a", 0)).await.unwrap();
        first.commit().await.unwrap();
    };
    let (second, ()) = tokio::join!(found(&place, A, actor.clone(), "one"), doing);
    assert_eq!(second, Some(done("a", 0)));
}
