use proptest::prelude::*;

use super::{cases, scope, set};
use crate::scope::{
    Catalog, CatalogEntry, CatalogError, PermissionLevel, Scope, ScopeSet, UnknownScope,
    strategies::scope_set,
};

fn entry(text: &str, level: PermissionLevel) -> CatalogEntry {
    CatalogEntry::new(scope(text), level, "do something")
}

fn all_of(catalog: &Catalog) -> ScopeSet {
    catalog
        .entries()
        .map(|entry| entry.scope().clone())
        .collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_set_is_known_exactly_when_each_of_its_scopes_opens_something(scopes in scope_set()) {
        let catalog = Catalog::aiia();
        let opens = |scope: &Scope| catalog.opened_by(&scope.clone().into()).next().is_some();
        let unknown: Vec<&Scope> = scopes.iter().filter(|scope| !opens(scope)).collect();
        match catalog.check(&scopes) {
            Ok(()) => prop_assert!(unknown.is_empty()),
            Err(error) => {
                let named: Vec<&Scope> = error.as_slice().iter().map(UnknownScope::scope).collect();
                prop_assert_eq!(named, unknown);
                for found in error.as_slice() {
                    prop_assert!((1..=3).contains(&found.closest().len()));
                    prop_assert!(found.closest().iter().all(|known| all_of(&catalog).contains(known)));
                }
            }
        }
    }
}

#[test]
fn our_own_catalogue_obeys_the_rules_for_catalogues() {
    let ours = Catalog::aiia();
    assert_eq!(Catalog::new(ours.entries().cloned()), Ok(ours));
}

#[test]
fn our_own_catalogue_is_the_documented_table() {
    let table: Vec<String> = Catalog::aiia()
        .entries()
        .map(|entry| {
            format!(
                "{} | {} | {}",
                entry.scope(),
                entry.level(),
                entry.description()
            )
        })
        .collect();
    assert_eq!(
        table,
        [
            "read:universe | Read-only | retrieve auditable entities and organizational hierarchies",
            "read:findings | Read-only | read findings, action plans and remediation tracker logs",
            "write:evidence | Write-only | upload evidence files and attach them to test procedures",
            "write:findings | Write and update | document findings, submit recommendations, update \
             action plan statuses",
            "admin:sync | Full access | execute data refresh connectors and sync organizational \
             structures",
            "admin:keys | Full access | manage this organization's keys by program",
        ]
    );
}

#[test]
fn a_scope_is_known_when_it_opens_something() {
    let catalog = Catalog::aiia();
    for known in [
        "read:*",
        "write:*",
        "*",
        "*:findings",
        "admin:universe",
        "admin:keys",
        "",
    ] {
        assert_eq!(catalog.check(&set(known)), Ok(()), "{known}");
    }
    for unknown in [
        "write:universe",
        "read:sync",
        "write:keys",
        "admin:cats",
        "read:finding",
    ] {
        assert!(catalog.check(&set(unknown)).is_err(), "{unknown}");
    }
}

#[test]
fn unknown_scopes_are_named_with_the_closest_known_ones() {
    let refused = Catalog::aiia().check(&set("read:* write:universe read:sync write:finding"));
    assert_eq!(
        refused.unwrap_err().to_string(),
        "write:finding opens nothing (closest: write:findings, read:findings); \
         write:universe opens nothing (closest: read:universe)",
    );
    let readers = Catalog::new(["a", "b", "c", "d"].map(|name| {
        CatalogEntry::new(
            scope(&format!("read:{name}")),
            PermissionLevel::ReadOnly,
            "see it",
        )
    }));
    assert_eq!(
        readers
            .unwrap()
            .check(&set("write:*"))
            .unwrap_err()
            .to_string(),
        "write:* opens nothing (closest: read:a, read:b, read:c)",
    );
}

#[test]
fn the_entries_that_a_set_opens_come_in_the_order_of_the_catalogue() {
    let catalog = Catalog::aiia();
    let opened = |text: &str| -> Vec<String> {
        catalog
            .opened_by(&set(text))
            .map(|entry| entry.scope().to_string())
            .collect()
    };
    assert_eq!(
        opened("write:evidence read:*"),
        ["read:universe", "read:findings", "write:evidence"]
    );
    assert_eq!(opened("*:findings"), ["read:findings", "write:findings"]);
    assert_eq!(opened("*").len(), 6);
    assert_eq!(opened("write:universe"), Vec::<String>::new());
}

#[test]
fn entries_that_mean_nothing_or_mislead_are_refused() {
    use PermissionLevel::{FullAccess, ReadOnly, WriteAndUpdate, WriteOnly};
    let mute = CatalogEntry::new(scope("read:a"), ReadOnly, " ");
    let twice = [
        entry("write:a", WriteOnly),
        entry("write:a", WriteAndUpdate),
    ];
    for (entries, error, message) in [
        (
            vec![],
            CatalogError::Empty,
            "the catalogue has no entry; at least one is needed",
        ),
        (
            vec![entry("read:*", ReadOnly)],
            CatalogError::Wildcard(scope("read:*")),
            "read:* cannot be an entry; name the resource, as in read:findings",
        ),
        (
            vec![entry("admin:a", ReadOnly)],
            CatalogError::Level {
                scope: scope("admin:a"),
                level: ReadOnly,
            },
            "admin:a has the level read-only, which belongs to scopes of the action read",
        ),
        (
            vec![mute],
            CatalogError::NoDescription(scope("read:a")),
            "read:a has no description; say what it allows",
        ),
        (
            twice.into(),
            CatalogError::Duplicate(scope("write:a")),
            "write:a has two entries; leave one",
        ),
    ] {
        assert_eq!(error.to_string(), message);
        assert_eq!(Catalog::new(entries), Err(error));
    }
    assert!(Catalog::new([entry("admin:a", FullAccess), entry("read:a", ReadOnly)]).is_ok());
}

#[test]
fn levels_have_stable_identifiers() {
    use PermissionLevel::{FullAccess, ReadOnly, WriteAndUpdate, WriteOnly};
    let levels = [ReadOnly, WriteOnly, WriteAndUpdate, FullAccess];
    assert_eq!(
        levels.map(PermissionLevel::as_str),
        ["read-only", "write-only", "write-and-update", "full-access"]
    );
}
