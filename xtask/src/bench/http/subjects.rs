//! Who is asked for what, in rounds that take turns, so that what else the machine does is shared.

use anyhow::{Result, ensure};

use super::{Extent, place::Place};
use crate::bench::{
    load::{Keys, Load, Round, Target},
    node::{Lookups, MeteredNode},
};

/// One row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject {
    /// What other rows call it that are compared with it.
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    asked: Asked,
    path: &'static str,
    /// The name of the row that it is compared with.
    pub(super) reference: Option<&'static str>,
    /// What is to be reached of that, in words; empty when nothing is promised.
    pub(super) target: &'static str,
}

/// Who answers, and which keys are shown.
#[derive(Clone, Copy, Debug)]
enum Asked {
    /// The reference, with keys in use.
    Reference,
    /// The reference, with each key once.
    ReferenceOnce,
    /// The service, with keys in use: from memory.
    Memory,
    /// A node of the service that has just been started, with each key once: from the database.
    Database,
    /// The service, with the one key that may read.
    Reader,
}

pub(super) const SUBJECTS: [Subject; 6] = [
    Subject {
        name: "bare",
        label: "**bare**: actix-web, a handler that does nothing",
        asked: Asked::Reference,
        path: "/bare",
        reference: None,
        target: "",
    },
    Subject {
        name: "memory",
        label: "`GET /auth` from memory",
        asked: Asked::Memory,
        path: "/auth?scope=read:findings",
        reference: Some("bare"),
        target: "≥ 0.95, ≤ 1.15, ≤ 1.2",
    },
    Subject {
        name: "select",
        label: "**select**: actix-web, one `SELECT` a request with `tokio-postgres`, each key once",
        asked: Asked::ReferenceOnce,
        path: "/select",
        reference: Some("bare"),
        target: "",
    },
    Subject {
        name: "database",
        label: "`GET /auth` from the database, each key once",
        asked: Asked::Database,
        path: "/auth?scope=read:findings",
        reference: Some("select"),
        target: "≥ 0.8 of the rate",
    },
    Subject {
        name: "transaction",
        label: "**transaction**: actix-web, the transaction and the JSON of 20 findings, pipelined \
                with `tokio-postgres`; no key is verified",
        asked: Asked::Reference,
        path: "/findings",
        reference: Some("bare"),
        target: "",
    },
    Subject {
        name: "findings",
        label: "`GET /api/v1/findings`, 20 of a tenant",
        asked: Asked::Reader,
        path: "/api/v1/findings?limit=20",
        reference: Some("transaction"),
        target: "≥ 0.9 of the rate",
    },
];

/// Each subject's rounds.
pub(super) fn rounds(
    place: &Place,
    load: &Load,
    extent: Extent,
) -> Result<[Vec<Round>; SUBJECTS.len()]> {
    // Before anything counts, every key in use is in memory and every connection is there.
    for subject in &SUBJECTS {
        subject.round(place, load, 1)?;
    }
    let mut rounds = [const { Vec::new() }; SUBJECTS.len()];
    for _ in 0..extent.rounds {
        for (subject, rounds) in SUBJECTS.iter().zip(&mut rounds) {
            rounds.push(subject.round(place, load, extent.seconds)?);
        }
    }
    Ok(rounds)
}

impl Subject {
    fn round(&self, place: &Place, load: &Load, seconds: u64) -> Result<Round> {
        let (node, keys) = match self.asked {
            Asked::Reference => (&place.reference, Keys::InTurn(&place.in_use)),
            Asked::ReferenceOnce => (&place.reference, Keys::Once(&place.once)),
            Asked::Memory => (&place.first.node, Keys::InTurn(&place.in_use)),
            Asked::Reader => (&place.first.node, Keys::InTurn(&place.reader)),
            Asked::Database => return self.read_each(place, load, seconds),
        };
        load.round(&Target::of(node, self.path, keys), seconds)
    }

    /// By a node that has none of the keys in memory, and is gone afterwards.
    fn read_each(&self, place: &Place, load: &Load, seconds: u64) -> Result<Round> {
        // Storing that a key was used comes later, for many keys at once: it is no part of the one
        // reading, and its turn does not come here.
        let node = MeteredNode::start(&place.stack, "database", &["--usage-flush", "1h"])?;
        let target = |keys| Target::of(&node.node, self.path, Keys::Once(keys));
        load.warm_up(&target(&place.unmeasured), 1)?;
        let before = node.lookups()?;
        let round = load.round(&target(&place.once), seconds)?;
        ensure_read(before, node.lookups()?, &round)?;
        Ok(round)
    }
}

/// Every answer took a reading of its own, and none came from memory.
fn ensure_read(before: Lookups, after: Lookups, round: &Round) -> Result<()> {
    let (hits, reads) = (after.hits - before.hits, after.reads - before.reads);
    ensure!(
        hits == 0.0 && reads >= round.requests,
        "of {:.0} answers that were to come from the database, it was asked for {reads:.0}, and {hits:.0} \
         came from memory",
        round.requests
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_is_a_row_above() {
        for (index, subject) in SUBJECTS.iter().enumerate() {
            let above = &SUBJECTS[..index];
            let found = |reference| above.iter().any(|row| row.name == reference);
            assert!(subject.reference.is_none_or(found), "{}", subject.name);
        }
    }

    #[test]
    fn what_memory_answered_is_not_measured_as_read() {
        let round = Round {
            requests: 10.0,
            rate: 1.0,
            processor: 1.0,
            p99: 1.0,
        };
        let none = Lookups {
            hits: 0.0,
            reads: 5.0,
        };
        let after = |hits, reads| ensure_read(none, Lookups { hits, reads }, &round);
        // Some were still on their way when the time was over.
        after(0.0, 17.0).unwrap();
        after(0.0, 15.0).unwrap();
        assert!(after(0.0, 14.0).is_err());
        assert!(after(1.0, 15.0).is_err());
    }
}
