use std::{collections::BTreeSet, env, fs, path::Path};

use super::*;

/// Every (method, path, access) of the description.
fn described() -> BTreeSet<(String, String, String)> {
    let document = value();
    let mut operations = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let access = operation["x-access"].as_str().unwrap_or("none").to_owned();
            operations.insert((method.to_ascii_uppercase(), path.clone(), access));
        }
    }
    operations
}

#[test]
fn the_table_and_the_description_have_the_same_operations() {
    let table: BTreeSet<_> = OPERATIONS
        .iter()
        .map(|operation| {
            (
                operation.method.to_owned(),
                operation.path.to_owned(),
                operation.access.as_str().to_owned(),
            )
        })
        .collect();
    assert_eq!(described(), table);
}

#[test]
fn the_committed_description_is_the_one_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    if env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(&path, json()).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == json(),
        "docs/openapi.json is not what the code describes: run the tests of this crate with UPDATE_OPENAPI=1"
    );
}

#[test]
fn every_reference_leads_somewhere() {
    let document = value();
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
}

#[test]
fn the_described_values_are_those_of_the_rules() {
    use aiia_keys_assurance::{ActionPlanStatus, EntityKind, FindingStatus, Severity};

    let document = value();
    let described = |name: &str| document["components"]["schemas"][name]["enum"].clone();
    let rules = [
        ("EntityKind", json!(EntityKind::ALL.map(EntityKind::as_str))),
        (
            "FindingStatus",
            json!(FindingStatus::ALL.map(FindingStatus::as_str)),
        ),
        ("Severity", json!(Severity::ALL.map(Severity::as_str))),
        (
            "ActionPlanStatus",
            json!(ActionPlanStatus::ALL.map(ActionPlanStatus::as_str)),
        ),
    ];
    for (name, values) in rules {
        assert_eq!(described(name), values, "{name}");
    }
}

#[test]
fn it_is_openapi_3_1_and_every_operation_is_explained() {
    let document = value();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for operation in OPERATIONS {
        let method = operation.method.to_ascii_lowercase();
        let described = &document["paths"][operation.path][&method];
        for part in ["summary", "operationId"] {
            let text = described[part].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{method} {}: {part}", operation.path);
        }
    }
}
