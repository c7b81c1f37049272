use aiia_keys_domain::{ActionName, Actor, Role, Subject, TrailDraft, TrailEntry};
use aiia_keys_ports::mock::{MockStore, MockUnitOfWork};

use super::*;
use crate::testing::{env, member, now, organization_id, work};

/// A trail of `length` entries, and its head.
fn trail(length: u64) -> (Vec<TrailEntry>, TrailHead) {
    const DONE: ActionName = ActionName::from_static("key.renamed");
    let mut head = TrailHead::genesis(organization_id());
    let mut entries = Vec::new();
    for _ in 0..length {
        let draft = TrailDraft::new(now(), Actor::System, DONE, Subject::Organization);
        let (entry, next) = head.append(draft);
        entries.push(entry);
        head = next;
    }
    (entries, head)
}

fn holding(entries: Vec<TrailEntry>, head: TrailHead) -> MockUnitOfWork {
    let mut work = work();
    work.trail.expect_head().return_once(move || Ok(head));
    work.trail
        .expect_list_after()
        .returning(move |filter, sequence, limit| {
            assert!(filter.is_empty(), "a chain is checked whole");
            let after = entries.iter().filter(|entry| entry.sequence() > sequence);
            Ok(after
                .take(usize::try_from(limit).unwrap())
                .cloned()
                .collect())
        });
    work
}

async fn verified(entries: Vec<TrailEntry>, head: TrailHead) -> Result<TrailHead, Error> {
    let (env, _) = env(MockStore::with(holding(entries, head)));
    verify(&env, &member(Role::Auditor)).await
}

#[tokio::test]
async fn a_whole_trail_of_any_length_is_whole() {
    for length in [0, 1, 999, 1000, 1001, 2500] {
        let (entries, head) = trail(length);
        assert_eq!(verified(entries, head).await.unwrap(), head, "{length}");
    }
}

#[tokio::test]
async fn a_removed_entry_is_found_in_any_batch() {
    for removed in [0, 500, 1200] {
        let (mut entries, head) = trail(1500);
        entries.remove(removed);
        let error = verified(entries, head).await.unwrap_err();
        assert!(matches!(error, Error::Broken(_)), "{removed}: {error:?}");
    }
}

#[tokio::test]
async fn a_cut_end_is_found() {
    let (mut entries, head) = trail(10);
    entries.truncate(7);
    let error = verified(entries, head).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Cut {
                expected: 10,
                found: 7
            }
        ),
        "{error:?}"
    );
    assert!(error.to_string().contains("cut off"), "{error}");
}

#[tokio::test]
async fn entries_that_are_appended_meanwhile_do_not_disturb() {
    let (entries, _) = trail(12);
    let (_, head) = trail(10);
    assert_eq!(verified(entries, head).await.unwrap(), head);
}
