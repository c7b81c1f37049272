use super::ServerVersion;

#[test]
fn versions_are_read_as_servers_print_them() {
    let table = [
        (
            "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n",
            Some("15.18"),
        ),
        (
            "postgres (PostgreSQL) 16.4 (Ubuntu 16.4-0ubuntu0.24.04.2)",
            Some("16.4"),
        ),
        ("postgres (PostgreSQL) 17.2 (Homebrew)", Some("17.2")),
        ("postgres (PostgreSQL) 18.0", Some("18.0")),
        ("postgres (PostgreSQL) 18beta1", Some("18beta1")),
        (
            "postgres (PostgreSQL) 18rc2 (Debian 18~rc2-1.pgdg13+1)",
            Some("18rc2"),
        ),
        ("postgres (PostgreSQL) 19devel", Some("19devel")),
        ("postgres (PostgreSQL) 7alpha3", Some("7alpha3")),
        ("postgres (PostgreSQL) 9.6.24", Some("9.6")),
        ("15.18", Some("15.18")),
        ("15.18 (Debian 15.18-0+deb12u1)", Some("15.18")),
        ("postgres (PostgreSQL)", None),
        ("postgres (PostgreSQL) 15", None),
        ("postgres (PostgreSQL) 15.", None),
        ("postgres (PostgreSQL) 15.x", None),
        ("postgres (PostgreSQL) 15.1x", None),
        ("postgres (PostgreSQL) 18gamma1", None),
        ("postgres (PostgreSQL) 99999999.1", None),
        ("mysqld  Ver 8.0.36", None),
        ("", None),
    ];

    let read = table.map(|(text, _)| {
        (
            text,
            text.parse::<ServerVersion>()
                .ok()
                .map(|version| version.to_string()),
        )
    });

    assert_eq!(
        read,
        table.map(|(text, version)| (text, version.map(str::to_owned)))
    );
}

#[test]
fn versions_are_ordered_by_age() {
    let ordered = [
        "15.9", "15.18", "15.20", "18devel", "18alpha1", "18beta1", "18beta2", "18rc1", "18.0",
        "18.7",
    ];

    let mut sorted = ordered.map(|text| text.parse::<ServerVersion>().unwrap());
    sorted.reverse();
    sorted.sort_unstable();

    assert_eq!(
        sorted.map(|version| version.to_string()),
        ordered.map(str::to_owned)
    );
}

#[test]
fn only_a_stable_release_has_a_minor_version() {
    let minors =
        ["15.18", "18beta1", "19devel"].map(|text| text.parse::<ServerVersion>().unwrap().minor());

    assert_eq!(minors, [Some(18), None, None]);
}
