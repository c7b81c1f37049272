use std::{collections::BTreeMap, convert::Infallible};

use aiia_keys_ports::Version;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    EntityCode, EntityKind, RowPlace, TreeRow,
    testing::{at_day, now, organization_id},
};

/// A register: for each code that it has, a kind, a name, and a parent with a lower number.
type Register = BTreeMap<usize, (usize, usize, Option<usize>)>;

fn register() -> impl Strategy<Value = Register> {
    let entry = (
        any::<bool>(),
        0..2usize,
        0..2usize,
        any::<Option<prop::sample::Index>>(),
    );
    prop::collection::vec(entry, 1..12).prop_map(|entries| {
        let mut register = Register::new();
        for (code, (listed, kind, name, parent)) in entries.into_iter().enumerate() {
            if listed || code == 0 {
                let above: Vec<_> = register.keys().copied().collect();
                let parent = parent.filter(|_| !above.is_empty());
                let parent = parent.map(|parent| above[parent.index(above.len())]);
                register.insert(code, (kind, name, parent));
            }
        }
        register
    })
}

fn code(number: usize) -> EntityCode {
    format!("E-{number}").parse().unwrap()
}

fn tree(register: &Register) -> Tree {
    let rows = register
        .iter()
        .map(|(number, (kind, name, parent))| TreeRow {
            at: RowPlace::Item(*number),
            code: code(*number),
            kind: EntityKind::ALL[*kind],
            name: format!("Name {name}").parse().unwrap(),
            parent: parent.map(code),
        });
    Tree::new(rows).unwrap()
}

/// Everything that has to change.
#[derive(Debug, Default)]
struct UniverseChange {
    added: Vec<Entity>,
    changed: Vec<Stored<Entity>>,
    restored: Vec<Stored<Entity>>,
    retired: Vec<Stored<Entity>>,
    unchanged: usize,
}

impl UniverseChange {
    fn rewritten(&self) -> impl Iterator<Item = &Stored<Entity>> {
        let others = self.restored.iter().chain(&self.retired);
        self.changed.iter().chain(others)
    }

    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.rewritten().next().is_none()
    }
}

/// What is stored, by code.
#[derive(Clone, Default)]
struct Universe {
    entities: BTreeMap<String, Stored<Entity>>,
    ids: u128,
}

impl Universe {
    fn compare(&mut self, register: &Register, now: Timestamp) -> UniverseChange {
        let tree = tree(register);
        let ids = &mut self.ids;
        let mut comparison = Comparison::new(&tree, organization_id(), now);
        for entity in self.entities.values() {
            comparison.know(&entity.value).unwrap();
        }
        let new_id = || {
            *ids += 1;
            Ok::<_, Infallible>(EntityId::from_uuid(Uuid::from_u128(*ids)))
        };
        let Ok(plan) = comparison.plan(new_id);
        let mut change = UniverseChange {
            added: plan.added().collect::<Result<_, _>>().unwrap(),
            ..UniverseChange::default()
        };
        for entity in self.entities.values() {
            match plan.fate(entity.clone()).unwrap() {
                Fate::Unchanged => change.unchanged += 1,
                Fate::Away => assert!(entity.value.retired_at().is_some()),
                Fate::Changed(entity) => change.changed.push(entity),
                Fate::Restored(entity) => change.restored.push(entity),
                Fate::Retired(entity) => change.retired.push(entity),
            }
        }
        change
    }

    fn apply(&mut self, change: &UniverseChange) {
        for entity in &change.added {
            let stored = Stored {
                value: entity.clone(),
                version: Version::FIRST,
            };
            let before = self.entities.insert(entity.code().to_string(), stored);
            assert_eq!(before, None, "what is new was not there");
        }
        for entity in change.rewritten() {
            let before = self.entities.get_mut(entity.value.code().as_str()).unwrap();
            assert_eq!(before.version, entity.version);
            assert_eq!(before.value.id(), entity.value.id());
            *before = Stored {
                value: entity.value.clone(),
                version: entity.version.next(),
            };
        }
    }

    /// Who is in it: kind, name and parent's code.
    fn shape(&self) -> BTreeMap<String, (EntityKind, String, Option<String>)> {
        let by_id: BTreeMap<_, _> = self
            .entities
            .values()
            .map(|entity| (entity.value.id(), &entity.value))
            .collect();
        let living = self.entities.values().map(|entity| &entity.value);
        living
            .filter(|entity| entity.retired_at().is_none())
            .map(|entity| {
                let parent = entity.parent().map(|parent| by_id[&parent]);
                if let Some(parent) = parent {
                    assert_eq!(parent.retired_at(), None, "nothing lies below what left");
                    assert_eq!(parent.level().below(), Some(entity.level()));
                }
                let parent = parent.map(|parent| parent.code().to_string());
                let shape = (entity.kind(), entity.name().to_string(), parent);
                (entity.code().to_string(), shape)
            })
            .collect()
    }
}

fn expected(register: &Register) -> BTreeMap<String, (EntityKind, String, Option<String>)> {
    let listed = register.iter().map(|(number, (kind, name, parent))| {
        let parent = parent.map(|parent| code(parent).to_string());
        let shape = (EntityKind::ALL[*kind], format!("Name {name}"), parent);
        (code(*number).to_string(), shape)
    });
    listed.collect()
}

proptest! {
    #[test]
    fn after_every_change_the_universe_is_as_its_register_tells(
        registers in prop::collection::vec(register(), 1..5),
    ) {
        let mut universe = Universe::default();
        for (day, register) in registers.iter().enumerate() {
            let before = universe.clone();
            let change = universe.compare(register, at_day(day as u64));
            universe.apply(&change);
            prop_assert_eq!(universe.shape(), expected(register));
            prop_assert!(universe.compare(register, at_day(99)).is_empty(), "once is enough");

            // Each count is that of a comparison code by code.
            let (old, new) = (before.shape(), universe.shape());
            let gone = old.keys().filter(|code| !new.contains_key(*code)).count();
            prop_assert_eq!(change.retired.len(), gone);
            let known = |code: &String| before.entities.contains_key(code);
            let come = new.keys().filter(|code| !old.contains_key(*code));
            let (back, first): (Vec<_>, Vec<_>) = come.partition(|code| known(code));
            prop_assert_eq!((change.restored.len(), change.added.len()), (back.len(), first.len()));
            let stay = new.keys().filter(|code| old.contains_key(*code));
            let same = stay.clone().filter(|code| {
                before.entities[*code].value == universe.entities[*code].value
            });
            prop_assert_eq!(change.unchanged, same.count());
            prop_assert_eq!(change.changed.len() + change.unchanged, stay.count());
        }
    }
}

#[test]
fn what_is_rewritten_tells_when() {
    let mut universe = Universe::default();
    let first = Register::from([(0, (0, 0, None)), (1, (0, 0, Some(0)))]);
    let change = universe.compare(&first, now());
    universe.apply(&change);
    let second = Register::from([(0, (1, 0, None))]);
    let change = universe.compare(&second, at_day(1));
    let [changed] = &*change.changed else {
        panic!("{change:?}")
    };
    assert_eq!(
        (changed.value.created_at(), changed.value.updated_at()),
        (now(), at_day(1))
    );
    let [retired] = &*change.retired else {
        panic!("{change:?}")
    };
    assert_eq!(
        (retired.value.retired_at(), retired.value.parent()),
        (Some(at_day(1)), None)
    );
}

#[test]
fn without_ids_nothing_is_planned() {
    let register = Register::from([(0, (0, 0, None))]);
    let tree = tree(&register);
    let comparison = Comparison::new(&tree, organization_id(), now());
    let refused = comparison.plan(|| Err("none"));
    assert_eq!(refused.err(), Some("none"));
}
