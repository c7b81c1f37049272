//! Text forms and heads: tables.

use uuid::Uuid;

use crate::trail::*;
use crate::{KeyId, MemberId, OrganizationId, SessionId};

const UUID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn uuid() -> Uuid {
    UUID.parse().unwrap()
}

#[test]
fn actors_parse_from_what_they_print() {
    let table = [
        (
            Actor::Member(MemberId::from_uuid(uuid())),
            format!("member:{UUID}"),
        ),
        (Actor::Key(KeyId::from_uuid(uuid())), format!("key:{UUID}")),
        (Actor::Operator, "operator".to_owned()),
        (Actor::System, "system".to_owned()),
    ];
    for (actor, text) in table {
        assert_eq!((actor.to_string(), text.parse()), (text, Ok(actor)));
    }
}

#[test]
fn subjects_parse_from_what_they_print() {
    let table = [
        (Subject::Organization, "organization".to_owned()),
        (
            Subject::Key(KeyId::from_uuid(uuid())),
            format!("key:{UUID}"),
        ),
        (
            Subject::Member(MemberId::from_uuid(uuid())),
            format!("member:{UUID}"),
        ),
        (
            Subject::Session(SessionId::from_uuid(uuid())),
            format!("session:{UUID}"),
        ),
    ];
    for (subject, text) in table {
        assert_eq!((subject.to_string(), text.parse()), (text, Ok(subject)));
    }
}

#[test]
fn an_unknown_kind_is_kept_as_it_was_written() {
    let longest = format!("{}:{}", "k".repeat(32), "~".repeat(40));
    for text in [
        "x",
        "x_y",
        "report:2026-04",
        "report:a:b",
        "organizations",
        &longest,
    ] {
        let subject: Subject = text.parse().unwrap();
        assert!(
            matches!(&subject, Subject::Other(other) if other.as_str() == text),
            "{subject:?}"
        );
        assert_eq!(subject.to_string(), text);
        let actor: Actor = text.parse().unwrap();
        assert!(
            matches!(&actor, Actor::Other(other) if other.as_str() == text),
            "{actor:?}"
        );
        assert_eq!(actor.to_string(), text);
    }
}

#[test]
fn a_text_without_the_form_names_no_one() {
    let kind = "k".repeat(33);
    let id = format!("k:{}", "i".repeat(41));
    let table = [
        "", ":", "x:", ":x", "X", "_x", "x1", "x-y", "x:é", "x: ", "x y", "é", &kind, &id,
    ];
    for text in table {
        assert_eq!(
            text.parse::<Actor>(),
            Err(InvalidReference::Form),
            "{text:?}"
        );
        assert_eq!(
            text.parse::<Subject>(),
            Err(InvalidReference::Form),
            "{text:?}"
        );
    }
}

#[test]
fn a_known_kind_takes_its_own_ids_in_one_spelling() {
    let upper = UUID.to_uppercase();
    let plain = UUID.replace('-', "");
    for id in ["", ":7", &format!(":{upper}"), &format!(":{plain}")] {
        for kind in ["member", "key"] {
            let text = format!("{kind}{id}");
            assert_eq!(text.parse::<Actor>(), Err(InvalidReference::Id), "{text}");
        }
        for kind in ["member", "key", "session"] {
            let text = format!("{kind}{id}");
            assert_eq!(text.parse::<Subject>(), Err(InvalidReference::Id), "{text}");
        }
    }
    for text in ["operator:7", "system:7"] {
        assert_eq!(text.parse::<Actor>(), Err(InvalidReference::Id), "{text}");
    }
    assert_eq!(
        "organization:7".parse::<Subject>(),
        Err(InvalidReference::Id)
    );
}

#[test]
fn an_action_is_words_joined_by_dots() {
    let longest = format!("a.{}", "b".repeat(62));
    let longer = format!("a.{}", "b".repeat(63));
    for name in ["a.b", "key.generated", "a_.b_c.d", &longest] {
        let action: ActionName = name.parse().unwrap();
        assert_eq!((action.as_str(), action.to_string().as_str()), (name, name));
        assert_eq!(
            ActionName::try_from(String::from(action.clone())),
            Ok(action)
        );
    }
    let bad = [
        "", ".", "a", "a.", ".a", "a..b", "a.b.", "A.b", "a.B", "a.1", "_a.b", "a._b", "a b.c",
    ];
    for name in bad.into_iter().chain(["é.a", "a.b:c", longer.as_str()]) {
        assert_eq!(
            name.parse::<ActionName>(),
            Err(InvalidActionName),
            "{name:?}"
        );
    }
}

#[test]
#[should_panic(expected = "an action is words")]
fn a_misspelt_action_of_our_own_is_a_fault_of_the_program() {
    let _ = ActionName::from_static("key");
}

#[test]
fn a_request_id_is_visible_ascii_without_a_key_in_it() {
    let longest = "-".repeat(64);
    let longer = "-".repeat(65);
    let digest = "0123456789abcdef".repeat(4);
    for id in [
        "1",
        UUID,
        "Root=1-67891233-abcdef012345678912345678",
        &longest,
        &digest,
    ] {
        assert_eq!(RequestId::new(id).unwrap().to_string(), id);
    }
    for id in ["", " ", "a b", "é", "\n", "\u{7f}", &longer] {
        assert_eq!(RequestId::new(id), Err(InvalidRequestId::Form), "{id:?}");
    }
    let key = "aZ3".repeat(15);
    assert_eq!(RequestId::new(&key), Err(InvalidRequestId::MayHoldKey));
    assert_eq!(RequestId::from_stored(&*key).unwrap().as_str(), key);
}

#[test]
fn a_hash_has_one_spelling() {
    let hash = TrailHash::from_bytes([0xab; 32]);
    assert_eq!(
        format!("{hash:?}"),
        format!("TrailHash({})", "ab".repeat(32))
    );
    assert_eq!(TrailHash::try_from(String::from(hash)), Ok(hash));
    for text in [
        "",
        "ab",
        &"AB".repeat(32),
        &"ab".repeat(33),
        &"xy".repeat(32),
    ] {
        assert_eq!(text.parse::<TrailHash>(), Err(InvalidTrailHash), "{text}");
    }
}

#[test]
fn a_head_is_one_that_a_trail_can_have() {
    let organization = OrganizationId::from_uuid(uuid());
    let genesis = TrailHead::genesis(organization);
    let hash = TrailHash::from_bytes([7; 32]);
    let from = |sequence, hash| TrailHead::from_parts(organization, sequence, hash);
    let last = i64::MAX.cast_unsigned();
    assert_eq!(from(0, genesis.hash()), Ok(genesis));
    assert_eq!(from(0, hash), Err(InvalidHead::Genesis));
    assert_eq!(
        from(1, hash).map(|head| (head.sequence(), head.hash())),
        Ok((1, hash))
    );
    assert_eq!(from(last, hash).map(|head| head.sequence()), Ok(last));
    assert_eq!(from(last + 1, hash), Err(InvalidHead::Sequence));
}

#[test]
fn two_organizations_start_from_different_hashes() {
    let other = OrganizationId::from_uuid(Uuid::nil());
    let hashes = [other, OrganizationId::from_uuid(uuid())].map(|id| TrailHead::genesis(id).hash());
    assert_ne!(hashes[0], hashes[1]);
}

#[test]
fn errors_say_what_would_be_right() {
    let table: [(&dyn std::error::Error, &str); 16] = [
        (&InvalidReference::Form, "`kind:id`"),
        (&InvalidReference::Id, "a UUID in lower case"),
        (&InvalidActionName, "such as `key.generated`"),
        (&InvalidRequestId::Form, "1 to 64 visible ASCII characters"),
        (&InvalidRequestId::MayHoldKey, "may hold a key"),
        (&InvalidTrailHash, "64 lower-case hexadecimal digits"),
        (&InvalidHead::Sequence, "0 to 9223372036854775807"),
        (&InvalidHead::Genesis, "derived from the organization's id"),
        (&InvalidSequence, "1 to 9223372036854775807"),
        (
            &DecodeError::Version(2),
            "version 2 of the trail's format is unknown; 1 is expected",
        ),
        (
            &DecodeError::EndsEarly { field: "at" },
            "end in the field `at`",
        ),
        (
            &DecodeError::Invalid { field: "at" },
            "the field `at` is not valid",
        ),
        (&DecodeError::DetailsOutOfOrder, "ascending order"),
        (&DecodeError::TrailingBytes { count: 3 }, "3 bytes follow"),
        (
            &Broken {
                sequence: 7,
                kind: BrokenKind::Changed,
            },
            "entry 7: its hash is not",
        ),
        (
            &Broken {
                sequence: 7,
                kind: BrokenKind::Missing,
            },
            "entry 7: it is missing",
        ),
    ];
    for (error, part) in table {
        assert!(error.to_string().contains(part), "{error}");
    }
    let kinds = [
        (BrokenKind::WrongOrganization, "another organization"),
        (BrokenKind::OutOfOrder, "behind a later entry"),
        (BrokenKind::Repeated, "second entry"),
        (BrokenKind::Unlinked, "does not follow"),
        (BrokenKind::Rewritten, "known head"),
    ];
    for (kind, part) in kinds {
        assert!(
            Broken { sequence: 1, kind }.to_string().contains(part),
            "{kind:?}"
        );
    }
}
