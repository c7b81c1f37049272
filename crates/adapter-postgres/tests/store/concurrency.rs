//! Two units of work at once, in an order that is forced.

use aiia_keys_domain::{
    Actor, Catalog, Expiration, Issuer, Key, KeyEvent, Label, Overlap, Role, ScopeSet, Status,
    Successor,
};
use aiia_keys_ports::{StoreError, UnitOfWork, Version};

use crate::support::{
    A, Place, at, credential_of, is_conflict, key, key_data, key_id, member, member_id,
    organization, until_blocked,
};

/// What a use case does once it has read a key.
type Change = fn(Key) -> Changed;

struct Changed {
    key: Key,
    event: KeyEvent,
    successor: Option<Key>,
}

fn revoke(key: Key) -> Changed {
    let (key, event) = key.revoke(Actor::Operator, None, at(5)).unwrap();
    Changed {
        key,
        event,
        successor: None,
    }
}

fn rename(key: Key) -> Changed {
    let (key, event) = key.rename(Label::new("renamed").unwrap(), at(5)).unwrap();
    Changed {
        key,
        event,
        successor: None,
    }
}

fn rotate(key: Key) -> Changed {
    let organization = organization(A, "tenant-a");
    let issuer = Issuer {
        actor: Actor::Operator,
        rate_ceiling: None,
        ceiling: &ScopeSet::top(),
        organization: &organization,
        catalog: &Catalog::aiia(),
    };
    let successor = Successor {
        id: key_id(2),
        mask: "Xy12".parse().unwrap(),
        scopes: None,
        expiration: Some(Expiration::At(at(900))),
    };
    let rotation = key
        .rotate(successor, Overlap::NONE, &issuer, at(5))
        .unwrap();
    Changed {
        key: rotation.predecessor,
        event: rotation.predecessor_event,
        successor: Some(rotation.successor),
    }
}

async fn apply(
    work: &mut Box<dyn UnitOfWork>,
    changed: &Changed,
    read: Version,
) -> Result<(), StoreError> {
    if let Some(successor) = &changed.successor {
        work.keys()
            .insert(successor, &credential_of(successor))
            .await?;
    }
    work.keys().save(&changed.key, read).await?;
    let id = changed.key.data().id;
    let draft = changed.event.to_draft(id, Actor::Operator, at(5)).unwrap();
    work.trail().append(draft).await.map(drop)
}

/// Both read the key, the first one changes it, the second one waits for that, and the first one
/// commits: gives what became of the second one, and the key.
async fn race(first: Change, second: Change) -> (Result<(), StoreError>, Key, u64) {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1)]).await;
    let admin = place.admin().await;
    let (mut one, mut two) = (place.begin(A).await, place.begin(A).await);
    let read_by_one = one.keys().find(key_id(1)).await.unwrap().unwrap();
    let read_by_two = two.keys().find(key_id(1)).await.unwrap().unwrap();
    apply(&mut one, &first(read_by_one.value), read_by_one.version)
        .await
        .unwrap();
    let waiting = tokio::spawn(async move {
        apply(&mut two, &second(read_by_two.value), read_by_two.version).await?;
        two.commit().await
    });
    until_blocked(&admin, 1).await;
    one.commit().await.unwrap();
    let outcome = waiting.await.unwrap();
    let (key, version) = place.stored(A, key_id(1)).await.unwrap();
    assert_eq!(version, Version::new(2));
    let entries = place
        .begin(A)
        .await
        .trail()
        .head()
        .await
        .unwrap()
        .sequence();
    (outcome, key, entries)
}

#[tokio::test]
async fn of_two_who_change_a_key_at_once_the_second_is_told_and_leaves_no_trace() {
    let changes: [Change; 3] = [revoke, rename, rotate];
    for first in changes {
        for second in changes {
            let (outcome, stored, entries) = race(first, second).await;
            assert!(is_conflict(&outcome), "{outcome:?}");
            assert_eq!((stored, entries), (first(key(A, 1)).key, 1));
        }
    }
}

#[tokio::test]
async fn a_revocation_that_lost_a_race_is_made_on_what_the_other_left() {
    for first in [rename, rotate] {
        let place = Place::new().await;
        place.insert(A, &[key(A, 1)]).await;
        let (mut one, mut two) = (place.begin(A).await, place.begin(A).await);
        let stale = two.keys().find(key_id(1)).await.unwrap().unwrap();
        apply(&mut one, &first(stale.value.clone()), stale.version)
            .await
            .unwrap();
        one.commit().await.unwrap();
        let lost = apply(&mut two, &revoke(stale.value), stale.version).await;
        assert!(is_conflict(&lost));
        drop(two);

        // Again, from what is there now; a rotation without overlap has revoked it already.
        let mut work = place.begin(A).await;
        let now = work.keys().find(key_id(1)).await.unwrap().unwrap();
        if now.value.status(at(5)) != Status::Revoked {
            apply(&mut work, &revoke(now.value), now.version)
                .await
                .unwrap();
        }
        work.commit().await.unwrap();
        let (key, _) = place.stored(A, key_id(1)).await.unwrap();
        assert_eq!(key.status(at(5)), Status::Revoked);
    }
}

#[tokio::test]
async fn two_cannot_both_take_the_last_place_for_a_key() {
    let place = Place::new().await;
    let admin = place.admin().await;
    let (mut one, mut two) = (place.begin(A).await, place.begin(A).await);
    assert_eq!(one.keys().count_active(at(0)).await.unwrap(), 0);
    let waiting = tokio::spawn(async move { two.keys().count_active(at(0)).await });
    until_blocked(&admin, 1).await;
    one.keys()
        .insert(&key(A, 1), &credential_of(&key(A, 1)))
        .await
        .unwrap();
    one.commit().await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap(), 1);
}

#[tokio::test]
async fn the_last_two_owners_cannot_both_leave() {
    let place = Place::new().await;
    let admin = place.admin().await;
    let owners = [1, 2].map(|id| member(A, id, &format!("{id}@example.com"), Role::Owner));
    let mut work = place.begin(A).await;
    for owner in &owners {
        work.members().insert(owner).await.unwrap();
    }
    work.commit().await.unwrap();

    let (mut one, mut two) = (place.begin(A).await, place.begin(A).await);
    let others = one
        .members()
        .count_other_owners(member_id(1))
        .await
        .unwrap();
    let waiting = tokio::spawn(async move { two.members().count_other_owners(member_id(2)).await });
    until_blocked(&admin, 1).await;
    let (gone, _) = owners[0].clone().remove(others, at(1)).unwrap();
    one.members().save(&gone, Version::FIRST).await.unwrap();
    one.commit().await.unwrap();
    let others = waiting.await.unwrap().unwrap();
    assert_eq!(others, 0);
    assert!(owners[1].clone().remove(others, at(2)).is_err());
}

#[tokio::test]
async fn two_founders_of_one_slug_do_not_both_succeed() {
    let place = Place::new().await;
    let admin = place.admin().await;
    let (mut one, mut two) = (place.begin(0xc).await, place.begin(0xd).await);
    one.organizations()
        .insert(&organization(0xc, "the-same"))
        .await
        .unwrap();
    let waiting = tokio::spawn(async move {
        two.organizations()
            .insert(&organization(0xd, "the-same"))
            .await
    });
    until_blocked(&admin, 1).await;
    one.commit().await.unwrap();
    assert!(is_conflict(&waiting.await.unwrap()));
}

#[tokio::test]
async fn one_of_two_who_wait_for_each_other_is_told_of_a_conflict() {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1), key(A, 2)]).await;
    let admin = place.admin().await;
    let renamed = |id| rename(Key::from_stored(key_data(A, id))).key;
    let (mut one, mut two) = (place.begin(A).await, place.begin(A).await);
    one.keys().save(&renamed(1), Version::FIRST).await.unwrap();
    two.keys().save(&renamed(2), Version::FIRST).await.unwrap();
    let waiting = tokio::spawn(async move {
        let saved = two.keys().save(&renamed(1), Version::FIRST).await;
        drop(two);
        saved
    });
    until_blocked(&admin, 1).await;
    let saved = one.keys().save(&renamed(2), Version::FIRST).await;
    drop(one);
    let outcomes = [saved, waiting.await.unwrap()];
    // Who of the two is the victim is the server's choice.
    assert!(outcomes.iter().any(is_conflict), "{outcomes:?}");
}
