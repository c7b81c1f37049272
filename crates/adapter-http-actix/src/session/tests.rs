use aiia_keys_domain::{
    Member, MemberName, NewMember, Organization, OrganizationName, Policy, Role, Session, Timestamp,
};
use aiia_keys_usecases::session::Current;
use uuid::Uuid;

use super::*;

fn signed_in() -> SignedIn {
    let id = Uuid::from_u128(7);
    let now = Timestamp::UNIX_EPOCH;
    let organization = OrganizationId::from_uuid(id);
    let new = NewMember {
        id: aiia_keys_domain::MemberId::from_uuid(id),
        organization,
        email: "ada@example.com".parse().unwrap(),
        name: MemberName::new("Ada").unwrap(),
        role: Role::Owner,
    };
    let member = Member::join(new, now).0;
    let name = OrganizationName::new("Example Audit").unwrap();
    let slug = "example-audit".parse().unwrap();
    let session_id = aiia_keys_domain::SessionId::from_uuid(id);
    let current = Current {
        session: Session::begin(session_id, organization, member.id(), now),
        organization: Organization::found(organization, slug, name, Policy::default(), now).0,
        member,
    };
    SignedIn {
        current,
        token: SessionToken::generate([9; 32]),
    }
}

#[test]
fn a_cookie_stays_with_this_host_and_out_of_reach_of_scripts_and_other_sites() {
    let (name, value) = cookie(&signed_in()).unwrap();
    assert_eq!(name, "Set-Cookie");
    assert!(value.is_sensitive());
    assert_eq!(
        value.to_str().unwrap(),
        format!(
            "__Host-aiia_session=00000000-0000-0000-0000-000000000007.{}; Path=/; Secure; HttpOnly; SameSite=Strict",
            "09".repeat(32)
        )
    );
    let (_, gone) = no_cookie();
    let text = gone.to_str().unwrap();
    assert_eq!(text, format!("{COOKIE_NAME}=; {ATTRIBUTES}; Max-Age=0"));
}

#[test]
fn a_cookie_is_read_as_it_was_written_and_nothing_else_is() {
    let (_, value) = cookie(&signed_in()).unwrap();
    let text = value.to_str().unwrap().split(';').next().unwrap();
    let text = text.strip_prefix("__Host-aiia_session=").unwrap();
    let (organization, token) = read(text).unwrap();
    assert_eq!(organization, signed_in().current.session.organization);
    assert_eq!(token.digest(), signed_in().token.digest());
    let (id, token) = text.split_once('.').unwrap();
    for other in [
        String::new(),
        id.to_owned(),
        token.to_owned(),
        format!("{token}.{id}"),
        format!("{id}.{token}."),
        format!("{id}.{token}0"),
        format!("{id}.{}", token.to_uppercase().replace('0', "F")),
        format!("{{{id}}}.{token}"),
        format!("\"{text}\""),
        format!("{id}:{token}"),
    ] {
        assert!(read(&other).is_none(), "{other}");
    }
}
