//! Scopes that open nothing, and which ones may have been meant.

use std::{cmp, fmt};

use crate::scope::{Resource, Scope, ScopeSet};

use super::{Catalog, CatalogEntry};

/// How many scopes are suggested for one that is unknown.
const MAX_CLOSEST: usize = 3;

/// Some scopes open nothing in a catalogue: those, in the order of the set they were in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownScopes(Box<[UnknownScope]>);

impl UnknownScopes {
    pub(super) fn find(catalog: &Catalog, scopes: &ScopeSet) -> Option<Self> {
        let unknown: Box<[UnknownScope]> = scopes
            .iter()
            .filter(|scope| !catalog.entries().any(|entry| scope.covers(entry.scope())))
            .map(|scope| UnknownScope {
                scope: scope.clone(),
                closest: closest(catalog, scope),
            })
            .collect();
        if unknown.is_empty() {
            None
        } else {
            Some(Self(unknown))
        }
    }

    /// The unknown scopes, at least one.
    pub fn as_slice(&self) -> &[UnknownScope] {
        &self.0
    }
}

/// A scope that opens nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownScope {
    scope: Scope,
    closest: Vec<Scope>,
}

impl UnknownScope {
    /// The scope that opens nothing.
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The known scopes that look most like it, at most three, the best first.
    pub fn closest(&self) -> &[Scope] {
        &self.closest
    }
}

/// The entries whose resource is spelled most alike, those of the same action first.
fn closest(catalog: &Catalog, unknown: &Scope) -> Vec<Scope> {
    let mut ranked: Vec<(usize, bool, &Scope)> = catalog
        .entries()
        .map(CatalogEntry::scope)
        .map(|known| {
            let distance = resource_distance(unknown.resource(), known.resource());
            (distance, known.action() != unknown.action(), known)
        })
        .collect();
    // Stable, and by the ranks alone: equal ones stay in the order of the catalogue.
    ranked.sort_by_key(|(distance, other_action, _)| (*distance, *other_action));
    let best = ranked.first().map(|(distance, ..)| *distance);
    ranked
        .into_iter()
        .take_while(|(distance, ..)| Some(*distance) == best)
        .take(MAX_CLOSEST)
        .map(|(.., known)| known.clone())
        .collect()
}

fn resource_distance(one: &Resource, two: &Resource) -> usize {
    match (one, two) {
        (Resource::Named(one), Resource::Named(two)) => edit_distance(one.as_str(), two.as_str()),
        _ => 0,
    }
}

/// Levenshtein distance: the fewest letters to insert, remove or replace.
fn edit_distance(one: &str, two: &str) -> usize {
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (i, from) in one.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, to) in row.iter_mut().skip(1).zip(two.bytes()) {
            let replaced = diagonal + usize::from(from != to);
            diagonal = *cell;
            left = replaced.min(cmp::min(left, diagonal) + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

impl fmt::Display for UnknownScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, unknown) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            unknown.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownScopes {}

impl fmt::Display for UnknownScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} opens nothing (closest: ", self.scope)?;
        for (index, known) in self.closest.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            known.fmt(f)?;
        }
        f.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use super::edit_distance;

    #[test]
    fn distance_counts_inserted_removed_and_replaced_letters() {
        let pairs = [
            ("", ""),
            ("sync", "sync"),
            ("finding", "findings"),
            ("kitten", "sitting"),
        ];
        assert_eq!(
            pairs.map(|(one, two)| edit_distance(one, two)),
            [0, 0, 1, 3]
        );
        assert_eq!(
            pairs.map(|(one, two)| edit_distance(two, one)),
            [0, 0, 1, 3]
        );
        assert_eq!(
            (edit_distance("", "keys"), edit_distance("keys", "")),
            (4, 4)
        );
    }
}
