use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::EntityKind;

mod json;

const HEADER: &str = "code,kind,name,parent\n";

fn csv(text: impl AsRef<[u8]>) -> Result<Tree, ReadTreeError> {
    let mut reader = CsvTreeReader::default();
    reader.push(text.as_ref())?;
    reader.finish()
}

fn read_json_tree(json: &[u8]) -> Result<Tree, ReadTreeError> {
    let mut reader = JsonTreeReader::default();
    reader.push(json)?;
    reader.finish()
}

fn rows(rows: &str) -> Result<Tree, ReadTreeError> {
    csv(format!("{HEADER}{rows}"))
}

/// The rows in their order.
fn branches(tree: &Tree) -> Vec<Branch> {
    tree.order().map(|row| tree.branch(row).unwrap()).collect()
}

/// Code, name, parent's code and level of each entity.
fn shape(tree: &Tree) -> Vec<(String, String, Option<String>, u8)> {
    let branches = branches(tree).into_iter();
    branches
        .map(|branch| {
            let parent = branch.parent.map(|row| tree.branch(row).unwrap().row.code);
            let row = tree.find(branch.row.code.as_str()).unwrap().unwrap();
            assert_eq!(tree.branch(row).unwrap(), branch);
            assert_eq!(branch.row.parent, parent);
            let TreeRow {
                code, name, parent, ..
            } = branch.row;
            let parent = parent.map(|parent| parent.to_string());
            (
                code.to_string(),
                name.to_string(),
                parent,
                branch.level.get(),
            )
        })
        .collect()
}

/// Whether a tree has this shape.
#[track_caller]
fn assert_shape(tree: &Tree, expected: &[(&str, &str, Option<&str>, u8)]) {
    let owned = |(code, name, parent, level): &(&str, &str, Option<&str>, u8)| {
        let parent = parent.map(str::to_owned);
        (str::to_owned(code), str::to_owned(name), parent, *level)
    };
    let expected: Vec<_> = expected.iter().map(owned).collect();
    assert_eq!(shape(tree), expected);
}

fn errors(tree: Result<Tree, ReadTreeError>) -> Vec<String> {
    match tree {
        Err(ReadTreeError::Rows(errors)) => {
            assert!(errors.total >= errors.errors.len());
            errors.errors.iter().map(ToString::to_string).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn rows_are_arranged_with_parents_first() {
    let tree =
        rows("C,process,Three,B\nA,legal_entity,One,\nB,system,Two,A\nD,project,Four,A\n").unwrap();
    let expected = [
        ("A", "One", None, 0),
        ("B", "Two", Some("A"), 1),
        ("D", "Four", Some("A"), 1),
        ("C", "Three", Some("B"), 2),
    ];
    assert_shape(&tree, &expected);
}

#[test]
fn csv_is_read_in_every_form_that_its_standard_allows() {
    for text in [
        "code,kind,name,parent\nA,process,Pay,\n",
        "code,kind,name,parent\r\nA,process,Pay,\r\n",
        "code,kind,name,parent\nA,process,Pay,",
        "code,kind,name,parent\r\nA,process,Pay,\r",
        "\u{FEFF}code,kind,name,parent\nA,process,Pay,\n",
        "\u{FEFF}\"code\",\"kind\",\"name\",\"parent\"\n\"A\",\"process\",\"Pay\",\"\"\n",
        "name,parent,code,kind\nPay,,A,process\n",
        "code,kind,name,parent\n\n\r\nA,process,\" Pay \",\n\n",
    ] {
        let tree = csv(text).unwrap();
        assert_shape(&tree, &[("A", "Pay", None, 0)]);
    }
    let tree = rows("A,process,\"Pay, \"\"now\"\"\",\n").unwrap();
    assert_shape(&tree, &[("A", "Pay, \"now\"", None, 0)]);
}

#[test]
fn what_is_no_csv_is_told_by_line() {
    for (text, line) in [
        ("", 1),
        ("\n", 2),
        ("code;kind;name;parent\n", 1),
        ("code,kind,name\nA,process,Pay\n", 1),
        ("code,kind,name,parent,owner\n", 1),
        ("code,kind,name,name\n", 1),
        ("Code,Kind,Name,Parent\n", 1),
        ("A,process,Pay,\n", 1),
        ("code,kind,name,parent\nA,process,Pay\n", 2),
        ("code,kind,name,parent\nA,process,Pay,,\n", 2),
        ("code,kind,name,parent\nA,process,P\"ay,\n", 2),
        ("code,kind,name,parent\nA,process,\"Pay\" now,\n", 2),
        (
            "code,kind,name,parent\nA,process,Pay,\n\nB,process,\"Pay,A\nC,",
            4,
        ),
        ("code,kind,name,parent\nA,process,Pay\rB,process,Pay,\n", 2),
    ] {
        match csv(text) {
            Err(ReadTreeError::Csv { line: found, .. }) => assert_eq!(found, line, "{text:?}"),
            other => panic!("{text:?}: {other:?}"),
        }
    }
    let long = format!("{HEADER}A,process,\"{}", "x\n".repeat(3_000));
    assert!(matches!(csv(long), Err(ReadTreeError::Csv { line: 2, .. })));
    let latin = [HEADER.as_bytes(), b"A,process,Caf\xe9,\n"].concat();
    assert!(matches!(
        csv(latin),
        Err(ReadTreeError::Csv { line: 2, .. })
    ));
}

#[test]
fn every_field_at_fault_is_told_with_its_row() {
    let found = errors(rows("A A,process,Pay,\n,thing,,B B\nC,process,Pay,\n"));
    let starts = [
        "line 2: code: code is malformed",
        "line 3: code: it is missing",
        "line 3: kind: no such kind",
        "line 3: name: it is missing",
        "line 3: parent: code is malformed",
    ];
    assert_eq!(found.len(), starts.len(), "{found:?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}");
    }
}

#[test]
fn rows_that_are_no_tree_are_refused_together() {
    let found = errors(rows(
        "A,process,Pay,\nB,process,Pay,X\nA,process,Pay,\nC,process,Pay,Y\n",
    ));
    assert_eq!(
        found,
        [
            "line 4: code: line 2 has the same code: each entity has a code of its own",
            "line 3: parent: no row has this code: add it, or name another parent",
            "line 5: parent: no row has this code: add it, or name another parent",
        ]
    );
}

#[test]
fn a_circle_is_told_by_those_in_it_and_not_by_what_hangs_on_it() {
    let found = errors(rows(
        "A,process,P,B\nB,process,P,C\nC,process,P,B\nD,process,P,D\nE,process,P,\n",
    ));
    let cycle = "the entity lies below itself: name another parent";
    let expected = ["line 3", "line 4", "line 5"].map(|line| format!("{line}: parent: {cycle}"));
    assert_eq!(found, expected);
}

#[test]
fn levels_end_at_31() {
    let chain = |length: usize| {
        let mut text = "C0,process,P,\n".to_owned();
        for level in 1..length {
            writeln!(text, "C{level},process,P,C{}", level - 1).unwrap();
        }
        rows(&text)
    };
    assert_eq!(
        branches(&chain(32).unwrap()).last().unwrap().level.get(),
        31
    );
    let found = errors(chain(40));
    assert_eq!(
        found.len(),
        1,
        "what lies deeper still is not told: {found:?}"
    );
    assert!(
        found[0].starts_with("line 34: parent: there are 32 levels"),
        "{found:?}"
    );
}

#[test]
fn only_the_first_faults_are_told_and_how_many_there_are() {
    let text = "x x,process,P,\n".repeat(50);
    match rows(&text) {
        Err(ReadTreeError::Rows(errors)) => {
            assert_eq!((errors.errors.len(), errors.total), (MAX_ROW_ERRORS, 50));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn there_is_at_least_one_entity_and_at_most_as_many_as_allowed() {
    assert_eq!(rows("").unwrap_err(), ReadTreeError::Empty);
    assert_eq!(
        read_json_tree(br#"{"entities": []}"#).unwrap_err(),
        ReadTreeError::Empty
    );
    let mut text = HEADER.to_owned();
    for row in 0..=MAX_TREE_ROWS {
        writeln!(text, "C{row},process,P,").unwrap();
    }
    assert_eq!(csv(&text).unwrap_err(), ReadTreeError::TooMany);
    let last = text.trim_end().rfind('\n').unwrap();
    assert_eq!(csv(&text[..last]).unwrap().len(), MAX_TREE_ROWS);
}

/// Codes, kinds and names, each with the place of an earlier row as its parent.
fn forest() -> impl Strategy<Value = Vec<TreeRow>> {
    let row = (
        any::<Option<prop::sample::Index>>(),
        0..7usize,
        "[A-Za-z,\"\u{e4} ]{0,8}x",
    );
    prop::collection::vec(row, 1..60).prop_map(|rows| {
        let mut listed: Vec<TreeRow> = Vec::new();
        for (number, (parent, kind, name)) in rows.into_iter().enumerate() {
            let parent = parent
                .filter(|_| number > 0)
                .map(|parent| parent.index(number));
            listed.push(TreeRow {
                at: RowPlace::Line(number + 2),
                code: format!("E-{number}").parse().unwrap(),
                kind: EntityKind::ALL[kind],
                name: name.parse().unwrap(),
                parent: parent.map(|parent| format!("E-{parent}").parse().unwrap()),
            });
        }
        listed
    })
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn csv_and_json_of_one_register_are_one_tree(
        listed in forest(),
        order in any::<prop::sample::Index>(),
        piece in 1usize..40,
    ) {
        let mut listed = listed;
        let middle = order.index(listed.len());
        listed.rotate_left(middle);
        let mut csv = HEADER.to_owned();
        let mut entities = Vec::new();
        for row in &listed {
            let parent = row.parent.as_ref().map_or("", EntityCode::as_str);
            let name = quoted(row.name.as_str());
            writeln!(csv, "{},{},{name},{parent}", row.code, row.kind).unwrap();
            entities.push(serde_json::json!({
                "code": row.code.as_str(), "kind": row.kind.as_str(), "name": row.name.as_str(),
                "parent": row.parent.as_ref().map(EntityCode::as_str),
            }));
        }
        let mut reader = CsvTreeReader::default();
        for piece in csv.as_bytes().chunks(piece) {
            reader.push(piece).unwrap();
        }
        let json = serde_json::json!({ "entities": entities }).to_string();
        let mut json_reader = JsonTreeReader::default();
        for piece in json.as_bytes().chunks(piece) {
            json_reader.push(piece).unwrap();
        }
        let expected = Tree::new(listed);
        match (expected, reader.finish(), json_reader.finish()) {
            (Ok(expected), Ok(csv), Ok(json)) => {
                prop_assert_eq!(shape(&csv), shape(&expected));
                prop_assert_eq!(shape(&json), shape(&expected));
            }
            // Chains of more than 32 are refused in every form.
            (expected, csv, json) => {
                prop_assert!(expected.is_err() && csv.is_err() && json.is_err());
            }
        }
    }

    #[test]
    fn whatever_the_parents_are_a_tree_is_told_exactly_when_none_comes_back_to_itself(
        parents in prop::collection::vec(0usize..14, 1..12),
    ) {
        let count = parents.len();
        let rows: Vec<_> = parents.iter().enumerate().map(|(number, parent)| TreeRow {
            at: RowPlace::Item(number),
            code: format!("E-{number}").parse().unwrap(),
            kind: EntityKind::Process,
            name: "P".parse().unwrap(),
            parent: (*parent < count).then(|| format!("E-{parent}").parse().unwrap()),
        }).collect();
        // The slow way: follow each for as many steps as there are rows.
        let way = |start: usize| {
            let mut at = start;
            let mut steps = Vec::new();
            for _ in 0..=count {
                match parents.get(at) {
                    Some(next) if *next < count => at = *next,
                    _ => return (steps.len(), false),
                }
                steps.push(at);
            }
            (steps.len(), steps.contains(&start))
        };
        let circling: Vec<_> = (0..count).filter(|row| way(*row).1).collect();
        match Tree::new(rows) {
            Ok(tree) => {
                prop_assert!(circling.is_empty());
                for branch in branches(&tree) {
                    let number = branch.row.code.as_str()[2..].parse().unwrap();
                    prop_assert_eq!(usize::from(branch.level.get()), way(number).0);
                }
            }
            Err(ReadTreeError::Rows(errors)) => {
                let told: Vec<_> = errors.errors.iter().map(|error| error.at).collect();
                prop_assert!(errors.errors.iter().all(|error| error.problem == RowProblem::Cycle));
                prop_assert_eq!(told, circling.into_iter().map(RowPlace::Item).collect::<Vec<_>>());
            }
            Err(other) => prop_assert!(false, "{:?}", other),
        }
    }
}
