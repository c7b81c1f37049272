//! Keys, one at a time.

use aiia_keys_domain::{
    Action, Actor, AddressList, Key, KeyState, Label, NonEmptyScopes, Resource, Revocation,
    RevocationReason, Scope, SourceAddresses, Timestamp,
};
use aiia_keys_ports::Version;

use crate::support::{
    A, B, Place, at, credential, credential_of, is_conflict, key, key_data, key_id, member_id,
};

/// A key at the far end of everything.
fn extreme(id: u128) -> Key {
    let many = (0..64).map(|n| {
        Scope::new(
            Action::Write,
            Resource::Named(format!("r{n}").parse().unwrap()),
        )
    });
    let blocks = (0..64).map(|n| format!("2001:db8:{n:x}::/48").parse().unwrap());
    let mut data = key_data(A, id);
    data.label = Label::new(&"🔑".repeat(80)).unwrap();
    data.scopes = NonEmptyScopes::new(many.collect()).unwrap();
    data.sources = SourceAddresses::Only(AddressList::new(blocks).unwrap());
    data.created_at = Timestamp::from_unix_micros(1).unwrap();
    data.expires_at = Timestamp::MAX;
    data.created_by = Actor::Member(member_id(1));
    Key::from_stored(data)
}

fn revocation(successor: Option<u128>, reason: Option<&str>) -> KeyState {
    KeyState::Revoked(Revocation {
        at: at(9),
        by: Actor::Key(key_id(1)),
        reason: reason.map(|text| RevocationReason::new(text).unwrap()),
        successor: successor.map(key_id),
    })
}

fn with_state(id: u128, state: KeyState) -> Key {
    let mut data = key_data(A, id);
    data.state = state;
    data.predecessor = Some(key_id(1));
    Key::from_stored(data)
}

#[tokio::test]
async fn keys_are_read_back_as_they_were_stored() {
    let place = Place::new().await;
    let keys = [
        key(A, 1),
        extreme(2),
        with_state(
            3,
            KeyState::Rotated {
                successor: key_id(2),
                at: at(8),
            },
        ),
        with_state(4, revocation(None, None)),
        with_state(
            5,
            revocation(Some(2), Some("leaked: \"quoted\" \\ 'and' ßß")),
        ),
    ];
    place.insert(A, &keys).await;
    for key in keys {
        let stored = place.stored(A, key.data().id).await;
        assert_eq!(stored, Some((key, Version::FIRST)));
    }
}

#[tokio::test]
async fn a_saved_key_is_read_back_with_its_new_version() {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1), key(A, 2)]).await;
    let mut work = place.begin(A).await;
    let read = work.keys().find(key_id(2)).await.unwrap().unwrap();
    let mut data = extreme(2).data().clone();
    data.created_at = at(0);
    data.created_by = Actor::Operator;
    data.state = revocation(Some(1), Some("over"));
    let changed = Key::from_stored(data);
    let version = work.keys().save(&changed, read.version).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(version, read.version.next());
    assert_eq!(place.stored(A, key_id(2)).await, Some((changed, version)));
    assert_eq!(
        place.stored(A, key_id(1)).await,
        Some((key(A, 1), Version::FIRST))
    );
}

#[tokio::test]
async fn a_stale_version_is_a_conflict_and_changes_nothing() {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1)]).await;
    for stale in [Version::new(0), Version::new(2), Version::new(u64::MAX)] {
        let mut work = place.begin(A).await;
        let (renamed, _) = key(A, 1)
            .rename(Label::new("other").unwrap(), at(1))
            .unwrap();
        assert!(is_conflict(&work.keys().save(&renamed, stale).await));
        work.commit().await.unwrap();
    }
    assert_eq!(
        place.stored(A, key_id(1)).await,
        Some((key(A, 1), Version::FIRST))
    );
}

#[tokio::test]
async fn an_id_or_digest_that_is_taken_is_a_conflict() {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1)]).await;
    let taken = [
        (key(A, 1), credential(1, 99)),
        (key(A, 2), credential_of(&key(A, 1))),
    ];
    for (key, credential) in taken {
        let mut work = place.begin(A).await;
        assert!(is_conflict(&work.keys().insert(&key, &credential).await));
    }
}

#[tokio::test]
async fn another_tenants_key_is_as_one_that_does_not_exist() {
    let place = Place::new().await;
    place.insert(B, &[key(B, 1)]).await;
    assert_eq!(place.stored(A, key_id(1)).await, None);

    let mut work = place.begin(A).await;
    let own = credential_of(&key(B, 1));
    let replaced = work
        .keys()
        .save_credential(key_id(1), &own, &credential(2, 7))
        .await;
    assert!(!replaced.unwrap());
    for id in [1, 2] {
        let saved = work.keys().save(&key(B, id), Version::FIRST).await;
        assert!(is_conflict(&saved), "{id}");
    }
    work.commit().await.unwrap();
    assert_eq!(
        place.stored(B, key_id(1)).await,
        Some((key(B, 1), Version::FIRST))
    );
}

#[tokio::test]
async fn a_key_of_another_tenant_cannot_be_inserted() {
    let place = Place::new().await;
    let mut work = place.begin(A).await;
    let refused = work.keys().insert(&key(B, 1), &credential(1, 1)).await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("row-level security")
    );
    assert!(work.commit().await.is_err());
    assert_eq!(place.stored(B, key_id(1)).await, None);
}

#[tokio::test]
async fn only_keys_that_are_neither_revoked_nor_expired_count_as_active() {
    let place = Place::new().await;
    let mut rotated = key_data(A, 3);
    rotated.state = KeyState::Rotated {
        successor: key_id(1),
        at: at(1),
    };
    let keys = [
        key(A, 1),
        with_state(2, revocation(None, None)),
        Key::from_stored(rotated),
    ];
    place.insert(A, &keys).await;
    place.insert(B, &[key(B, 4)]).await;
    for (now, count) in [(at(0), 2), (at(999), 2), (at(1000), 0)] {
        let mut work = place.begin(A).await;
        assert_eq!(work.keys().count_active(now).await.unwrap(), count, "{now}");
    }
}

#[tokio::test]
async fn a_credential_is_replaced_once() {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1)]).await;
    let (found, current) = (credential_of(&key(A, 1)), credential(2, 5));
    let mut work = place.begin(A).await;
    assert!(
        work.keys()
            .save_credential(key_id(1), &found, &current)
            .await
            .unwrap()
    );
    assert!(
        !work
            .keys()
            .save_credential(key_id(1), &found, &current)
            .await
            .unwrap()
    );
    assert!(
        !work
            .keys()
            .save_credential(key_id(9), &found, &current)
            .await
            .unwrap()
    );
    work.commit().await.unwrap();
    assert_eq!(
        place.stored(A, key_id(1)).await,
        Some((key(A, 1), Version::FIRST))
    );
}

#[tokio::test]
async fn a_row_that_makes_no_sense_is_named_without_its_content() {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1)]).await;
    let admin = place.admin().await;
    for (change, column) in [
        ("scopes = '{secret}'", "scopes"),
        (
            "scopes = '{read:findings}', created_by = 'key:secret'",
            "created_by",
        ),
        ("created_by = 'operator', sources = '{secret}'", "sources"),
        ("sources = NULL, expires_at = 'infinity'", "expires_at"),
        ("expires_at = now(), label = E'secret\\u200b'", "label"),
        ("label = 'key', successor_id = id", "revoked_at"),
    ] {
        admin
            .batch_execute(&format!("UPDATE api_key SET {change}"))
            .await
            .unwrap();
        let refused = place
            .begin(A)
            .await
            .keys()
            .find(key_id(1))
            .await
            .unwrap_err();
        let expected = format!(
            "storage holds what cannot be read: api_key {}: {column} cannot be read",
            key_id(1)
        );
        assert_eq!(refused.to_string(), expected);
    }
}
