//! JSON of entries and heads.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::vectors;
use crate::trail::{TrailEntry, TrailHead, strategies::entry};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn an_entry_is_read_from_the_json_it_is_written_as(entry in entry()) {
        let line = serde_json::to_string(&entry).unwrap();
        prop_assert!(!line.contains('\n'));
        prop_assert_eq!(serde_json::from_str::<TrailEntry>(&line).unwrap(), entry);
    }
}

#[test]
fn the_json_is_that_of_the_vectors() {
    for entry in vectors::chains().concat() {
        assert_eq!(serde_json::to_value(&entry).unwrap(), vectors::json(&entry));
    }
}

#[test]
fn a_head_is_read_from_the_json_it_is_written_as() {
    let head = vectors::chains()[0][1].head();
    let json = serde_json::to_value(head).unwrap();
    let expected = json!({
        "organization": "01890a5d-ac96-774b-bcce-b302099a8057", "sequence": 2, "hash": head.hash().to_string(),
    });
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_value::<TrailHead>(json).unwrap(), head);
    let wrong = json!({
        "organization": "01890a5d-ac96-774b-bcce-b302099a8057", "sequence": 0, "hash": head.hash(),
    });
    let refused = serde_json::from_value::<TrailHead>(wrong).unwrap_err();
    assert!(refused.to_string().contains("without entries"), "{refused}");
}

#[test]
fn what_no_entry_is_written_as_is_refused() {
    let good = vectors::json(&vectors::chains()[0][1]);
    let hash = good["hash"].as_str().unwrap().to_uppercase();
    let many: Value = (0..40).map(|n| (format!("n{n}"), json!(""))).collect();
    let table = [
        ("version", json!(2), "version 2"),
        ("sequence", json!(0), "out of range"),
        ("sequence", json!("1"), "expected u64"),
        ("hash", json!(hash), "64 lower-case"),
        ("actor", json!("key:7"), "a UUID in lower case"),
        ("action", json!("key"), "joined by dots"),
        ("subject", json!(""), "`kind:id`"),
        ("request_id", json!(""), "1 to 64"),
        ("at", json!(i64::MAX), "outside the years"),
        ("details", many, "more than 32"),
        ("details", json!({ "A": "" }), "a detail's name is refused"),
        ("details", json!([]), "an object of texts"),
        ("more", json!(1), "unknown field"),
    ];
    assert!(serde_json::from_value::<TrailEntry>(good.clone()).is_ok());
    for (field, value, part) in table {
        let mut changed = good.clone();
        changed[field] = value;
        let refused = serde_json::from_value::<TrailEntry>(changed)
            .unwrap_err()
            .to_string();
        assert!(refused.contains(part), "{field}: {refused}");
    }
}

#[test]
fn a_detail_that_is_there_twice_is_refused() {
    let good = vectors::json(&vectors::chains()[0][0]).to_string();
    let twice = good.replace(r#""details":{}"#, r#""details":{"a":"1","a":"2"}"#);
    assert_ne!(good, twice);
    let refused = serde_json::from_str::<TrailEntry>(&twice).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("the detail `a` is there twice"),
        "{refused}"
    );
}

#[test]
fn the_trail_of_the_example_leads_to_its_kept_head() {
    let lines = include_str!("../../../examples/exported_trail.jsonl").lines();
    let entries: Vec<TrailEntry> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let kept = serde_json::from_str(include_str!("../../../examples/kept_head.json")).unwrap();
    let start = TrailHead::genesis(entries[0].organization());
    assert_eq!(crate::verify_trail_to(start, kept, entries), Ok(kept));
}
