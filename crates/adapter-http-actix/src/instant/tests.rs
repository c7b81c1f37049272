use super::*;

#[test]
fn instants_have_an_offset() {
    for (text, expected) in [
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31t12:00:00z", "2026-01-31T12:00:00Z"),
        (
            "2026-01-31T12:00:00.1234567Z",
            "2026-01-31T12:00:00.123456Z",
        ),
        ("2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00Z"),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ] {
        assert_eq!(instant(text).unwrap().to_string(), expected, "{text}");
    }
    for text in [
        "",
        "now",
        "2026-01-31",
        "2026-01-31T12:00:00",
        "2026-02-30T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-01-31T25:00:00Z",
        "2026-01-31T12:00:00+99:00",
        "20260131T120000Z",
        "10000-01-01T00:00:00Z",
        "-001-01-01T00:00:00Z",
        "1767225600",
        " 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00Z ",
        "２０２６-01-31T12:00:00Z",
    ] {
        assert_eq!(instant(text), Err(InvalidInstant), "{text}");
    }
}

#[test]
fn durations_have_a_fixed_length() {
    for (text, seconds) in [
        ("PT0S", 0),
        ("PT24H", 86_400),
        ("P1D", 86_400),
        ("P1W", 604_800),
        ("P1DT1H1M1S", 90_061),
        ("PT1.5H", 5_400),
    ] {
        assert_eq!(duration(text), Ok(Duration::from_secs(seconds)), "{text}");
    }
    for text in [
        "",
        "P",
        "PT",
        "24h",
        "1 day",
        "-P1D",
        "-PT1S",
        "+P1D",
        "P-1D",
        "P1M",
        "P1Y",
        "P1Y1D",
        "PT99999999999999999999S",
        "P1D ",
        "PT1S\u{0}",
        "P１D",
    ] {
        assert_eq!(duration(text), Err(InvalidDuration), "{text}");
    }
}
