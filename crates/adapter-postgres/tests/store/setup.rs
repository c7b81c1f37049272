//! How far the system is set up.

use aiia_keys_domain::{Setup, SetupToken};
use aiia_keys_test_support::Role;

use crate::support::{A, B, Place, at, is_conflict};

fn open() -> Setup {
    let digest = SetupToken::generate([1; 32]).digest();
    Setup::Unissued.issue(digest, at(0)).unwrap()
}

async fn found(place: &Place, tenant: u128) -> Option<Setup> {
    place.begin(tenant).await.setup().find().await.unwrap()
}

async fn save(place: &Place, setup: Setup) {
    let mut work = place.begin(A).await;
    work.setup().save(&setup).await.unwrap();
    work.commit().await.unwrap();
}

#[tokio::test]
async fn it_is_the_same_for_every_tenant() {
    let place = Place::new().await;
    assert_eq!(found(&place, A).await, Some(Setup::Unissued));
    save(&place, open()).await;
    assert_eq!(found(&place, A).await, Some(open()));
    assert_eq!(found(&place, B).await, Some(open()));
}

#[tokio::test]
async fn what_is_not_committed_did_not_happen() {
    let place = Place::new().await;
    let mut work = place.begin(A).await;
    work.setup().save(&open()).await.unwrap();
    drop(work);
    assert_eq!(found(&place, B).await, Some(Setup::Unissued));
}

#[tokio::test]
async fn once_completed_there_is_none_any_more() {
    let place = Place::new().await;
    save(&place, open()).await;
    save(&place, Setup::Completed { at: at(1) }).await;
    assert_eq!(found(&place, A).await, None);
    let mut work = place.begin(A).await;
    assert!(is_conflict(&work.setup().save(&open()).await));
}

#[tokio::test]
async fn of_two_who_complete_it_at_once_one_does() {
    let place = Place::new().await;
    save(&place, open()).await;
    let mut first = place.begin(A).await;
    assert_eq!(first.setup().find().await.unwrap(), Some(open()));
    let completing = async {
        let completed = Setup::Completed { at: at(1) };
        first.setup().save(&completed).await.unwrap();
        first.commit().await.unwrap();
    };
    // The second one is held off until the first is through, and then finds nothing to do.
    let (second, ()) = tokio::join!(found(&place, B), completing);
    assert_eq!(second, None);
}

#[tokio::test]
async fn the_services_role_can_neither_reopen_nor_add_nor_delete_it() {
    let place = Place::new().await;
    save(&place, Setup::Completed { at: at(1) }).await;
    let service = place.database.connect(Role::App).await.unwrap();
    service
        .batch_execute("SET search_path = aiia_keys, pg_temp")
        .await
        .unwrap();
    let reopened = service
        .execute("UPDATE setup SET completed_at = NULL", &[])
        .await
        .unwrap();
    assert_eq!(reopened, 0);
    for statement in [
        "INSERT INTO setup (singleton) VALUES (true)",
        "INSERT INTO setup (singleton) VALUES (false)",
        "DELETE FROM setup",
        "TRUNCATE setup",
        "UPDATE setup SET singleton = false",
        "ALTER TABLE setup DISABLE ROW LEVEL SECURITY",
    ] {
        let refused = service.execute(statement, &[]).await.unwrap_err();
        let code = refused.code().map(tokio_postgres::error::SqlState::code);
        assert_eq!(code, Some("42501"), "{statement}: {refused}");
    }
    let rows = service
        .query_one("SELECT count(*), count(completed_at) FROM setup", &[])
        .await
        .unwrap();
    assert_eq!((rows.get::<_, i64>(0), rows.get::<_, i64>(1)), (1, 1));
}
