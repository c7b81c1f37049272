use uuid::Uuid;

use super::*;

fn member(role: Role) -> Member {
    let new = NewMember {
        id: MemberId::from_uuid(Uuid::from_u128(1)),
        organization: OrganizationId::from_uuid(Uuid::from_u128(2)),
        email: "ada@example.com".parse().unwrap(),
        name: MemberName::new("Ada").unwrap(),
        role,
    };
    let (member, event) = Member::join(new, Timestamp::UNIX_EPOCH);
    assert_eq!(
        event,
        MemberEvent::Joined {
            email: member.email().clone(),
            role
        }
    );
    member
}

#[test]
fn the_last_owner_stays_an_owner() {
    assert_eq!(
        member(Role::Owner).change_role(Role::Auditor, 0),
        Err(MemberError::LastOwner)
    );
    assert_eq!(
        member(Role::Owner).remove(0, Timestamp::MAX),
        Err(MemberError::LastOwner)
    );
    assert!(
        MemberError::LastOwner
            .to_string()
            .contains("make another member an owner")
    );
}

#[test]
fn an_owner_among_others_may_go() {
    let (changed, event) = member(Role::Owner).change_role(Role::Auditor, 1).unwrap();
    assert_eq!(changed.role(), Role::Auditor);
    assert_eq!(
        event,
        MemberEvent::RoleChanged {
            from: Role::Owner,
            to: Role::Auditor
        }
    );
    assert!(member(Role::Owner).remove(1, Timestamp::MAX).is_ok());
}

#[test]
fn the_last_owner_may_be_confirmed_and_others_may_rise() {
    assert!(member(Role::Owner).change_role(Role::Owner, 0).is_ok());
    let (risen, _) = member(Role::Auditor).change_role(Role::Owner, 0).unwrap();
    assert_eq!(risen.role(), Role::Owner);
}

#[test]
fn who_was_removed_stays_removed() {
    let at = Timestamp::from_unix_micros(7).unwrap();
    let (removed, event) = member(Role::Auditor).remove(1, at).unwrap();
    assert_eq!(event, MemberEvent::Removed);
    assert_eq!(removed.state(), MemberState::Removed { at });
    assert_eq!(
        removed.clone().remove(1, Timestamp::MAX),
        Err(MemberError::Removed { at })
    );
    let refused = removed.change_role(Role::Owner, 1).unwrap_err();
    assert!(
        refused.to_string().contains("was removed on 1970-01-01"),
        "{refused}"
    );
}

#[test]
fn getters_give_what_was_put_in() {
    let ada = member(Role::Administrator);
    assert_eq!(ada.id().as_uuid().as_u128(), 1);
    assert_eq!(ada.organization().as_uuid().as_u128(), 2);
    assert_eq!(ada.name().as_str(), "Ada");
    assert_eq!(ada.created_at(), Timestamp::UNIX_EPOCH);
}
