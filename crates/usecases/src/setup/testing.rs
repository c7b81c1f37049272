//! What tests of the set-up have in common.

use aiia_keys_domain::{
    MemberName, OrganizationId, OrganizationName, Setup, SetupToken, TrailDraft, TrailHead,
};
use aiia_keys_ports::{
    generate_uuid,
    mock::{MockStore, MockUnitOfWork},
};

use super::{FirstOrganization, FirstOwner};
use crate::testing::{env, now};

/// The id that the fixed time and randomness of tests give.
pub(crate) fn first_id() -> OrganizationId {
    let (env, _) = env(MockStore::default());
    OrganizationId::from_uuid(generate_uuid(&*env.entropy, now()).unwrap())
}

/// A set-up with the link whose token is made of fives.
pub(super) fn open() -> Setup {
    let digest = SetupToken::generate([5; 32]).digest();
    Setup::Unissued.issue(digest, now()).unwrap()
}

/// A unit of work in the first organization, with the set-up as it is stored.
pub(super) fn with(setup: Option<Setup>) -> MockUnitOfWork {
    let mut work = MockUnitOfWork::new(first_id());
    work.setup.expect_find().return_once(move || Ok(setup));
    work
}

/// Expects organization and owner to be stored, and exactly these entries in the trail.
pub(super) fn expect_founding(work: &mut MockUnitOfWork, actions: &'static [&'static str]) {
    work.organizations
        .expect_insert()
        .once()
        .returning(|_| Ok(()));
    work.members.expect_insert().once().returning(|_| Ok(()));
    let mut left = actions.iter();
    work.trail
        .expect_append()
        .times(actions.len())
        .returning(move |draft: TrailDraft| {
            assert_eq!(Some(&draft.action.as_str()), left.next());
            Ok(TrailHead::genesis(first_id()).append(draft).0)
        });
}

pub(super) fn organization() -> FirstOrganization {
    FirstOrganization {
        slug: "example-audit".parse().unwrap(),
        name: OrganizationName::new("Example Audit").unwrap(),
    }
}

pub(super) fn owner() -> FirstOwner {
    FirstOwner {
        email: "ada@example.com".parse().unwrap(),
        name: MemberName::new("Ada").unwrap(),
    }
}
