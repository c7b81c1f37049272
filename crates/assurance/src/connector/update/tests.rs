use aiia_keys_domain::TrailHead;

use super::*;
use crate::{
    SourceReach,
    mock::MockAssuranceWork,
    testing::{connector, connector_id, env, organization_id, program, stored, work},
};

fn nothing() -> Command {
    Command {
        id: connector_id(1),
        expected: None,
        name: None,
        url: None,
        format: None,
        credentials: None,
    }
}

fn present() -> MockAssuranceWork {
    let mut work = work();
    work.connectors
        .expect_find_locked()
        .return_once(|_| Ok(Some(stored(connector(1)))));
    work
}

#[tokio::test]
async fn what_is_set_is_changed_and_the_trail_names_the_fields_alone() {
    let mut work = present();
    let expected = Connector {
        name: "Other".parse().unwrap(),
        credentials: SealedCredentials::None,
        ..connector(1)
    };
    let saved = expected.clone();
    work.connectors
        .expect_save()
        .withf(move |connector, read| *connector == saved && *read == Version::new(4))
        .times(1)
        .returning(|_, read| Ok(read.next()));
    work.trail
        .expect_append()
        .withf(|draft| {
            let (entry, _) = TrailHead::genesis(organization_id()).append(draft.clone());
            let details: Vec<_> = entry.details().iter().collect();
            details == [("fields", "name, credentials")]
        })
        .times(1)
        .returning(|draft| Ok(TrailHead::genesis(organization_id()).append(draft).0));
    let (env, store) = env(work);
    let command = Command {
        expected: Some(Version::new(4)),
        name: Some("Other".parse().unwrap()),
        credentials: Some(SourceCredentials::None),
        ..nothing()
    };
    let updated = update(&env, &program("admin:sync"), command).await.unwrap();
    assert_eq!((updated.value, store.commits()), (expected, 1));
}

#[tokio::test]
async fn a_stale_version_a_missing_one_and_another_origin_change_nothing() {
    let stale = Command {
        expected: Some(Version::FIRST),
        ..nothing()
    };
    let (environment, store) = env(present());
    let refused = update(&environment, &program("admin:sync"), stale).await;
    assert!(matches!(refused, Err(Error::Stale)), "{refused:?}");

    let elsewhere = SourceUrl::new("https://evil.example.net/", SourceReach::Public);
    let moved = Command {
        url: Some(elsewhere.unwrap()),
        ..nothing()
    };
    let (environment, other) = env(present());
    let refused = update(&environment, &program("admin:sync"), moved).await;
    assert!(matches!(refused, Err(Error::Origin(_))), "{refused:?}");

    let mut gone = work();
    gone.connectors
        .expect_find_locked()
        .return_once(|_| Ok(None));
    let (environment, _) = env(gone);
    let refused = update(&environment, &program("admin:sync"), nothing()).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    assert_eq!(store.commits() + other.commits(), 0);
}

#[tokio::test]
async fn nothing_to_change_changes_nothing() {
    let (env, _) = env(present());
    let same = update(&env, &program("admin:sync"), nothing()).await;
    assert_eq!(same.unwrap(), stored(connector(1)));
}
