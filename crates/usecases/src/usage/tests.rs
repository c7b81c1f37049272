use aiia_keys_domain::{Bucket, Outcome, Role, UsageRange, UsedScope};
use aiia_keys_ports::{
    DailyCount, Page,
    mock::{MockStore, MockUnitOfWork},
};

use super::*;
use crate::{
    key,
    testing::{env, key_id, member, now, organization_id, program, stored_key},
};

fn use_of(key: KeyId, scope: UsedScope, at: Timestamp) -> ScopeUse {
    let last = LastUse { at, address: None };
    ScopeUse { key, scope, last }
}

/// Storage in which there is one key, used for two scopes.
fn used() -> MockUnitOfWork {
    let mut work = MockUnitOfWork::new(organization_id());
    let id = stored_key("read:*").value.data().id;
    work.keys
        .expect_find()
        .returning(move |asked| Ok((asked == id).then(|| stored_key("read:*"))));
    work.keys.expect_list().returning(|_, _, _| {
        Ok(Page {
            items: vec![stored_key("read:*")],
            next: None,
        })
    });
    work.usage.expect_list_last_uses().returning(move |keys| {
        assert_eq!(keys, [id]);
        Ok(vec![
            use_of(
                id,
                UsedScope::Named("read:findings".parse().unwrap()),
                now(),
            ),
            use_of(id, UsedScope::Unscoped, Timestamp::UNIX_EPOCH),
        ])
    });
    work.usage.expect_count_daily().returning(move |_, first| {
        assert_eq!(first, Day::of(now()).minus(29));
        Ok(vec![DailyCount {
            key: id,
            day: Day::of(now()),
            outcome: Outcome::Allowed,
            count: 7,
        }])
    });
    work.usage
        .expect_list_days()
        .returning(|_, _, _| Ok(Vec::new()));
    work
}

#[tokio::test]
async fn keys_are_listed_with_their_last_use_and_their_days_on_request() {
    for daily in [false, true] {
        let (env, _) = env(MockStore::with(used()));
        let query = list::Query {
            daily,
            ..list::Query::default()
        };
        let page = list::list(&env, &member(Role::Auditor), query).await;
        let found = page.unwrap().items.remove(0);
        assert_eq!(found.key, stored_key("read:*"));
        assert_eq!(found.last_use.map(|last| last.at), Some(now()));
        let today = found.daily.map(|daily| daily.allowed[29]);
        assert_eq!(today, daily.then_some(7));
    }
}

#[tokio::test]
async fn an_empty_page_asks_for_no_usage() {
    let mut work = MockUnitOfWork::new(organization_id());
    work.keys.expect_list().returning(|_, _, _| {
        Ok(Page {
            items: Vec::new(),
            next: None,
        })
    });
    let (env, _) = env(MockStore::with(work));
    let page = list::list(&env, &member(Role::Owner), list::Query::default()).await;
    assert_eq!(page.unwrap().items, []);
}

#[tokio::test]
async fn a_key_is_found_with_its_last_use() {
    let (env, _) = env(MockStore::with(used()).and(used()));
    let found = find::find(&env, &program("admin:keys"), key_id(1)).await;
    assert_eq!(found.unwrap().last_use.map(|last| last.at), Some(now()));
    let missing = find::find(&env, &program("admin:keys"), key_id(2)).await;
    assert!(matches!(missing, Err(find::Error::NotFound)));
}

#[tokio::test]
async fn a_report_tells_which_held_scopes_were_never_used() {
    let (env, _) = env(MockStore::with(used()).and(used()));
    let range = UsageRange::up_to(now(), 30, Bucket::Day);
    let report = report::report(&env, &member(Role::Auditor), key_id(1), range).await;
    let unused: Vec<_> = report
        .unwrap()
        .unused
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(unused, ["read:universe"]);
    let missing = report::report(&env, &member(Role::Auditor), key_id(2), range).await;
    assert!(matches!(missing, Err(report::Error::NotFound)));
}

#[tokio::test]
async fn who_may_not_never_reaches_storage() {
    let (env, _) = env(MockStore::default());
    let caller = program("read:*");
    let listed = list::list(&env, &caller, list::Query::default()).await;
    assert!(matches!(listed, Err(key::list::Error::Forbidden(_))));
    let found = find::find(&env, &caller, key_id(1)).await;
    assert!(matches!(found, Err(find::Error::Forbidden(_))));
    let range = UsageRange::up_to(now(), 1, Bucket::Day);
    let told = report::report(&env, &caller, key_id(1), range).await;
    assert!(matches!(told, Err(report::Error::Forbidden(_))));
}
