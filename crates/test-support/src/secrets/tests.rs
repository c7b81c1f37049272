//! What was planted is found, and nothing else is.

use std::fs;

use aiia_keys_domain::{Environment, KeyFormat};
use tracing::{info, subscriber::with_default};

use super::{Log, Secrets, assert_none};

fn key(random: u8) -> String {
    let key = KeyFormat::aiia(Environment::Test).generate([random; 32]);
    key.expose().to_owned()
}

/// What a search for these finds.
fn found(secrets: &Secrets, text: impl AsRef<[u8]>) -> Vec<&'static str> {
    let found = secrets.search().within(text.as_ref());
    found.into_iter().collect()
}

#[test]
fn whatever_is_a_key_is_found_and_what_only_looks_like_one_is_not() {
    let nothing = Secrets::default();
    let key = key(9);
    for text in [
        key.clone(),
        format!("aiia_key_test_aiia_key_live_{key}0"),
        format!("\0\u{fe}{key}"),
    ] {
        assert_eq!(found(&nothing, &text), ["key"], "{}", text.len());
    }
    let mut changed = key.clone();
    changed.replace_range(20..21, "_");
    for text in [
        &key[..63],
        &key[1..],
        &changed,
        &key.replace("test", "live"),
    ] {
        assert_eq!(found(&nothing, text), Vec::<&str>::new(), "{}", text.len());
    }
}

#[test]
fn what_was_received_is_found_however_it_is_written() {
    let token = |number: u8| format!("{number:02x}").repeat(32);
    let organization = "018f3c2e-0000-7000-8000-000000000001";
    let secrets = Secrets::default();
    secrets.received(&format!(
        "Set-Cookie: __Host-aiia_session={organization}.{}; Path=/\n\
         https://keys.example.com/invitation#{organization}.{}\n\
         set up at http://127.0.0.1:8080/setup/{}\n\
         {{\"token\":\"{}\",\"hash\":\"{}\"}}\n{}\n",
        token(1),
        token(2),
        token(3),
        token(4),
        token(5),
        key(6),
    ));
    secrets.add_peppers(&format!("1 {}\n2 {}\n", token(7), token(8)));

    for number in 1..=4 {
        assert_eq!(found(&secrets, token(number)), ["token"]);
        assert_eq!(found(&secrets, [number; 32]), ["token"]);
    }
    assert_eq!(found(&secrets, token(5)), Vec::<&str>::new());
    assert_eq!(found(&secrets, &key(6)[14..58]), ["key"]);
    assert_eq!(found(&secrets, [7; 32]), ["pepper"]);
    assert_eq!(found(&secrets, token(8)), ["pepper"]);
}

#[test]
fn files_are_searched_wherever_they_are_below_a_folder_but_for_those_that_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    fs::create_dir_all(&inner).unwrap();
    for name in ["planted", "excepted", "clean"] {
        let text = if name == "clean" { "" } else { &key(1) };
        fs::write(inner.join(name), format!("{}{text}", "x".repeat(10_000))).unwrap();
    }

    let search = Secrets::default().search();
    let leaks = search.leaks_below(folder.path(), &[inner.join("excepted")]);

    let told: Vec<_> = leaks.unwrap().iter().map(ToString::to_string).collect();
    let place = inner.join("planted");
    assert_eq!(told, [format!("a key is in {}", place.display())]);
    let missing = search.leaks_below(&folder.path().join("gone"), &[]);
    assert_eq!(missing.unwrap(), []);
}

#[test]
fn what_was_logged_is_kept_and_searched() {
    let log = Log::default();
    let before = log.length();
    with_default(log.subscriber(), || info!("{}", key(2)));
    assert_eq!(found(&Secrets::default(), log.since(before)), ["key"]);
}

#[test]
#[should_panic(expected = "secrets leaked: a password is in the log")]
fn what_was_found_fails_the_test() {
    let secrets = Secrets::default();
    secrets.add("password", "correct horse");
    assert_none(&secrets.search().leaks("the log", b"the correct horse"));
}

#[test]
#[should_panic(expected = "a password of 7 bytes would be found by chance")]
fn what_would_be_found_by_chance_is_no_secret() {
    Secrets::default().add("password", "hunter2");
}
