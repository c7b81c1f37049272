//! `docs/vectors/trail.json` is what this code computes.

use std::{env, fmt::Write as _, fs, path::PathBuf};

use serde_json::{Map, Value, json};

use crate::trail::{
    Details, RequestId, TrailDraft, TrailEntry, TrailHead, encoding,
    hash::{ENTRY_CONTEXT, GENESIS_CONTEXT},
    strategies::chained,
};
use crate::{OrganizationId, Timestamp};

/// At, actor, action, subject, request's id, details.
type Row = (
    i64,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const MEMBER: &str = "member:01890a5d-ac97-7d2c-9a3e-0f1e2d3c4b5a";
const KEY: &str = "key:01890a5d-ac98-7111-8222-933344445555";
const SESSION: &str = "session:01890a5d-ac99-7abc-8def-0123456789ab";

const FIRST: &[Row] = &[
    (
        1_767_225_600_000_000,
        "operator",
        "organization.opened",
        "organization",
        "",
        &[],
    ),
    (
        1_767_225_600_123_456,
        MEMBER,
        "key.generated",
        KEY,
        "5c0f6a1e-9b1d-4a57-8f53-0d9c1c2b3a44",
        &[
            ("environment", "live"),
            ("label", "Prüfung – 監査 🔑"),
            ("last_four", "x7Qz"),
            ("scopes", "read:findings write:evidence"),
        ],
    ),
    // Earlier than the one before: the clocks of two nodes differ.
    (
        1_767_225_600_123_000,
        KEY,
        "key.revoked",
        KEY,
        "edge/7#2",
        &[("cause", "leaked")],
    ),
    (
        1_767_229_200_000_000,
        "system",
        "session.ended",
        SESSION,
        "",
        &[("idle_minutes", "30")],
    ),
    // Kinds and an action that this version does not know, and values that it would not write.
    (
        1_767_229_200_000_001,
        "connector:erp-7",
        "report.shared_widely.twice",
        "report:2026-04",
        "",
        &[
            (
                "digest",
                "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
            ),
            ("empty", ""),
            ("n", "line\nbreak, \"quote\", \\, \u{0}, \u{7f}, e\u{301}"),
            ("n_", "after n"),
            ("na", "after n_, because 0x5f is before 0x61"),
        ],
    ),
];

const SECOND: &[Row] = &[
    (
        -377_705_116_800_000_000,
        "system",
        "a.b",
        "organization",
        "~",
        &[("first", "-9999-01-01")],
    ),
    (-1, "x", "z_.z_.z_", "x:!", "", &[]),
    (
        253_402_300_799_999_999,
        "operator",
        "a.b",
        "x",
        "",
        &[("last", "9999-12-31")],
    ),
];

pub(super) fn chains() -> Vec<Vec<TrailEntry>> {
    [
        ("01890a5d-ac96-774b-bcce-b302099a8057", FIRST),
        ("ffffffff-ffff-ffff-ffff-ffffffffffff", SECOND),
    ]
    .into_iter()
    .map(|(organization, rows)| {
        let organization: OrganizationId = organization.parse().unwrap();
        chained(TrailHead::genesis(organization), rows.iter().map(draft))
    })
    .collect()
}

fn draft(&(at, actor, action, subject, request_id, details): &Row) -> TrailDraft {
    let at = Timestamp::from_unix_micros(at).unwrap();
    let details = Details::from_stored(details.iter().copied()).unwrap();
    TrailDraft::new(
        at,
        actor.parse().unwrap(),
        action.parse().unwrap(),
        subject.parse().unwrap(),
    )
    .with_details(details)
    .with_request_id(RequestId::from_stored(request_id).ok())
}

/// The exported form, written down without the feature `serde`.
pub(super) fn json(entry: &TrailEntry) -> Value {
    let details: Map<_, _> = entry
        .details()
        .iter()
        .map(|(n, v)| (n.to_owned(), json!(v)))
        .collect();
    let mut json = json!({
        "version": 1,
        "organization": entry.organization().to_string(),
        "sequence": entry.sequence(),
        "at": entry.at().unix_micros(),
        "actor": entry.actor().to_string(),
        "action": entry.action().as_str(),
        "subject": entry.subject().to_string(),
        "details": details,
        "previous": entry.previous().to_string(),
        "hash": entry.hash().to_string(),
    });
    if let Some(id) = entry.request_id() {
        json["request_id"] = json!(id.as_str());
    }
    json
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn computed() -> Value {
    let chains: Vec<Value> = chains()
        .iter()
        .map(|entries| {
            let vector = |entry: &TrailEntry| {
                json!({
                    "entry": json(entry),
                    "canonical": hex(&encoding::canonical(entry)),
                    "encoded": hex(&entry.encode()),
                })
            };
            let organization = entries[0].organization();
            json!({
                "organization": organization.to_string(),
                "genesis": TrailHead::genesis(organization).hash().to_string(),
                "entries": entries.iter().map(vector).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "about": "Vectors of the audit trail's hash chain; docs/trail-format.md has the rules.",
        "version": encoding::VERSION,
        "genesis_context": GENESIS_CONTEXT,
        "entry_context": ENTRY_CONTEXT,
        "chains": chains,
        "refused": refused(),
    })
}

/// Why, and what is replaced by what in a good encoding.
const SPOILT: [(&str, &[u8], &[u8]); 9] = [
    (
        "the version is unknown",
        b"\x01\0\0\0\x20",
        b"\x02\0\0\0\x20",
    ),
    (
        "the sequence is 0",
        SECOND_PLACE,
        b"\0\0\0\x08\0\0\0\0\0\0\0\0",
    ),
    (
        "the sequence has seven bytes",
        SECOND_PLACE,
        b"\0\0\0\x07\0\0\0\0\0\0\x02",
    ),
    ("an id is in upper case", b"7d2c", b"7D2C"),
    (
        "the id of a known kind is no UUID",
        b"member:01",
        b"member:0g",
    ),
    (
        "the action has one word",
        b"key.generated",
        b"key_generated",
    ),
    (
        "the details are not in order",
        b"\0\0\0\x0benvironment",
        b"\0\0\0\x0bnvironments",
    ),
    ("a detail has a bad name", b"last_four", b"last four"),
    ("a value is not UTF-8", b"\xc3\xbc", b"\xc3\xc3"),
];
const SECOND_PLACE: &[u8] = b"\0\0\0\x08\0\0\0\0\0\0\0\x02";

/// Encodings of an entry that are spoilt in one way each.
fn refused() -> Vec<Value> {
    let good = chains()[0][1].encode();
    let replaced = |(why, old, new): (&'static str, &[u8], &[u8])| {
        let at = good
            .windows(old.len())
            .position(|window| window == old)
            .unwrap();
        (why, [&good[..at], new, &good[at + old.len()..]].concat())
    };
    let ends = [
        ("the last byte is missing", good[..good.len() - 1].to_vec()),
        ("a byte follows the last field", [&*good, &[0]].concat()),
    ];
    SPOILT
        .into_iter()
        .map(replaced)
        .chain(ends)
        .map(|(why, bytes)| {
            assert!(TrailEntry::decode(&bytes).is_err(), "{why}");
            json!({ "why": why, "encoded": hex(&bytes) })
        })
        .collect()
}

#[test]
fn the_committed_vectors_are_what_the_code_computes() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/vectors/trail.json");
    let computed = computed();
    if env::var_os("UPDATE_VECTORS").is_some() {
        fs::write(&path, format!("{computed:#}\n")).unwrap();
    }
    let committed: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(
        committed, computed,
        "docs/trail-format.md says what a change of the format takes"
    );
}

#[test]
fn the_vectors_decode_and_verify() {
    for entries in chains() {
        let decoded: Vec<_> = entries
            .iter()
            .map(|e| TrailEntry::decode(&e.encode()).unwrap())
            .collect();
        let head = crate::verify_trail(TrailHead::genesis(entries[0].organization()), decoded);
        assert_eq!(head, Ok(entries[entries.len() - 1].head()));
    }
}
