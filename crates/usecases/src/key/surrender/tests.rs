use aiia_keys_domain::{Epoch, Grant, Invalidation, Standing};
use aiia_keys_ports::{
    LocatedKey,
    mock::{MockKeyLocator, MockStore},
};

use super::*;
use crate::testing::{
    env, expect_invalidation, expect_trail, expect_waits, issued_key, key_id, organization,
    stored_key, work,
};

/// An environment that knows one key, which may be used from nowhere, and that key.
fn known(store: MockStore) -> (Env, String) {
    let (mut env, _) = env(store);
    let (key, found) = issued_key(&env);
    let mut grant = Grant::of(&stored_key("read:findings").value, &organization());
    grant.standing = Standing::OrganizationSuspended;
    let mut locator = MockKeyLocator::new();
    locator.expect_locate().returning(move |candidates| {
        let grant = grant.clone();
        Ok(candidates.contains(&found).then_some(LocatedKey {
            grant,
            found,
            read_at: Epoch::new(1),
        }))
    });
    env.locator = Box::new(locator);
    (env, key)
}

fn command(presented: &str) -> Command<'_> {
    Command {
        presented,
        reason: Some(RevocationReason::new("found in a public repository").unwrap()),
        request: None,
    }
}

#[tokio::test]
async fn its_holder_ends_a_key_whatever_it_may_do() {
    let mut work = work();
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:findings"))));
    work.keys
        .expect_save()
        .once()
        .returning(|_, read| Ok(read.next()));
    expect_trail(&mut work, &["key.revoked"]);
    expect_invalidation(&mut work, Invalidation::KeyRevoked(key_id(1)));
    let (mut env, key) = known(MockStore::with(work));
    expect_waits(&mut env, &[Some(8)]);
    let ended = surrender(&env, command(&key)).await.unwrap();
    let revocation = ended.value.revocation().unwrap();
    assert_eq!(revocation.by, Actor::Key(key_id(1)));
    assert_eq!(
        revocation.reason.as_ref().unwrap().as_str(),
        "found in a public repository"
    );
}

#[tokio::test]
async fn what_was_never_issued_ends_nothing() {
    let (env, key) = known(MockStore::default());
    let never_issued = env.format.generate([1; 32]);
    let refused = surrender(&env, command(never_issued.expose())).await;
    assert!(matches!(refused, Err(Error::Unknown)), "{refused:?}");
    for text in ["", "hello", &key[..63]] {
        let refused = surrender(&env, command(text)).await;
        assert!(matches!(refused, Err(Error::Malformed(_))), "{refused:?}");
    }
}

#[test]
fn what_was_presented_is_not_printed() {
    let printed = format!("{:?}", command("aiia_key_live_secret"));
    assert!(!printed.contains("live"), "{printed}");
}
