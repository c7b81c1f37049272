use std::time::Duration;

use aiia_keys_domain::Role;
use aiia_keys_ports::mock::MockStore;

use super::*;
use crate::testing::{env, member, now, program, stored_key, work};

#[tokio::test]
async fn a_key_is_due_a_rotation_period_after_it_was_made() {
    let mut work = work();
    work.keys.expect_list().once().returning(|filter, _, _| {
        let ninety_days = Duration::from_hours(90 * 24);
        assert_eq!(
            filter.rotation_due_since,
            Some(now().saturating_sub(ninety_days))
        );
        assert_eq!(filter.now, now());
        Ok(Page {
            items: vec![stored_key("read:*")],
            next: None,
        })
    });
    let (env, _) = env(MockStore::with(work));
    let query = Query {
        rotation_due: true,
        ..Query::default()
    };
    let page = list(&env, &member(Role::Auditor), query).await.unwrap();
    assert_eq!(page.items, [stored_key("read:*")]);
}

#[tokio::test]
async fn who_may_not_never_reaches_storage() {
    let (env, _) = env(MockStore::default());
    let refused = list(&env, &program("read:*"), Query::default())
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
}
