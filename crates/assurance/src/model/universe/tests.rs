use proptest::prelude::*;

use super::*;
use crate::{
    Level,
    testing::{entity_id, new_entity, now},
};

fn listed(id: u128, parent: Option<u128>) -> ListedEntity {
    ListedEntity {
        new: new_entity(id),
        parent: parent.map(entity_id),
    }
}

fn code(id: u128) -> EntityCode {
    new_entity(id).code
}

#[test]
fn children_may_come_before_their_parents() {
    let list = vec![listed(3, Some(2)), listed(2, Some(1)), listed(1, None)];
    let placed = arrange(list, now()).unwrap();
    let found: Vec<_> = placed.iter().map(|e| (e.id(), e.level().get())).collect();
    assert_eq!(
        found,
        [(entity_id(1), 0), (entity_id(2), 1), (entity_id(3), 2)]
    );
}

#[test]
fn what_is_no_hierarchy_is_refused_by_code() {
    let same_code = ListedEntity {
        new: NewEntity {
            code: code(1),
            ..new_entity(2)
        },
        parent: None,
    };
    let cases = [
        (
            vec![listed(1, None), listed(1, None)],
            ArrangeError::DuplicateId(entity_id(1)),
        ),
        (
            vec![listed(1, None), same_code],
            ArrangeError::DuplicateCode(code(1)),
        ),
        (
            vec![listed(1, Some(9))],
            ArrangeError::UnknownParent(code(1)),
        ),
        (vec![listed(1, Some(1))], ArrangeError::Cycle(code(1))),
        (
            vec![listed(1, None), listed(2, Some(3)), listed(3, Some(2))],
            ArrangeError::Cycle(code(2)),
        ),
    ];
    for (list, expected) in cases {
        assert_eq!(arrange(list, now()), Err(expected));
    }
    let chain = (0..33).map(|n: u128| listed(n, n.checked_sub(1))).collect();
    let error = PlaceError::TooDeep;
    assert_eq!(
        arrange(chain, now()),
        Err(ArrangeError::Place {
            code: code(32),
            error
        })
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn whatever_is_arranged_has_no_cycle_and_no_level_too_many(
        parents in prop::collection::vec(prop::option::weighted(0.9, 0_u128..24), 1..24),
    ) {
        let list: Vec<_> = (0..).zip(&parents).map(|(id, parent)| listed(id, *parent)).collect();
        match arrange(list, now()) {
            Ok(placed) => {
                prop_assert_eq!(placed.len(), parents.len());
                let mut seen: HashMap<EntityId, Level> = HashMap::new();
                for entity in &placed {
                    let above = entity.parent().map(|parent| seen.get(&parent).copied());
                    match above {
                        None => prop_assert_eq!(entity.level(), Level::ROOT),
                        Some(above) => prop_assert_eq!(above.unwrap().below(), Some(entity.level())),
                    }
                    seen.insert(entity.id(), entity.level());
                }
            }
            Err(ArrangeError::UnknownParent(_)) => {
                let known = 0..u128::try_from(parents.len()).unwrap();
                prop_assert!(parents.iter().flatten().any(|parent| !known.contains(parent)));
            }
            Err(ArrangeError::Cycle(_)) => {
                // Someone never gets to the top, however far they climb.
                let climbs_forever = |start: usize| {
                    let mut at = Some(start);
                    for _ in 0..=parents.len() {
                        at = at.and_then(|id| parents[id]).and_then(|id| usize::try_from(id).ok());
                    }
                    at.is_some()
                };
                prop_assert!((0..parents.len()).any(climbs_forever));
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}
