use super::*;
use crate::testing::{at_day, content, evidence_id, new_evidence, now};

fn uploading() -> Evidence {
    let rules = EvidenceRules::default();
    Evidence::begin(new_evidence(1), &rules, Actor::Operator, now()).unwrap()
}

fn uploaded() -> Evidence {
    uploading().complete(content(), at_day(1)).unwrap()
}

/// Every state, and what becomes of it by each transition; `-` is refused.
#[test]
fn every_transition_from_every_state() {
    let attached = uploaded().attach(at_day(2)).unwrap();
    let abandoned = uploading().abandon().unwrap();
    let states = [uploading(), uploaded(), attached, abandoned];
    let outcomes = states.map(|evidence| {
        let outcome = |result: Result<Evidence, EvidenceRefusal>| match result {
            Ok(evidence) => evidence.data().state.status().as_str(),
            Err(_) => "-",
        };
        [
            outcome(evidence.clone().complete(content(), at_day(3))),
            outcome(evidence.clone().attach(at_day(3))),
            outcome(evidence.abandon()),
        ]
    });
    assert_eq!(
        outcomes,
        [
            ["uploaded", "-", "abandoned"],
            ["-", "attached", "-"],
            ["-", "attached", "-"],
            ["-", "-", "abandoned"],
        ]
    );
}

#[test]
fn the_first_attachment_is_the_one_that_counts_and_content_never_changes() {
    let attached = uploaded().attach(at_day(2)).unwrap();
    let again = attached.clone().attach(at_day(5)).unwrap();
    assert_eq!(again, attached);
    let expected = EvidenceState::Attached {
        content: content(),
        uploaded_at: at_day(1),
        at: at_day(2),
    };
    assert_eq!(again.data().state, expected);
}

#[test]
fn only_complete_evidence_has_content() {
    let contents = [uploading(), uploaded(), uploading().abandon().unwrap()];
    assert_eq!(
        contents.map(|evidence| evidence.content()),
        [None, Some(content()), None]
    );
    assert_eq!(uploading().data().id, evidence_id(1));
}

#[test]
fn an_upload_has_an_hour_and_a_type_that_is_taken() {
    let until = now().saturating_add(Duration::from_hours(1));
    assert_eq!(uploading().data().state, EvidenceState::Uploading { until });
    let new = NewEvidence {
        media_type: "text/html".parse().unwrap(),
        ..new_evidence(1)
    };
    let refused = Evidence::begin(new, &EvidenceRules::default(), Actor::Operator, now());
    let told = refused.unwrap_err().to_string();
    assert!(told.contains("application/pdf"), "{told}");
}

#[test]
fn statuses_parse_from_what_they_print_and_refusals_name_them() {
    for status in EvidenceStatus::ALL {
        assert_eq!(status.to_string().parse(), Ok(status));
    }
    assert_eq!("gone".parse::<EvidenceStatus>(), Err(UnknownEvidenceStatus));
    let told = uploaded().abandon().unwrap_err().to_string();
    assert_eq!(told, "the evidence is uploaded and cannot be abandoned");
}
