//! A universe that is replaced: everything of it at once, or nothing.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
};

use aiia_keys_assurance::{
    ConnectorRules, CsvTreeReader, EntityFilter, Env, EvidenceRules, TreeExtent,
    mock::{MockEvidenceStore, MockRunLauncher},
    universe::synchronize::{self, Command, Report, synchronize},
};
use aiia_keys_domain::{Caller, Timestamp};
use aiia_keys_ports::{
    Clock, Entropy, EntropyUnavailable, MemorySpools, PageRequest, Store as _, Stored, TrailFilter,
    mock::MockSealer,
};

use crate::support::{A, B, Place, at, draft, entity_id, finding_id, is_conflict, list_tree, org};

/// An instant that was chosen.
struct At(Timestamp);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// Bytes that differ each time.
struct Counting;

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyUnavailable> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (byte, next) in bytes.iter_mut().zip(next) {
            *byte = next;
        }
        Ok(())
    }
}

impl Place {
    /// What became of a register that was read so many seconds after the beginning.
    async fn synchronize(
        &self,
        tenant: u128,
        rows: &str,
        seconds: u64,
    ) -> Result<Report, synchronize::Error> {
        let mut reader = CsvTreeReader::default();
        reader.push(b"code,kind,name,parent\n").unwrap();
        reader.push(rows.as_bytes()).unwrap();
        let env = Env {
            store: Box::new(self.store.clone()),
            clock: Box::new(At(at(seconds))),
            entropy: Box::new(Counting),
            spools: Box::new(MemorySpools),
            evidence: Box::new(MockEvidenceStore::new()),
            evidence_rules: EvidenceRules::default(),
            sealer: Box::new(MockSealer::new()),
            runs: Box::new(MockRunLauncher::new()),
            connector_rules: ConnectorRules::default(),
        };
        let command = Command {
            tree: reader.finish().unwrap(),
            dry_run: false,
        };
        synchronize(&env, &Caller::operator(org(tenant)), command).await
    }

    /// Code, name, parent's code and level of everything in a tenant's universe.
    async fn universe(&self, tenant: u128) -> Vec<(String, String, String, u8)> {
        let mut work = self.begin(tenant).await;
        let extent = TreeExtent {
            root: None,
            depth: None,
            limit: 1_000,
        };
        let entities = list_tree(&mut *work, &extent).await;
        let codes: BTreeMap<_, _> = entities
            .iter()
            .map(|entity| (entity.id(), entity.code().to_string()))
            .collect();
        let mut shown: Vec<_> = entities
            .iter()
            .map(|entity| {
                let parent = entity.parent().map(|parent| codes[&parent].clone());
                let name = entity.name().to_string();
                let level = entity.level().get();
                (
                    entity.code().to_string(),
                    name,
                    parent.unwrap_or_default(),
                    level,
                )
            })
            .collect();
        shown.sort();
        shown
    }
}

fn row(code: &str, name: &str, parent: &str, level: u8) -> (String, String, String, u8) {
    (code.to_owned(), name.to_owned(), parent.to_owned(), level)
}

const FIRST: &str = "A,legal_entity,Group,\nB,process,Pay,A\nC,process,Plan,B\nD,system,Ledger,\n";
/// B and what lies below it move under an entity that is new and comes later; D leaves.
const SECOND: &str = "C,process,Plan,B\nB,process,Pay,N\nA,legal_entity,Group,\nN,process,New,A\n";

#[tokio::test]
async fn branches_move_and_what_is_not_listed_retires() {
    let place = Place::new().await;
    let report = place.synchronize(A, FIRST, 10).await.unwrap();
    assert_eq!((report.added.count, report.unchanged), (4, 0));
    let first = [
        row("A", "Group", "", 0),
        row("B", "Pay", "A", 1),
        row("C", "Plan", "B", 2),
        row("D", "Ledger", "", 0),
    ];
    assert_eq!(place.universe(A).await, first);

    let report = place.synchronize(A, SECOND, 20).await.unwrap();
    let counts = [
        report.added.count,
        report.changed.count,
        report.retired.count,
    ];
    assert_eq!((counts, report.unchanged), ([1, 2, 1], 1));
    let second = [
        row("A", "Group", "", 0),
        row("B", "Pay", "N", 2),
        row("C", "Plan", "B", 3),
        row("N", "New", "A", 1),
    ];
    assert_eq!(place.universe(A).await, second);
    assert_eq!(place.universe(B).await, []);

    let again = place.synchronize(A, SECOND, 30).await.unwrap();
    assert_eq!(again.unchanged, 4);
    let back = place.synchronize(A, FIRST, 40).await.unwrap();
    let counts = [back.restored.count, back.changed.count, back.retired.count];
    assert_eq!((counts, back.unchanged), ([1, 2, 1], 1));
    assert_eq!(place.universe(A).await, first);
}

#[tokio::test]
async fn what_retired_is_listed_apart_and_keeps_its_findings() {
    let place = Place::with_entities().await;
    place.insert_findings(A, &[draft(A, 1)]).await;
    // The finding is about the entity 1, whose code is not in the register.
    place.synchronize(A, FIRST, 10).await.unwrap();
    let mut work = place.begin(A).await;
    let page = PageRequest::default();
    let mut codes = Vec::new();
    for retired in [false, true] {
        let filter = EntityFilter {
            retired,
            ..EntityFilter::default()
        };
        let listed = work.entities().list(&filter, page).await.unwrap().items;
        for entity in &listed {
            assert_eq!(entity.value.retired_at(), retired.then(|| at(10)));
        }
        codes.push(listed.len());
    }
    assert_eq!(codes, [4, 3]);
    let found = work.findings().find(finding_id(1)).await.unwrap().unwrap();
    let entity = work.entities().find(entity_id(1)).await.unwrap().unwrap();
    assert_eq!(found.value.data().entity, entity.value.id());
    assert_eq!(entity.value.retired_at(), Some(at(10)));
    let extent = TreeExtent {
        root: Some(entity_id(1)),
        depth: None,
        limit: 9,
    };
    assert_eq!(list_tree(&mut *work, &extent).await, []);
}

#[tokio::test]
async fn one_tenants_codes_are_nothing_to_the_other() {
    let place = Place::with_entities().await;
    let before = place.universe(B).await;
    place
        .synchronize(A, "E-000001,system,Other,\n", 10)
        .await
        .unwrap();
    assert_eq!(place.universe(A).await, [row("E-000001", "Other", "", 0)]);
    assert_eq!(place.universe(B).await, before);
}

#[tokio::test]
async fn two_at_once_are_one_and_a_conflict_and_other_tenants_do_not_wait() {
    let place = Place::new().await;
    let mut first = place.begin(A).await;
    first.entities().lock_universe().await.unwrap();
    let refused = place.synchronize(A, FIRST, 10).await;
    match refused {
        Err(synchronize::Error::Store(error)) => assert!(is_conflict(&Err::<(), _>(error))),
        other => panic!("{other:?}"),
    }
    place.synchronize(B, FIRST, 10).await.unwrap();
    first.commit().await.unwrap();
    place.synchronize(A, FIRST, 10).await.unwrap();
}

#[tokio::test]
async fn an_entity_that_was_changed_meanwhile_stops_all_of_it() {
    let place = Place::with_entities().await;
    let mut slow = place.begin(A).await;
    let read = slow.entities().list_all(None).await.unwrap();
    place
        .synchronize(A, "E-000002,process,Quick,\n", 10)
        .await
        .unwrap();
    let retired: Vec<_> = read
        .into_iter()
        .map(|entity| Stored {
            value: entity.value.retire(at(20)),
            version: entity.version,
        })
        .collect();
    let refused = slow.entities().rewrite(&retired).await;
    assert!(is_conflict(&refused), "{refused:?}");
    drop(slow);
    assert_eq!(place.universe(A).await, [row("E-000002", "Quick", "", 0)]);
}

#[tokio::test]
async fn the_trail_tells_of_it_and_verifies() {
    let place = Place::new().await;
    place.synchronize(A, FIRST, 10).await.unwrap();
    place.synchronize(A, FIRST, 20).await.unwrap();
    place.synchronize(A, SECOND, 30).await.unwrap();
    let mut work = place.store.begin(org(A)).await.unwrap();
    let entries = work
        .trail()
        .list_after(&TrailFilter::default(), 0, 10)
        .await
        .unwrap();
    let told: Vec<_> = entries
        .iter()
        .map(|entry| (entry.at(), entry.action().as_str()))
        .collect();
    let expected = [10, 30].map(|seconds| (at(seconds), "universe.synchronized"));
    assert_eq!(told, expected, "what changed nothing is not told");
}
