use super::*;

const LINES: &str = "\
# deb http://disabled.example/debian bookworm main
deb http://mirror.example/debian bookworm main contrib # the release
deb [arch=amd64 signed-by=/keys/debian.gpg] http://mirror.example/security bookworm-security main
deb-src http://mirror.example/debian bookworm main
deb http://mirror.example/debian bookworm-backports main
deb cdrom:[disc]/ bookworm main
deb https://other.example/apt other-bookworm main
deb https://other.example/engine bookworm stable
";

const BLOCKS: &str = "\
Types: deb deb-src
# where from
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates bookworm-backports
Components: main non-free
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc=
 -----END PGP PUBLIC KEY BLOCK-----

types: deb
uris: http://mirror.example/security
suites: bookworm-security
components: main

Enabled: no
Types: deb
URIs: http://elsewhere.example/debian
Suites: bookworm
Components: main
";

#[test]
fn lines_of_the_release_are_chosen_and_nothing_else() {
    assert_eq!(
        choose(&lines(LINES), "bookworm").unwrap(),
        "\
components: main
suites: bookworm
types: deb
uris: http://mirror.example/debian

components: main
signed-by: /keys/debian.gpg
suites: bookworm-security
types: deb
uris: http://mirror.example/security
"
    );
}

#[test]
fn blocks_of_the_release_are_chosen_with_the_key_that_stands_in_them() {
    assert_eq!(
        choose(&blocks(BLOCKS), "bookworm").unwrap(),
        "\
components: main
signed-by:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc=
 -----END PGP PUBLIC KEY BLOCK-----
suites: bookworm bookworm-updates
types: deb
uris: http://mirror.example/debian

components: main
suites: bookworm-security
types: deb
uris: http://mirror.example/security
"
    );
}

#[test]
fn what_is_chosen_is_read_as_the_same_entries() {
    let entries = blocks(BLOCKS);
    let chosen = choose(&entries, "bookworm").unwrap();
    assert_eq!(choose(&blocks(&chosen), "bookworm").unwrap(), chosen);
}

#[test]
fn a_system_without_a_source_of_its_release_is_refused() {
    let error = choose(&lines(LINES), "trixie").unwrap_err();
    assert_eq!(
        error.to_string(),
        "no package source of this system has the suite `trixie` with the component `main`"
    );
}

#[test]
fn both_formats_are_read_from_their_files() {
    let folder = std::env::temp_dir().join(format!("xtask-sources-{}", std::process::id()));
    fs::create_dir_all(folder.join("sources.list.d")).unwrap();
    let line = "deb http://mirror.example/debian bookworm main\n";
    fs::write(folder.join("sources.list"), line).unwrap();
    let security =
        "Types: deb\nURIs: http://s.example\nSuites: bookworm-security\nComponents: main\n";
    fs::write(folder.join("sources.list.d/b.sources"), security).unwrap();
    fs::write(folder.join("sources.list.d/c.sources.bak"), security).unwrap();

    let read = read(&folder, "bookworm");

    fs::remove_dir_all(&folder).unwrap();
    let uris: Vec<_> = blocks(&read.unwrap())
        .iter()
        .map(|entry| entry.get("uris").unwrap().to_owned())
        .collect();
    assert_eq!(uris, ["http://mirror.example/debian", "http://s.example"]);
}

#[test]
fn only_what_says_how_to_reach_a_mirror_is_taken_over() {
    let dump = r#"APT::Architecture "amd64";
Acquire::http::Proxy "http://proxy.example:3128";
Acquire::Check-Valid-Until "false";
Acquire::IndexTargets::deb::Icons "";
Acquire::Languages "none";
"#;
    assert_eq!(
        transport(dump),
        [
            r#"Acquire::http::Proxy "http://proxy.example:3128";"#,
            r#"Acquire::Check-Valid-Until "false";"#
        ]
    );
}
