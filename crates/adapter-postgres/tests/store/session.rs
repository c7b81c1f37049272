//! Sessions.

use aiia_keys_domain::{Role, Session, SessionDigest, SessionId};
use uuid::Uuid;

use crate::support::{A, B, Place, at, is_conflict, member, member_id, org};

fn session(id: u128, of: u128) -> Session {
    Session::begin(
        SessionId::from_uuid(Uuid::from_u128(id)),
        org(A),
        member_id(of),
        at(0),
    )
}

fn digest(id: u8) -> SessionDigest {
    SessionDigest::from_bytes([id; 32])
}

async fn place() -> Place {
    let place = Place::new().await;
    let mut work = place.begin(A).await;
    work.members()
        .insert(&member(A, 1, "a@example.com", Role::Owner))
        .await
        .unwrap();
    work.members()
        .insert(&member(A, 2, "b@example.com", Role::Owner))
        .await
        .unwrap();
    for (id, of) in [(1, 1), (2, 1), (3, 2)] {
        work.sessions()
            .insert(&session(id.into(), of), &digest(id))
            .await
            .unwrap();
    }
    work.commit().await.unwrap();
    place
}

async fn stored(place: &Place, id: u8) -> Session {
    place
        .begin(A)
        .await
        .sessions()
        .find(&digest(id))
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn a_session_is_found_by_its_digest_in_its_tenant_only() {
    let place = place().await;
    assert_eq!(stored(&place, 1).await, session(1, 1));
    let missing = place
        .begin(A)
        .await
        .sessions()
        .find(&digest(9))
        .await
        .unwrap();
    let foreign = place
        .begin(B)
        .await
        .sessions()
        .find(&digest(1))
        .await
        .unwrap();
    assert_eq!((missing, foreign), (None, None));
}

#[tokio::test]
async fn an_id_or_digest_that_is_taken_is_a_conflict() {
    let place = place().await;
    for (id, bytes) in [(1, 9), (9, 1)] {
        let mut work = place.begin(A).await;
        assert!(is_conflict(
            &work
                .sessions()
                .insert(&session(id, 1), &digest(bytes))
                .await
        ));
    }
}

#[tokio::test]
async fn last_use_never_moves_back_and_an_end_stays_whatever_the_order() {
    let place = place().await;
    let used = Session {
        last_used_at: at(20),
        ..session(1, 1)
    };
    let older = Session {
        last_used_at: at(10),
        ..session(1, 1)
    };
    let ended = Session {
        ended_at: Some(at(15)),
        ..session(1, 1)
    };
    let ended_later = Session {
        ended_at: Some(at(25)),
        ..used.clone()
    };
    for stale in [&used, &older, &ended, &used, &ended_later] {
        let mut work = place.begin(A).await;
        work.sessions().save(stale).await.unwrap();
        work.commit().await.unwrap();
    }
    let expected = Session {
        last_used_at: at(20),
        ended_at: Some(at(15)),
        ..session(1, 1)
    };
    assert_eq!(stored(&place, 1).await, expected);
}

#[tokio::test]
async fn a_session_that_is_not_there_or_anothers_cannot_be_saved() {
    let place = place().await;
    assert!(is_conflict(
        &place.begin(A).await.sessions().save(&session(9, 1)).await
    ));
    assert!(is_conflict(
        &place.begin(B).await.sessions().save(&session(1, 1)).await
    ));
}

#[tokio::test]
async fn all_open_sessions_of_one_member_end_together() {
    let place = place().await;
    let mut work = place.begin(A).await;
    work.sessions()
        .save(&session(1, 1).end(at(5)))
        .await
        .unwrap();
    assert_eq!(
        work.sessions().end_all(member_id(1), at(8)).await.unwrap(),
        1
    );
    assert_eq!(
        work.sessions().end_all(member_id(1), at(9)).await.unwrap(),
        0
    );
    work.commit().await.unwrap();
    let foreign = place
        .begin(B)
        .await
        .sessions()
        .end_all(member_id(2), at(8))
        .await;
    assert_eq!(foreign.unwrap(), 0);
    let mut ends = Vec::new();
    for id in [1, 2, 3] {
        ends.push(stored(&place, id).await.ended_at);
    }
    assert_eq!(ends, [Some(at(5)), Some(at(8)), None]);
}
