use aiia_keys_domain::Actor;
use aiia_keys_ports::Version;

use super::*;
use crate::{
    Evidence, EvidenceStatus,
    mock::MockAssuranceWork,
    testing::{
        env, evidence_id, now, organization_id, procedure, procedure_id, program, stored, uploaded,
        uploading, work,
    },
};

fn command(evidence: &[u128]) -> Command {
    Command {
        procedure: procedure_id(1),
        evidence: evidence.iter().map(|id| evidence_id(*id)).collect(),
    }
}

fn attachment(evidence: u128) -> Attachment {
    Attachment {
        organization: organization_id(),
        procedure: procedure_id(1),
        evidence: evidence_id(evidence),
        attached_at: now(),
        attached_by: Actor::Operator,
    }
}

/// A procedure to which so many files are attached, and evidence that is there.
fn holding(present: usize, evidence: Vec<Evidence>) -> MockAssuranceWork {
    let mut work = work();
    work.test_procedures
        .expect_find_locked()
        .return_once(|_| Ok(Some(procedure(1))));
    work.test_procedures
        .expect_list_attachments()
        .return_once(move |_| Ok((1_000..).take(present).map(attachment).collect()));
    work.evidence
        .expect_find_locked()
        .return_once(|_| Ok(evidence.into_iter().map(stored).collect()));
    work
}

#[tokio::test]
async fn files_are_attached_once_and_in_the_order_in_which_they_are_named() {
    let attached_elsewhere = uploaded(2).attach(now()).unwrap();
    let mut work = holding(1, vec![uploaded(1), attached_elsewhere, uploaded(1_000)]);
    // The second is attached to another procedure already.
    work.evidence
        .expect_save()
        .withf(|evidence, read| {
            evidence.data().id == evidence_id(1)
                && evidence.data().state.status() == EvidenceStatus::Attached
                && *read == Version::new(4)
        })
        .times(1)
        .return_once(|_, read| Ok(read.next()));
    work.test_procedures
        .expect_insert_attachments()
        .withf(|added| {
            added
                .iter()
                .map(|one| one.evidence)
                .eq([evidence_id(2), evidence_id(1)])
        })
        .times(1)
        .return_once(|_| Ok(()));
    let (env, store) = env(work);
    let caller = program("write:evidence");
    let attached = attach(&env, &caller, command(&[2, 1_000, 1, 2]))
        .await
        .unwrap();
    let order: Vec<_> = attached.iter().map(|one| one.evidence).collect();
    assert_eq!(order, [2, 1_000, 1].map(evidence_id));
    assert_eq!(attached[1], attachment(1_000));
    assert_eq!(
        (&attached[0].attached_by, store.commits()),
        (&caller.actor, 1)
    );
}

#[tokio::test]
async fn one_file_that_is_not_there_refuses_all_of_them() {
    for evidence in [vec![uploaded(1)], vec![uploaded(1), uploading(2)]] {
        let mut work = holding(0, evidence);
        work.evidence
            .expect_save()
            .returning(|_, read| Ok(read.next()));
        let (env, store) = env(work);
        let refused = attach(&env, &program("write:evidence"), command(&[1, 2])).await;
        let told = matches!(refused, Err(Error::UnknownEvidence(id)) if id == evidence_id(2));
        assert!(told, "{refused:?}");
        assert_eq!(store.commits(), 0);
    }
}

#[tokio::test]
async fn the_thousand_and_first_is_refused() {
    let mut work = holding(999, vec![uploaded(1), uploaded(2)]);
    work.evidence
        .expect_save()
        .returning(|_, read| Ok(read.next()));
    let (env, store) = env(work);
    let refused = attach(&env, &program("write:evidence"), command(&[1, 2])).await;
    assert!(
        matches!(refused, Err(Error::Refused(AttachError::TooMany))),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_without_the_scope_nothing_is_asked() {
    let mut none = work();
    none.test_procedures
        .expect_find_locked()
        .return_once(|_| Ok(None));
    let (env, _) = env(none);
    let refused = attach(&env, &program("write:findings"), command(&[1])).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    let caller = program("write:evidence");
    for ids in [vec![], (1..=101).collect::<Vec<_>>()] {
        let refused = attach(&env, &caller, command(&ids)).await;
        assert!(matches!(refused, Err(Error::Count(_))), "{refused:?}");
    }
    let refused = attach(&env, &caller, command(&[1])).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
}
