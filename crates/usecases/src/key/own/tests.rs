use aiia_keys_domain::Role;
use aiia_keys_ports::mock::MockStore;

use super::*;
use crate::testing::{env, key_id, member, now, program, stored_key, work};

#[tokio::test]
async fn a_key_sees_itself_without_any_scope_for_it() {
    let mut work = work();
    work.keys.expect_find().return_once(|id| {
        assert_eq!(id, key_id(1));
        Ok(Some(stored_key("read:findings")))
    });
    let (env, _) = env(MockStore::with(work));
    let caller = Caller {
        actor: Actor::Key(key_id(1)),
        ..program("read:findings")
    };
    let own = own(&env, &caller).await.unwrap();
    assert_eq!(own.key, stored_key("read:findings"));
    assert_eq!(
        own.rotation_due_at.saturating_since(now()).as_secs(),
        90 * 86_400
    );
}

#[tokio::test]
async fn a_person_is_no_key() {
    let (env, _) = env(MockStore::default());
    let refused = own(&env, &member(Role::Owner)).await.unwrap_err();
    assert!(matches!(refused, Error::NotAKey), "{refused:?}");
}
