use super::*;
use crate::testing::{member, program, scopes};

#[test]
fn members_may_what_their_role_allows() {
    assert_eq!(
        member(Role::Owner).require(Permission::ManageMembers),
        Ok(())
    );
    let refused = member(Role::Auditor)
        .require(Permission::ManageKeys)
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "your role does not allow this: an organization's administrator can"
    );
    let refused = member(Role::Administrator)
        .require(Permission::ManagePolicy)
        .unwrap_err();
    assert_eq!(
        refused,
        Forbidden::Role {
            permission: Permission::ManagePolicy
        }
    );
}

#[test]
fn keys_manage_keys_with_one_scope_and_people_never() {
    for scopes in ["admin:keys", "admin:*"] {
        for permission in [
            Permission::ReadKeys,
            Permission::ManageKeys,
            Permission::ReadTrail,
            Permission::ReadPolicy,
        ] {
            assert_eq!(
                program(scopes).require(permission),
                Ok(()),
                "{scopes} {permission:?}"
            );
        }
        for permission in [
            Permission::ManagePolicy,
            Permission::ReadMembers,
            Permission::ManageMembers,
        ] {
            let refused = program(scopes).require(permission);
            assert_eq!(
                refused,
                Err(Forbidden::PeopleOnly),
                "{scopes} {permission:?}"
            );
        }
    }
    let refused = program("read:* admin:sync")
        .require(Permission::ReadKeys)
        .unwrap_err();
    assert_eq!(refused.to_string(), "the key needs the scope admin:keys");
}

#[test]
fn the_ceiling_is_what_the_caller_holds() {
    let catalog = Catalog::aiia();
    assert_eq!(
        program("admin:keys read:*").ceiling(&catalog),
        scopes("admin:keys read:*")
    );
    assert_eq!(member(Role::Auditor).ceiling(&catalog), ScopeSet::empty());
    let operator = Caller {
        authority: Authority::Operator,
        ..member(Role::Auditor)
    };
    assert_eq!(operator.ceiling(&catalog), ScopeSet::top());
    assert_eq!(operator.require(Permission::ManageMembers), Ok(()));
}
