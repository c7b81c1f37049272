//! Invitations.

use aiia_keys_domain::{Invitation, InvitationDigest, Role};

use crate::support::{A, B, Place, at, is_conflict, member, member_id, org};

fn digest(id: u8) -> InvitationDigest {
    InvitationDigest::from_bytes([id; 32])
}

async fn place() -> Place {
    let place = Place::new().await;
    let mut work = place.begin(A).await;
    let ada = member(A, 1, "a@example.com", Role::Owner);
    work.members().insert(&ada).await.unwrap();
    work.invitations()
        .replace(&invitation(), &digest(1))
        .await
        .unwrap();
    work.commit().await.unwrap();
    place
}

fn invitation() -> Invitation {
    Invitation::issue(org(A), member_id(1), at(0))
}

async fn stored(place: &Place, tenant: u128, id: u8) -> Option<Invitation> {
    place
        .begin(tenant)
        .await
        .invitations()
        .find(&digest(id))
        .await
        .unwrap()
}

#[tokio::test]
async fn an_invitation_is_found_by_its_digest_in_its_tenant_only() {
    let place = place().await;
    assert_eq!(stored(&place, A, 1).await, Some(invitation()));
    assert_eq!(stored(&place, A, 2).await, None);
    assert_eq!(stored(&place, B, 1).await, None);
}

#[tokio::test]
async fn a_new_invitation_takes_the_place_of_the_earlier_one() {
    let place = place().await;
    let mut work = place.begin(A).await;
    let accepted = invitation().accept(at(1)).unwrap();
    work.invitations().save(&accepted).await.unwrap();
    let later = Invitation::issue(org(A), member_id(1), at(5));
    work.invitations()
        .replace(&later, &digest(2))
        .await
        .unwrap();
    work.commit().await.unwrap();
    assert_eq!(stored(&place, A, 1).await, None);
    assert_eq!(stored(&place, A, 2).await, Some(later));
}

#[tokio::test]
async fn that_it_was_accepted_is_kept() {
    let place = place().await;
    let accepted = invitation().accept(at(1)).unwrap();
    let mut work = place.begin(A).await;
    work.invitations().save(&accepted).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(stored(&place, A, 1).await, Some(accepted));
}

#[tokio::test]
async fn what_is_not_there_cannot_be_saved() {
    let place = place().await;
    let stranger = Invitation::issue(org(A), member_id(9), at(0));
    let mut work = place.begin(A).await;
    assert!(is_conflict(&work.invitations().save(&stranger).await));
}
