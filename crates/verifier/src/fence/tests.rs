use std::time::Duration;

use aiia_keys_domain::{Invalidation, Standing};

use super::*;
use crate::{
    Answer, Limits,
    simulation::{sample_digest as digest, sample_grant},
};

fn at(millis: u64) -> BootInstant {
    BootInstant::from_nanos(millis * 1_000_000)
}

/// A node with a lease until second 1, at epoch 4, that knows key 1.
fn node() -> (Arc<Verifier>, Fence) {
    let (verifier, mut fence) = Verifier::new(Limits::default(), LeasePolicy::default());
    let Attempt::Register(registration) = fence.start(at(0)) else {
        panic!("a new node registers");
    };
    fence.registered(registration, Epoch::new(4));
    learn(&verifier, 1, 4, at(1));
    (verifier, fence)
}

fn learn(verifier: &Verifier, key: usize, epoch: u64, now: BootInstant) {
    let Answer::Ask(ticket) = verifier.look_up(&digest(key), now) else {
        panic!("the key is known already");
    };
    verifier.found(ticket, sample_grant(key, false), Epoch::new(epoch));
}

fn standing(verifier: &Verifier, now: BootInstant) -> Option<Standing> {
    match verifier.look_up(&digest(1), now) {
        Answer::Known(grant) => Some(grant.standing),
        _ => None,
    }
}

fn renew(fence: &mut Fence, now: BootInstant, epoch: u64, entries: &[u64]) -> Acknowledgement {
    let Attempt::Renew(renewal) = fence.start(now) else {
        panic!("a node with a row renews");
    };
    let revoked = Invalidation::KeyRevoked(sample_grant(1, false).key);
    let journal = Journal {
        epoch: Epoch::new(epoch),
        entries: entries
            .iter()
            .map(|epoch| (Epoch::new(*epoch), revoked))
            .collect(),
    };
    fence.apply(renewal, &journal)
}

#[test]
fn a_node_answers_from_memory_up_to_the_end_of_its_lease() {
    let (verifier, _fence) = node();
    assert_eq!(standing(&verifier, at(999)), Some(Standing::Good));
    assert_eq!(standing(&verifier, at(1000)), None);
    assert_eq!(verifier.lease_left(at(400)), Duration::from_millis(600));
}

#[test]
fn a_renewal_counts_from_before_it_was_asked_for() {
    let (verifier, mut fence) = node();
    let acknowledgement = renew(&mut fence, at(300), 4, &[]);
    assert_eq!(standing(&verifier, at(1000)), None, "not yet acknowledged");
    fence.acknowledged(acknowledgement);
    assert_eq!(standing(&verifier, at(1299)), Some(Standing::Good));
    assert_eq!(standing(&verifier, at(1300)), None);
}

#[test]
fn what_was_revoked_is_refused_before_it_is_acknowledged() {
    let (verifier, mut fence) = node();
    let acknowledgement = renew(&mut fence, at(300), 5, &[5]);
    assert_eq!(standing(&verifier, at(301)), Some(Standing::KeyRevoked));
    assert_eq!(acknowledgement.epoch(), Epoch::new(5));
}

#[test]
fn a_journal_with_gaps_or_from_another_past_empties_the_cache() {
    for (epoch, entries) in [(6, &[6][..]), (6, &[5, 7]), (5, &[]), (3, &[])] {
        let (verifier, mut fence) = node();
        learn(&verifier, 2, 4, at(2));
        let acknowledgement = renew(&mut fence, at(300), epoch, entries);
        fence.acknowledged(acknowledgement);
        let Answer::Ask(_) = verifier.look_up(&digest(2), at(301)) else {
            panic!("still known after {epoch} {entries:?}");
        };
    }
}

#[test]
fn a_reading_from_before_the_epoch_went_backwards_stays_out() {
    let (verifier, mut fence) = node();
    let Answer::Ask(ticket) = verifier.look_up(&digest(2), at(2)) else {
        panic!("the key is known already");
    };
    let acknowledgement = renew(&mut fence, at(300), 3, &[]);
    fence.acknowledged(acknowledgement);
    verifier.found(ticket, sample_grant(2, false), Epoch::new(4));
    assert!(matches!(
        verifier.look_up(&digest(2), at(301)),
        Answer::Ask(_)
    ));
}

#[test]
fn a_fenced_node_drops_everything_and_registers_anew() {
    let (verifier, mut fence) = node();
    let acknowledgement = renew(&mut fence, at(300), 4, &[]);
    fence.fenced(acknowledgement);
    assert_eq!(standing(&verifier, at(301)), None);
    assert!(verifier.is_empty());
    assert!(matches!(fence.start(at(302)), Attempt::Register(_)));
}

#[test]
fn a_flood_of_unknown_keys_is_refused_and_known_ones_are_not() {
    let (verifier, _fence) = node();
    let asked = (100..5000)
        .filter(|key| matches!(verifier.look_up(&digest(*key), at(500)), Answer::Ask(_)))
        .count();
    // One reading was used for the key that is known, and given back.
    assert_eq!(asked, 1000);
    assert!(matches!(
        verifier.look_up(&digest(9), at(500)),
        Answer::Refuse
    ));
    assert_eq!(standing(&verifier, at(500)), Some(Standing::Good));
}
