use super::*;
use crate::ScopeSet;

fn with(authority: Authority) -> Caller {
    Caller {
        authority,
        ..Caller::operator(OrganizationId::from_uuid(uuid::Uuid::from_u128(77)))
    }
}

fn member(role: Role) -> Caller {
    with(Authority::Member(role))
}

fn program(scopes: &str) -> Caller {
    with(Authority::Key {
        scopes: NonEmptyScopes::new(scopes.parse::<ScopeSet>().unwrap()).unwrap(),
        rate_limit: None,
    })
}

/// What a caller may do, a digit for each permission in the order of `Permission::ALL`.
fn allowed(caller: &Caller) -> String {
    Permission::ALL
        .map(|permission| {
            if caller.require(permission).is_ok() {
                '1'
            } else {
                '0'
            }
        })
        .into_iter()
        .collect()
}

#[test]
fn a_key_may_what_its_scopes_cover_and_nothing_else() {
    for (scopes, expected) in [
        ("admin:keys", "1111000000000"),
        ("read:universe", "0000000100000"),
        ("read:findings", "0000000010000"),
        ("write:findings", "0000000001000"),
        ("write:evidence", "0000000000100"),
        ("admin:sync", "0000000000001"),
        ("read:*", "0000000110000"),
        ("write:*", "0000000001100"),
        ("admin:findings", "0000000011000"),
        ("admin:*", "1111000111101"),
    ] {
        assert_eq!(allowed(&program(scopes)), expected, "{scopes}");
    }
}

#[test]
fn a_member_may_what_their_role_allows() {
    assert_eq!(allowed(&member(Role::Owner)), "1111111111111");
    assert_eq!(allowed(&member(Role::Administrator)), "1111010110010");
    assert_eq!(allowed(&member(Role::Auditor)), "1011010110010");
}

#[test]
fn who_may_not_is_told_what_would_do() {
    let told = |caller: &Caller, permission| caller.require(permission).unwrap_err().to_string();
    assert_eq!(
        told(&program("read:* admin:sync"), Permission::ReadKeys),
        "the key needs the scope admin:keys"
    );
    assert_eq!(
        told(&program("admin:*"), Permission::ManagePolicy),
        "this can be done by people only, not with a key"
    );
    assert_eq!(
        told(&member(Role::Auditor), Permission::ManageKeys),
        "your role does not allow this: an organization's administrator can"
    );
    assert_eq!(
        told(&member(Role::Administrator), Permission::WriteFindings),
        "your role does not allow this: an organization's owner can"
    );
}

#[test]
fn the_ceiling_is_what_the_caller_holds() {
    let catalog = Catalog::aiia();
    let ceiling = |caller: &Caller| caller.ceiling(&catalog).to_string();
    assert_eq!(ceiling(&program("admin:keys read:*")), "read:* admin:keys");
    assert_eq!(ceiling(&member(Role::Auditor)), "");
    assert_eq!(ceiling(&with(Authority::Operator)), "admin:*");
    assert_eq!(allowed(&with(Authority::Operator)), "1111111111111");
}
