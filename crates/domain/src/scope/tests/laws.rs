//! The laws of the algebra, as properties.

use proptest::prelude::*;

use super::{cases, set};
use crate::scope::{
    ScopeSet,
    strategies::{scope, scope_set},
};

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn covers_is_a_partial_order_on_scopes(a in scope(), b in scope(), c in scope()) {
        prop_assert!(a.covers(&a));
        prop_assert_eq!(a.covers(&b) && b.covers(&a), a == b);
        prop_assert!(!(a.covers(&b) && b.covers(&c)) || a.covers(&c));
    }

    #[test]
    fn the_meet_of_two_scopes_is_the_greatest_that_both_cover(a in scope(), b in scope(), c in scope()) {
        let below_both = a.covers(&c) && b.covers(&c);
        match a.meet(&b) {
            Some(meet) => {
                prop_assert!(a.covers(&meet) && b.covers(&meet));
                prop_assert_eq!(below_both, meet.covers(&c));
            }
            None => prop_assert!(!below_both),
        }
        prop_assert_eq!(a.meet(&b), b.meet(&a));
    }

    #[test]
    fn union_and_intersection_are_idempotent_and_commutative(a in scope_set(), b in scope_set()) {
        prop_assert_eq!(&a.union(&a), &a);
        prop_assert_eq!(&a.intersection(&a), &a);
        prop_assert_eq!(a.union(&b), b.union(&a));
        prop_assert_eq!(a.intersection(&b), b.intersection(&a));
    }

    #[test]
    fn union_and_intersection_are_associative(a in scope_set(), b in scope_set(), c in scope_set()) {
        prop_assert_eq!(a.union(&b).union(&c), a.union(&b.union(&c)));
        prop_assert_eq!(
            a.intersection(&b).intersection(&c),
            a.intersection(&b.intersection(&c))
        );
    }

    #[test]
    fn union_and_intersection_absorb_each_other(a in scope_set(), b in scope_set()) {
        prop_assert_eq!(&a.union(&a.intersection(&b)), &a);
        prop_assert_eq!(&a.intersection(&a.union(&b)), &a);
    }

    #[test]
    fn each_distributes_over_the_other(a in scope_set(), b in scope_set(), c in scope_set()) {
        prop_assert_eq!(
            a.intersection(&b.union(&c)),
            a.intersection(&b).union(&a.intersection(&c))
        );
        prop_assert_eq!(
            a.union(&b.intersection(&c)),
            a.union(&b).intersection(&a.union(&c))
        );
    }

    #[test]
    fn a_set_covers_another_exactly_when_their_union_is_itself(a in scope_set(), b in scope_set()) {
        prop_assert_eq!(a.covers(&b), a.union(&b) == a);
        prop_assert_eq!(a.covers(&b), a.intersection(&b) == b);
        prop_assert_eq!(a.covers(&b), b.not_covered_by(&a).is_empty());
    }

    #[test]
    fn the_empty_set_is_the_least_and_top_the_greatest(a in scope_set()) {
        let (bottom, top) = (ScopeSet::empty(), ScopeSet::top());
        prop_assert!(top.covers(&a) && a.covers(&bottom));
        prop_assert_eq!((&a.union(&bottom), &a.intersection(&top)), (&a, &a));
        prop_assert_eq!((a.union(&top), a.intersection(&bottom)), (top, bottom));
    }

    #[test]
    fn a_set_is_in_normal_form_whatever_it_is_made_of(scopes in prop::collection::vec(scope(), 0..12)) {
        let set: ScopeSet = scopes.iter().cloned().collect();
        prop_assert!(set.iter().is_sorted_by(|a, b| a < b));
        prop_assert!(set.iter().all(|a| set.iter().all(|b| a == b || !a.covers(b))));
        prop_assert!(scopes.iter().all(|scope| set.allows(scope)));
        prop_assert!(set.iter().all(|member| scopes.contains(member) && set.contains(member)));
        prop_assert_eq!((set.len(), set.is_empty()), (set.iter().count(), scopes.is_empty()));
    }

    #[test]
    fn a_set_allows_what_the_set_of_it_alone_would_be_covered_for(a in scope_set(), wanted in scope()) {
        prop_assert_eq!(a.allows(&wanted), a.covers(&wanted.into()));
    }

    #[test]
    fn what_is_not_covered_is_what_union_adds(a in scope_set(), b in scope_set()) {
        let beyond = b.not_covered_by(&a);
        prop_assert!(beyond.iter().all(|scope| b.contains(scope) && !a.allows(scope)));
        prop_assert_eq!(a.union(&beyond), a.union(&b));
    }
}

#[test]
fn the_normal_form_drops_what_another_member_covers() {
    for (written, normal) in [
        ("read:findings read:findings", "read:findings"),
        (
            "read:findings read:* write:findings",
            "read:* write:findings",
        ),
        (
            "write:findings read:findings admin:findings",
            "admin:findings",
        ),
        ("admin:findings read:* admin:*", "admin:*"),
        (
            "admin:keys write:keys2 read:evidence",
            "read:evidence write:keys2 admin:keys",
        ),
        (
            "read:findings write:findings",
            "read:findings write:findings",
        ),
    ] {
        assert_eq!(set(written).to_string(), normal);
    }
}

#[test]
fn a_member_is_not_the_same_as_something_permitted() {
    let set = set("read:*");
    let findings = super::scope("read:findings");
    assert!(set.allows(&findings) && !set.contains(&findings));
}
