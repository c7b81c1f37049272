//! The tenant itself.

use aiia_keys_domain::{
    Days, Organization, OrganizationName, OrganizationState, Policy, RotationPeriod, ScopeSet,
};
use aiia_keys_ports::{OrganizationDirectory as _, Stored, Version};
use aiia_keys_postgres::{PgOrganizationDirectory, PoolOptions};

use crate::support::{A, B, Place, at, is_conflict, org, organization};

fn extreme() -> Organization {
    let policy = Policy {
        maximum_lifetime: Days::MAX,
        rotation_period: RotationPeriod::new(Days::new(1).unwrap()).unwrap(),
        grantable: "read:* write:findings admin:keys".parse().unwrap(),
        maximum_active_keys: u32::MAX,
        sources_required: true,
        rate_limit: Some("1000000/1d".parse().unwrap()),
    };
    Organization::from_stored(
        org(0xc),
        "extreme-0".parse().unwrap(),
        OrganizationName::new(&"Ω".repeat(120)).unwrap(),
        policy,
        at(1),
        OrganizationState::Suspended { at: at(2) },
    )
}

#[tokio::test]
async fn an_organization_is_read_back_as_it_was_stored() {
    let place = Place::empty(PoolOptions::default()).await;
    let mut work = place.begin(0xc).await;
    assert_eq!(work.organizations().find().await.unwrap(), None);
    work.organizations().insert(&extreme()).await.unwrap();
    work.commit().await.unwrap();
    let stored = place.begin(0xc).await.organizations().find().await.unwrap();
    assert_eq!(
        stored,
        Some(Stored {
            value: extreme(),
            version: Version::FIRST
        })
    );
}

#[tokio::test]
async fn a_saved_organization_is_read_back_and_the_other_is_untouched() {
    let place = Place::new().await;
    let nothing_granted = Policy {
        grantable: ScopeSet::empty(),
        ..Policy::default()
    };
    let (changed, _) = organization(A, "tenant-a").change_policy(nothing_granted);
    let (changed, _) = changed.suspend(at(3)).unwrap();
    let mut work = place.begin(A).await;
    let version = work
        .organizations()
        .save(&changed, Version::FIRST)
        .await
        .unwrap();
    work.commit().await.unwrap();
    assert_eq!(version, Version::new(2));
    let stored = place.begin(A).await.organizations().find().await.unwrap();
    assert_eq!(
        stored,
        Some(Stored {
            value: changed,
            version
        })
    );
    let other = place.begin(B).await.organizations().find().await.unwrap();
    let untouched = Stored {
        value: organization(B, "tenant-b"),
        version: Version::FIRST,
    };
    assert_eq!(other, Some(untouched));
}

#[tokio::test]
async fn a_stale_version_and_another_tenants_organization_are_conflicts() {
    let place = Place::new().await;
    let mut work = place.begin(A).await;
    let stale = work
        .organizations()
        .save(&organization(A, "tenant-a"), Version::new(2))
        .await;
    let other = work
        .organizations()
        .save(&organization(B, "tenant-b"), Version::FIRST)
        .await;
    assert!(
        is_conflict(&stale) && is_conflict(&other),
        "{stale:?} {other:?}"
    );
}

#[tokio::test]
async fn a_slug_or_id_that_is_taken_is_a_conflict_and_founds_nothing() {
    let place = Place::new().await;
    let mut work = place.begin(0xc).await;
    assert!(is_conflict(
        &work
            .organizations()
            .insert(&organization(0xc, "tenant-a"))
            .await
    ));
    drop(work);
    assert_eq!(
        place.begin(0xc).await.organizations().find().await.unwrap(),
        None
    );
    let mut work = place.begin(A).await;
    assert!(is_conflict(
        &work
            .organizations()
            .insert(&organization(A, "another"))
            .await
    ));
}

#[tokio::test]
async fn another_tenants_organization_cannot_be_founded() {
    let place = Place::new().await;
    let mut work = place.begin(A).await;
    let refused = work
        .organizations()
        .insert(&organization(0xc, "tenant-c"))
        .await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("row-level security")
    );
}

#[tokio::test]
async fn the_directory_knows_who_goes_by_a_slug() {
    let place = Place::new().await;
    let directory = PgOrganizationDirectory::new(place.pool.clone());
    let found = [
        directory.find(&"tenant-b".parse().unwrap()).await.unwrap(),
        directory.find(&"tenant-c".parse().unwrap()).await.unwrap(),
        directory.find(&"tenant-a".parse().unwrap()).await.unwrap(),
    ];
    assert_eq!(found, [Some(org(B)), None, Some(org(A))]);
}
