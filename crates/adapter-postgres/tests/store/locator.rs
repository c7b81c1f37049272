//! The look-up of keys before their tenant is known.

use std::num::NonZeroU16;

use aiia_keys_domain::{
    Actor, AddressList, Epoch, Grant, Key, KeyState, Organization, Policy, SourceAddresses,
    Standing,
};
use aiia_keys_ports::{KeyLocator as _, LocatedKey, Version};
use aiia_keys_postgres::PgKeyLocator;

use crate::support::{
    A, B, Place, at, credential, credential_of, key, key_data, organization, scopes, until,
};

fn locator(place: &Place) -> PgKeyLocator {
    PgKeyLocator::new(&place.connector, NonZeroU16::new(2).unwrap())
}

fn rich(tenant: u128, id: u128) -> Key {
    let mut data = key_data(tenant, id);
    data.scopes = scopes("read:* write:evidence");
    data.sources = SourceAddresses::Only(AddressList::parse_all(["203.0.113.0/24"]).unwrap());
    data.rate_limit = Some("600/1m".parse().unwrap());
    Key::from_stored(data)
}

async fn grant(place: &Place, key: &Key) -> Option<Grant> {
    let found = locator(place).locate(&[credential_of(key)]).await.unwrap();
    found.map(|located| located.grant)
}

#[tokio::test]
async fn keys_of_all_tenants_are_found_by_their_credential_alone() {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1), rich(A, 2)]).await;
    place.insert(B, &[rich(B, 3)]).await;
    let locator = locator(&place);
    let organizations = [organization(A, "tenant-a"), organization(B, "tenant-b")];
    for (key, of) in [(key(A, 1), 0), (rich(A, 2), 0), (rich(B, 3), 1)] {
        let found = credential_of(&key);
        let candidates = [credential(2, 77), found, credential(3, 78)];
        let located = locator.locate(&candidates).await.unwrap();
        let expected = LocatedKey {
            read_at: Epoch::new(1),
            grant: Grant::of(&key, &organizations[of]),
            found,
        };
        assert_eq!(located, Some(expected));
    }
}

#[tokio::test]
async fn a_key_without_a_limit_of_its_own_has_its_organizations() {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1), rich(A, 2)]).await;
    place.insert(B, &[key(B, 3)]).await;
    let limited = Policy {
        rate_limit: Some("5/1s".parse().unwrap()),
        ..Policy::default()
    };
    let (changed, _) = organization(A, "tenant-a").change_policy(limited);
    let mut work = place.begin(A).await;
    let organizations = work.organizations();
    organizations.save(&changed, Version::FIRST).await.unwrap();
    work.commit().await.unwrap();
    let mut limits = Vec::new();
    for key in [key(A, 1), rich(A, 2), key(B, 3)] {
        let limit = grant(&place, &key).await.unwrap().rate_limit;
        limits.push(limit.map(|limit| limit.to_string()));
    }
    assert_eq!(
        limits,
        [Some("5/1s".to_owned()), Some("600/1m".to_owned()), None]
    );
}

#[tokio::test]
async fn nothing_is_found_by_what_no_key_has() {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1)]).await;
    let digest = credential_of(&key(A, 1)).digest;
    let other_pepper = aiia_keys_ports::KeyCredential {
        digest,
        ..credential(9, 0)
    };
    for candidates in [vec![], vec![credential(1, 2)], vec![other_pepper]] {
        assert_eq!(
            locator(&place).locate(&candidates).await.unwrap(),
            None,
            "{candidates:?}"
        );
    }
}

#[tokio::test]
async fn a_key_that_was_stopped_is_found_with_the_reason() {
    let place = Place::new().await;
    let (revoked, _) = key(A, 2).revoke(Actor::Operator, None, at(5)).unwrap();
    place.insert(A, &[key(A, 1), revoked.clone()]).await;
    assert_eq!(
        grant(&place, &key(A, 1)).await.unwrap().standing,
        Standing::Good
    );
    assert_eq!(
        grant(&place, &revoked).await.unwrap().standing,
        Standing::KeyRevoked
    );

    let (suspended, _): (Organization, _) = organization(A, "tenant-a").suspend(at(6)).unwrap();
    let mut work = place.begin(A).await;
    work.organizations()
        .save(&suspended, Version::FIRST)
        .await
        .unwrap();
    work.commit().await.unwrap();
    let standing = grant(&place, &key(A, 1)).await.unwrap().standing;
    assert_eq!(standing, Standing::OrganizationSuspended);
    assert_eq!(
        grant(&place, &revoked).await.unwrap().standing,
        Standing::KeyRevoked
    );
}

#[tokio::test]
async fn a_replaced_credential_is_found_and_the_old_one_is_not() {
    let place = Place::new().await;
    let key = key(A, 1);
    place.insert(A, std::slice::from_ref(&key)).await;
    let (old, new) = (credential_of(&key), credential(2, 42));
    let mut work = place.begin(A).await;
    work.keys()
        .save_credential(key.data().id, &old, &new)
        .await
        .unwrap();
    work.commit().await.unwrap();
    let locator = locator(&place);
    assert_eq!(locator.locate(&[old]).await.unwrap(), None);
    assert_eq!(
        locator
            .locate(&[old, new])
            .await
            .unwrap()
            .map(|key| key.found),
        Some(new)
    );
}

#[tokio::test]
async fn a_rotated_key_is_good_until_its_overlap_is_over() {
    let place = Place::new().await;
    let mut data = key_data(A, 2);
    data.state = KeyState::Rotated {
        successor: key(A, 1).data().id,
        at: at(3),
    };
    let rotated = Key::from_stored(data);
    place.insert(A, &[key(A, 1), rotated.clone()]).await;
    let grant = grant(&place, &rotated).await.unwrap();
    assert!(grant.check(None, at(999)).is_ok() && grant.check(None, at(1000)).is_err());
}

#[tokio::test]
async fn a_locator_whose_connections_were_killed_connects_again_unnoticed() {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1)]).await;
    let locator = locator(&place);
    let credential = [credential_of(&key(A, 1))];
    for _ in 0..2 {
        assert!(locator.locate(&credential).await.unwrap().is_some());
    }
    let admin = place.admin().await;
    admin
        .batch_execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await
        .unwrap();
    let others = "SELECT count(*) FROM pg_stat_activity \
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    until(&admin, others, 0).await;
    for _ in 0..4 {
        assert!(locator.locate(&credential).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn many_share_one_connection_and_each_gets_their_own_answer() {
    let place = Place::new().await;
    let keys: Vec<Key> = (1..=50).map(|id| rich(A, id)).collect();
    place.insert(A, &keys).await;
    let locator = PgKeyLocator::new(&place.connector, NonZeroU16::MIN);
    let credentials: Vec<_> = keys.iter().map(|key| [credential_of(key)]).collect();
    let questions = credentials
        .iter()
        .map(|credential| locator.locate(credential));
    let answers = futures_util::future::join_all(questions).await;
    let found: Vec<_> = answers
        .into_iter()
        .map(|key| key.unwrap().unwrap().grant.key)
        .collect();
    let asked: Vec<_> = keys.iter().map(|key| key.data().id).collect();
    assert_eq!(found, asked);
}
