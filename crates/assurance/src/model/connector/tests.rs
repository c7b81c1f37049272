use super::*;
use crate::testing::{at_day, connector, now, sealed};

fn url(text: &str) -> SourceUrl {
    SourceUrl::new(text, crate::SourceReach::Public).unwrap()
}

#[test]
fn what_a_revision_does_not_set_stays() {
    let before = connector(1);
    let same = before
        .clone()
        .revise(ConnectorRevision::default(), at_day(1));
    let expected = Connector {
        updated_at: at_day(1),
        ..before.clone()
    };
    assert_eq!(same, Ok(expected));
    let revision = ConnectorRevision {
        name: Some("Other".parse().unwrap()),
        url: Some(url("https://register.example.com/other.csv")),
        format: Some(SourceFormat::Csv),
        credentials: Some(SealedCredentials::None),
    };
    let revised = before.clone().revise(revision, now()).unwrap();
    let expected = Connector {
        name: "Other".parse().unwrap(),
        url: url("https://register.example.com/other.csv"),
        format: SourceFormat::Csv,
        credentials: SealedCredentials::None,
        updated_at: now(),
        ..before
    };
    assert_eq!(revised, expected);
}

#[test]
fn credentials_are_never_sent_to_another_origin_than_they_were_given_for() {
    for elsewhere in [
        "https://evil.example.net/units.json",
        "https://register.example.com:8443/units.json",
    ] {
        let moved = |credentials| ConnectorRevision {
            url: Some(url(elsewhere)),
            credentials,
            ..ConnectorRevision::default()
        };
        assert_eq!(connector(1).revise(moved(None), now()), Err(OtherOrigin));
        for given in [SealedCredentials::None, sealed()] {
            assert!(connector(1).revise(moved(Some(given)), now()).is_ok());
        }
        let open = Connector {
            credentials: SealedCredentials::None,
            ..connector(1)
        };
        assert!(open.revise(moved(None), now()).is_ok());
    }
}
