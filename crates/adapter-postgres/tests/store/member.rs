//! Members.

use std::time::Duration;

use aiia_keys_domain::{Member, MemberName, MemberState, NewMember, Role};
use aiia_keys_ports::{PasswordHash, StoreError, Version};
use aiia_keys_postgres::PoolOptions;

use crate::support::{A, B, Place, at, is_conflict, is_unavailable, member, member_id, org};

async fn insert(place: &Place, tenant: u128, members: &[Member]) {
    let mut work = place.begin(tenant).await;
    for member in members {
        work.members().insert(member).await.unwrap();
    }
    work.commit().await.unwrap();
}

async fn stored(place: &Place, tenant: u128, id: u128) -> Option<Member> {
    let found = place
        .begin(tenant)
        .await
        .members()
        .find(member_id(id))
        .await
        .unwrap();
    found.map(|stored| stored.value)
}

/// With the longest name and address that there can be.
fn extreme() -> Member {
    let domain = format!("{}.example", ["b".repeat(40).as_str(); 4].join("."));
    let new = NewMember {
        id: member_id(7),
        organization: org(A),
        email: format!("{}a@{domain}", "a.".repeat(31)).parse().unwrap(),
        name: MemberName::new(&"名".repeat(120)).unwrap(),
        role: Role::Auditor,
    };
    Member::from_stored(new, at(1), MemberState::Removed { at: at(2) })
}

#[tokio::test]
async fn members_are_read_back_as_they_were_stored() {
    let place = Place::new().await;
    let active = member(A, 1, "ada@example.com", Role::Owner);
    insert(&place, A, &[active.clone(), extreme()]).await;
    assert_eq!(stored(&place, A, 1).await, Some(active));
    assert_eq!(stored(&place, A, 7).await, Some(extreme()));
    assert_eq!(stored(&place, B, 1).await, None);
}

#[tokio::test]
async fn a_saved_member_is_read_back_and_a_stale_version_is_a_conflict() {
    let place = Place::new().await;
    let one = member(A, 1, "ada@example.com", Role::Owner);
    insert(&place, A, std::slice::from_ref(&one)).await;
    let (demoted, _) = one.change_role(Role::Auditor, 1).unwrap();
    let mut work = place.begin(A).await;
    let version = work.members().save(&demoted, Version::FIRST).await.unwrap();
    let stale = work.members().save(&demoted, Version::FIRST).await;
    work.commit().await.unwrap();
    assert_eq!(version, Version::new(2));
    assert!(is_conflict(&stale));
    assert_eq!(stored(&place, A, 1).await, Some(demoted.clone()));
    let foreign = place.begin(B).await.members().save(&demoted, version).await;
    assert!(is_conflict(&foreign));
}

#[tokio::test]
async fn an_address_belongs_to_one_member_until_they_are_removed() {
    let place = Place::new().await;
    let email = "ada@example.com".parse().unwrap();
    let first = member(A, 1, "ada@example.com", Role::Owner);
    insert(&place, A, std::slice::from_ref(&first)).await;
    let second = member(A, 2, "ada@example.com", Role::Auditor);
    assert!(is_conflict(
        &place.begin(A).await.members().insert(&second).await
    ));

    let mut work = place.begin(A).await;
    let (removed, _) = first.remove(1, at(5)).unwrap();
    work.members().save(&removed, Version::FIRST).await.unwrap();
    assert_eq!(work.members().find_by_email(&email).await.unwrap(), None);
    work.members().insert(&second).await.unwrap();
    work.commit().await.unwrap();

    let found = place
        .begin(A)
        .await
        .members()
        .find_by_email(&email)
        .await
        .unwrap();
    assert_eq!(found.map(|stored| stored.value), Some(second));
    let foreign = place
        .begin(B)
        .await
        .members()
        .find_by_email(&email)
        .await
        .unwrap();
    assert_eq!(foreign, None);
}

#[tokio::test]
async fn members_who_were_not_removed_are_listed_by_name() {
    let place = Place::new().await;
    let members = ["c@example.com", "a@example.com", "b@example.com"]
        .into_iter()
        .zip(1..)
        .map(|(email, id)| member(A, id, email, Role::Auditor));
    let mut members: Vec<_> = members.collect();
    members.push(extreme());
    insert(&place, A, &members).await;
    insert(&place, B, &[member(B, 9, "d@example.com", Role::Owner)]).await;
    let listed = place.begin(A).await.members().list().await.unwrap();
    let names: Vec<_> = listed
        .iter()
        .map(|stored| stored.value.name().as_str())
        .collect();
    assert_eq!(names, ["a@example.com", "b@example.com", "c@example.com"]);
}

#[tokio::test]
async fn only_other_active_owners_are_counted() {
    let place = Place::new().await;
    let owners = [
        member(A, 1, "a@example.com", Role::Owner),
        member(A, 2, "b@example.com", Role::Owner),
        member(A, 3, "c@example.com", Role::Owner)
            .remove(1, at(1))
            .unwrap()
            .0,
        member(A, 4, "d@example.com", Role::Administrator),
    ];
    insert(&place, A, &owners).await;
    insert(&place, B, &[member(B, 5, "e@example.com", Role::Owner)]).await;
    for (than, count) in [(1, 1), (3, 2), (4, 2), (5, 2)] {
        let counted = place
            .begin(A)
            .await
            .members()
            .count_other_owners(member_id(than))
            .await;
        assert_eq!(counted.unwrap(), count, "besides {than}");
    }
}

#[tokio::test]
async fn a_password_is_set_for_its_member_only() {
    let place = Place::new().await;
    insert(&place, A, &[member(A, 1, "a@example.com", Role::Owner)]).await;
    let hash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA";
    let mut work = place.begin(A).await;
    assert!(
        work.members()
            .find_password(member_id(1))
            .await
            .unwrap()
            .is_none()
    );
    work.members()
        .save_password(member_id(1), &PasswordHash::new(hash))
        .await
        .unwrap();
    let nobody = work
        .members()
        .save_password(member_id(2), &PasswordHash::new(hash))
        .await;
    assert!(matches!(
        nobody,
        Err(StoreError::Conflict("there is no such member"))
    ));
    work.commit().await.unwrap();

    let own = place
        .begin(A)
        .await
        .members()
        .find_password(member_id(1))
        .await
        .unwrap();
    assert_eq!(own.as_ref().map(PasswordHash::expose), Some(hash));
    assert!(
        place
            .begin(B)
            .await
            .members()
            .find_password(member_id(1))
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn who_sets_a_password_waits_for_who_confirms_the_one_before() {
    let place = Place::with(PoolOptions {
        lock: Duration::from_millis(50),
        ..PoolOptions::default()
    })
    .await;
    insert(&place, A, &[member(A, 1, "a@example.com", Role::Owner)]).await;
    let [old, new] = ["old", "new"].map(PasswordHash::new);
    let mut work = place.begin(A).await;
    let members = work.members();
    members.save_password(member_id(1), &old).await.unwrap();
    work.commit().await.unwrap();

    let mut work = place.begin(A).await;
    for (id, hash, is) in [(1, &old, true), (1, &new, false), (2, &old, false)] {
        let confirmed = work.members().confirm_password(member_id(id), hash).await;
        assert_eq!(confirmed.unwrap(), is, "{id}");
    }
    let mut other = place.begin(A).await;
    let waited = other.members().save_password(member_id(1), &new).await;
    assert!(is_unavailable(&waited), "{waited:?}");
}
