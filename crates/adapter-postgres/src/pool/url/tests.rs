use super::*;

fn tls(text: &str) -> TlsMode {
    text.parse::<DatabaseUrl>().unwrap().tls
}

fn refusal(text: &str) -> String {
    text.parse::<DatabaseUrl>().unwrap_err().to_string()
}

#[test]
fn a_socket_and_this_machine_need_no_tls_and_every_other_host_needs_all_of_it() {
    for text in [
        "postgresql://aiia_app@%2Frun%2Fpostgresql:5432/keys",
        "postgres://aiia_app@localhost/keys",
        "postgresql://aiia_app@127.0.0.1/keys",
        "postgresql://aiia_app@[::1]:5433/keys",
        "postgresql:///keys?host=/run/postgresql&user=aiia_app",
    ] {
        assert_eq!(tls(text), TlsMode::Disable, "{text}");
    }
    for text in [
        "postgresql://aiia_app@db.example/keys",
        "postgresql://aiia_app@10.0.0.7/keys",
        "postgresql://aiia_app@localhost,db.example/keys",
        "postgresql://aiia_app@localhost/keys?hostaddr=10.0.0.7",
    ] {
        assert_eq!(tls(text), TlsMode::VerifyFull, "{text}");
    }
}

#[test]
fn sslmode_decides_when_it_is_given() {
    let with = |parameters: &str| {
        tls(&format!(
            "postgresql://aiia_app@db.example/keys?{parameters}"
        ))
    };
    assert_eq!(with("sslmode=disable"), TlsMode::Disable);
    assert_eq!(with("sslmode=require"), TlsMode::Require);
    assert_eq!(
        with("sslmode=require&sslrootcert=/etc/ca.pem"),
        TlsMode::VerifyCa
    );
    assert_eq!(with("sslmode=require&sslrootcert=system"), TlsMode::Require);
    assert_eq!(with("sslmode=verify-ca"), TlsMode::VerifyCa);
    assert_eq!(
        with("connect_timeout=3&sslmode=verify-full"),
        TlsMode::VerifyFull
    );
}

#[test]
fn the_authorities_file_is_percent_decoded() {
    let text = "postgresql://aiia_app@db.example/keys?sslrootcert=%2Fetc%2Four%20ca.pem";
    let url: DatabaseUrl = text.parse().unwrap();
    assert_eq!(url.authorities, Some(PathBuf::from("/etc/our ca.pem")));
}

#[test]
fn a_mode_that_can_be_talked_out_of_tls_is_refused() {
    for mode in ["allow", "prefer"] {
        let text = refusal(&format!(
            "postgresql://aiia_app@db.example/keys?sslmode={mode}"
        ));
        assert!(text.contains("`verify-full`"), "{text}");
    }
}

#[test]
fn refusals_and_debug_never_show_the_password() {
    for text in [
        "correct horse",
        "host=db.example password=correct horse",
        "postgresql://aiia_app:correct horse@db.example:port/keys",
        "postgresql://aiia_app:correct%horse@db.example/keys?correct",
        "postgresql://aiia_app:correct@horse@db.example/keys?correct=horse",
        "postgresql://aiia_app:correct@db.example/keys?sslmode=horse",
        "postgresql://aiia_app:correct@/keys",
    ] {
        let refusal = refusal(text);
        assert!(
            !refusal.contains("correct") && !refusal.contains("horse"),
            "{refusal}"
        );
    }
    let url: DatabaseUrl = "postgresql://aiia_app:correct@db.example/keys"
        .parse()
        .unwrap();
    let shown = format!("{url:?}");
    assert!(
        shown.contains("aiia_app") && !shown.contains("correct"),
        "{shown}"
    );
}
