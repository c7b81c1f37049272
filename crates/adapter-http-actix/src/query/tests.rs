use super::*;

#[derive(Debug, PartialEq)]
struct Sample(Option<u8>, Option<String>);

impl FromQuery for Sample {
    const NAMES: &'static [&'static str] = &["n", "t"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self(
            parameters.get("n", str::parse)?,
            parameters.get("t", |text| Ok::<_, String>(text.to_owned()))?,
        ))
    }
}

fn read(query: &str) -> Result<Sample, String> {
    Parameters::parse(query)
        .and_then(|parameters| parameters.read())
        .map_err(|problem| problem.to_string())
}

#[test]
fn parameters_are_decoded() {
    let text = |text: &str| Ok(Sample(None, Some(text.to_owned())));
    assert_eq!(read(""), Ok(Sample(None, None)));
    assert_eq!(read("n=7&t=a"), Ok(Sample(Some(7), Some("a".to_owned()))));
    assert_eq!(read("&&t=a&"), text("a"));
    assert_eq!(read("t="), text(""));
    assert_eq!(read("t"), text(""));
    assert_eq!(read("t=a+b%20c%2B"), text("a b c+"));
    assert_eq!(read("t=%C3%A4"), text("ä"));
    assert_eq!(read("%74=a"), text("a"));
    assert_eq!(read("t=a=b"), text("a=b"));
    assert_eq!(read("t=%zz"), text("%zz"));
}

#[test]
fn a_refused_parameter_is_named() {
    for (query, expected) in [
        (
            "x=1",
            "invalid_parameter: x is not a parameter of this operation: this operation takes n, t",
        ),
        (
            "n=1&n=2",
            "invalid_parameter: n stands there twice: give it once",
        ),
        ("t=%ff", "invalid_parameter: t is not encoded UTF-8"),
        (
            "%ff=1",
            "invalid_parameter: the name of a parameter is not encoded UTF-8",
        ),
        (
            "n=300",
            "invalid_parameter: n: number too large to fit in target type",
        ),
        (
            "=1",
            "invalid_parameter:  is not a parameter of this operation: this operation takes n, t",
        ),
    ] {
        assert_eq!(read(query), Err(expected.to_owned()), "{query}");
    }
}

#[test]
fn an_operation_without_parameters_says_so() {
    let refused = Parameters::parse("q=1")
        .unwrap()
        .read::<NoQuery>()
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "invalid_parameter: q is not a parameter of this operation: this operation takes no parameters"
    );
}

#[test]
fn a_long_or_invisible_name_is_not_repeated_whole() {
    let refused = read(&format!("{}%0a=1", "x".repeat(100))).unwrap_err();
    assert!(refused.len() < 200, "{refused}");
    assert!(!refused.contains('\n'), "{refused}");
}
