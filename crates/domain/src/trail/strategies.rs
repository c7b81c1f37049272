//! Random entries and chains for property tests.

use std::collections::BTreeMap;

use proptest::{collection, option, prelude::*, sample::select, string::string_regex};
use uuid::Uuid;

use super::{ActionName, Actor, Details, RequestId, Subject, TrailDraft, TrailEntry, TrailHead};
use crate::{KeyId, MemberId, OrganizationId, SessionId, Timestamp};

pub(crate) fn organization() -> impl Strategy<Value = OrganizationId> {
    any::<u128>().prop_map(|id| OrganizationId::from_uuid(Uuid::from_u128(id)))
}

pub(crate) fn timestamp() -> impl Strategy<Value = Timestamp> {
    (-377_705_116_800_000_000..253_402_300_800_000_000_i64)
        .prop_map(|micros| Timestamp::from_unix_micros(micros).unwrap())
}

pub(crate) fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        any::<u128>().prop_map(|id| Actor::Member(MemberId::from_uuid(Uuid::from_u128(id)))),
        any::<u128>().prop_map(|id| Actor::Key(KeyId::from_uuid(Uuid::from_u128(id)))),
        Just(Actor::Operator),
        Just(Actor::System),
        other().prop_map(|text| text.parse().unwrap()),
    ]
}

pub(crate) fn subject() -> impl Strategy<Value = Subject> {
    prop_oneof![
        Just(Subject::Organization),
        any::<u128>().prop_map(|id| Subject::Key(KeyId::from_uuid(Uuid::from_u128(id)))),
        any::<u128>().prop_map(|id| Subject::Member(MemberId::from_uuid(Uuid::from_u128(id)))),
        any::<u128>().prop_map(|id| Subject::Session(SessionId::from_uuid(Uuid::from_u128(id)))),
        other().prop_map(|text| text.parse().unwrap()),
    ]
}

/// No known kind starts so.
fn other() -> impl Strategy<Value = String> {
    mostly(
        &["x", "x_y:7", "xs:a:b", "xa:~"],
        "x[a-z_]{0,5}(:[!-~]{1,12})?",
    )
}

pub(crate) fn action() -> impl Strategy<Value = ActionName> {
    let few = &["key.generated", "key.revoked", "a.b", "a_.b_.c_"];
    mostly(few, "[a-z][a-z_]{0,5}(\\.[a-z][a-z_]{0,5}){1,2}").prop_map(|name| name.parse().unwrap())
}

pub(crate) fn details() -> impl Strategy<Value = Details> {
    const DIGEST: &str = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";
    let name = mostly(
        &["a", "a1", "a_", "ab", "b", "label"],
        "[a-z][a-z0-9_]{0,5}",
    );
    let value = mostly(
        &["", "a", "b", "Prüfung", "🔑", "•••••x7Qz", DIGEST],
        "\\PC{0,12}",
    );
    collection::vec((name, value), 0..3).prop_map(|pairs| {
        // Of two equal names the last one stays.
        let pairs: BTreeMap<_, _> = pairs.into_iter().collect();
        let builder = pairs
            .iter()
            .fold(Details::builder(), |b, (name, value)| b.with(name, value));
        builder.build().unwrap()
    })
}

/// Mostly one of a few, which makes equal texts and near misses likely; sometimes any of a pattern.
fn mostly(few: &'static [&'static str], pattern: &'static str) -> impl Strategy<Value = String> {
    // Parsed here once: a pattern that stands for a strategy itself is parsed for every value.
    let any_of = string_regex(pattern).unwrap();
    prop_oneof![5 => select(few).prop_map(str::to_owned), 1 => any_of]
}

pub(crate) fn request_id() -> impl Strategy<Value = RequestId> {
    mostly(&["1", "7", "edge/7#2"], "[!-~]{1,16}").prop_map(|id| RequestId::new(&id).unwrap())
}

pub(crate) fn draft() -> impl Strategy<Value = TrailDraft> {
    (
        timestamp(),
        actor(),
        action(),
        subject(),
        details(),
        option::of(request_id()),
    )
        .prop_map(|(at, actor, action, subject, details, request_id)| {
            TrailDraft::new(at, actor, action, subject)
                .with_details(details)
                .with_request_id(request_id)
        })
}

pub(crate) fn chain() -> impl Strategy<Value = Vec<TrailEntry>> {
    (organization(), collection::vec(draft(), 2..5))
        .prop_map(|(organization, drafts)| chained(TrailHead::genesis(organization), drafts))
}

pub(crate) fn entry() -> impl Strategy<Value = TrailEntry> {
    (organization(), draft())
        .prop_map(|(organization, draft)| TrailHead::genesis(organization).append(draft).0)
}

/// The entries that follow `head`.
pub(crate) fn chained(
    mut head: TrailHead,
    drafts: impl IntoIterator<Item = TrailDraft>,
) -> Vec<TrailEntry> {
    let append = |draft| {
        let (entry, next) = head.append(draft);
        head = next;
        entry
    };
    drafts.into_iter().map(append).collect()
}
