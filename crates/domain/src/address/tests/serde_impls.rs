use super::list;
use crate::address::{AddressBlock, AddressList, SourceAddresses};

#[test]
fn a_list_is_an_array_of_strings_in_normal_form() {
    let read: AddressList =
        serde_json::from_str(r#"["192.0.2.128/25","192.0.2.0/25","::1"]"#).unwrap();
    assert_eq!(read, list(&["::1", "192.0.2.0/24"]));
    assert_eq!(
        serde_json::to_string(&read).unwrap(),
        r#"["::1","192.0.2.0/24"]"#
    );
}

#[test]
fn null_stands_for_anywhere() {
    for (json, sources) in [
        ("null", SourceAddresses::Anywhere),
        (
            r#"["192.0.2.0/24"]"#,
            SourceAddresses::Only(list(&["192.0.2.0/24"])),
        ),
    ] {
        assert_eq!(
            serde_json::from_str::<SourceAddresses>(json).unwrap(),
            sources
        );
        assert_eq!(serde_json::to_string(&sources).unwrap(), json);
    }
}

#[test]
fn json_that_is_no_list_is_refused_with_the_reason() {
    let many = format!("[{}\"::1\"]", "\"::1\",".repeat(64));
    for (json, reason) in [
        ("[]", "would refuse every address"),
        (r#"["192.0.2.1/24"]"#, "the block itself is 192.0.2.0/24"),
        ("[1]", "an address block, such as"),
        (r#""192.0.2.1""#, "an array of address blocks"),
        (&many, "more than 64 address blocks"),
    ] {
        let error = serde_json::from_str::<SourceAddresses>(json)
            .unwrap_err()
            .to_string();
        assert!(error.contains(reason), "{json}: {error}");
    }
    assert!(serde_json::from_str::<AddressBlock>("null").is_err());
}
