//! What is set where, and what is refused.

use std::{fs, io::Write as _};

use tempfile::NamedTempFile;

use super::*;
use crate::cli;

fn file(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn serve(text: &str, more: &[&str]) -> Result<cli::Serve, String> {
    let file = file(text);
    let path = file.path().to_str().unwrap();
    let arguments = [&["aiia-keys", "--config", path, "serve"], more].concat();
    let arguments: Vec<OsString> = arguments.into_iter().map(OsString::from).collect();
    match read(&arguments) {
        Ok(cli) => match cli.command {
            cli::Command::Serve(serve) => Ok(serve),
            other => Err(format!("{other:?}")),
        },
        Err(error) => Err(error.to_string().replace(path, "FILE")),
    }
}

const NEEDED: &str =
    "peppers_file = '/run/peppers'\ndatabase_url = 'postgresql://aiia_app@db/keys'\n";

#[test]
fn the_file_sets_what_no_flag_does() {
    let text = format!(
        "{NEEDED}listen = '0.0.0.0:8443'\ntrusted_proxies = ['10.0.0.0/8', '192.0.2.1']\nworkers = 3\n\
         production = true\nsession_idle = '15m'\n"
    );
    let set = serve(&text, &["--listen", "127.0.0.1:1"]).unwrap();
    assert_eq!(set.listen.address, "127.0.0.1:1".parse().unwrap());
    assert_eq!(
        set.listen.trusted_proxies.unwrap().to_string(),
        "10.0.0.0/8, 192.0.2.1"
    );
    assert_eq!(set.tuning.workers.unwrap().get(), 3);
    assert!(set.service.rules.production);
    assert_eq!(set.tuning.session_idle.to_string(), "900s");
    assert_eq!(
        set.tuning.session_absolute.to_string(),
        "43200s",
        "the default"
    );
}

#[test]
fn a_wrong_value_is_refused_with_its_name_its_place_and_what_would_be_right() {
    for (line, said) in [
        (
            "listen = '8080'",
            "FILE, line 3: `listen` cannot be `8080`: invalid socket address syntax\n  expected is <ADDRESS> (default `127.0.0.1:8080`): The address to listen on; port 0 takes a free one",
        ),
        (
            "workers = 0",
            "FILE, line 3: `workers` cannot be `0`: number would be zero",
        ),
        (
            "body_timeout = '10'",
            "a duration is expected, such as `30s`, `10m` or `12h`",
        ),
        ("production = 'yes'", "it is none of `true`, `false`"),
        ("log_format = 'xml'", "it is none of `human`, `json`"),
        (
            "environment = 'prod'",
            "FILE, line 3: `environment` cannot be `prod`",
        ),
        (
            "lisen = 'x'",
            "FILE, line 3: there is no setting `lisen`; did you mean `listen`?",
        ),
        ("config = 'other.toml'", "there is no setting `config`"),
        ("frobnicate = 1", "there is no setting `frobnicate`\n"),
        (
            "[server]",
            "`server` is a table; a text, a number, `true`, `false` or an array of texts is expected",
        ),
        ("workers = 1.5", "`workers` is a float"),
        ("listen = ", "FILE, line 3: "),
    ] {
        let refused = serve(&format!("{NEEDED}{line}\n"), &[]).unwrap_err();
        assert!(refused.contains(said), "{line}: {refused}");
    }
}

#[test]
fn a_secret_is_never_repeated() {
    for line in [
        "database_url = ['hunter2', 1]",
        "database_url = 'hunter2",
        "database_url = { hunter2 = 1 }",
    ] {
        let refused = serve(&format!("peppers_file = 'p'\n{line}\n"), &[]).unwrap_err();
        assert!(
            refused.contains("FILE, line 2") && !refused.contains("hunter2"),
            "{refused}"
        );
    }
}

#[test]
fn what_is_needed_and_nowhere_is_asked_for() {
    let refused = serve("listen = '127.0.0.1:1'\n", &[]).unwrap_err();
    assert!(refused.contains("--peppers-file"), "{refused}");
}

#[test]
fn a_file_that_is_not_there_is_an_error_and_help_needs_none() {
    let missing = ["aiia-keys", "--config=/nowhere/keys.toml", "serve"].map(OsString::from);
    let refused = read(&missing).unwrap_err().to_string();
    assert!(
        refused.contains("cannot read the configuration file /nowhere/keys.toml"),
        "{refused}"
    );
    let help = [
        "aiia-keys",
        "--config=/nowhere/keys.toml",
        "serve",
        "--help",
    ]
    .map(OsString::from);
    assert_eq!(read(&help).unwrap_err().kind(), ErrorKind::DisplayHelp);
}

/// Settings of the same name are one: they have the same variable and the same kind of value.
#[test]
fn a_name_means_the_same_in_every_command() {
    fn each(command: &Command, found: &mut Vec<Setting>) {
        found.extend(Setting::of(command));
        command
            .get_subcommands()
            .for_each(|command| each(command, found));
    }
    let mut found = Vec::new();
    each(&command(), &mut found);
    for setting in Setting::all(&command()) {
        for other in found.iter().filter(|other| other.name == setting.name) {
            let [one, other] = [&setting, other].map(|s| {
                (
                    &s.variable,
                    &s.default,
                    &s.value,
                    s.secret,
                    s.parser.type_id(),
                )
            });
            assert_eq!(one, other, "{}", setting.name);
        }
    }
}

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operations.md");
const BEGIN: &str = "<!-- settings: made from the command line -->\n";
const END: &str = "<!-- end of settings -->\n";

/// The table in the documentation is this one. `UPDATE_SETTINGS=1` writes it.
#[test]
fn the_documented_settings_are_those_of_the_command_line() {
    let document = fs::read_to_string(DOCUMENT).unwrap();
    let (before, rest) = document.split_once(BEGIN).unwrap();
    let (documented, after) = rest.split_once(END).unwrap();
    let table = table();
    if env::var_os("UPDATE_SETTINGS").is_some() {
        fs::write(DOCUMENT, [before, BEGIN, &table, END, after].concat()).unwrap();
        return;
    }
    assert!(
        documented == table,
        "the table of settings in docs/operations.md is not up to date: run this test with UPDATE_SETTINGS=1"
    );
}

fn table() -> String {
    let mut table =
        "| flag | environment | file | default | meaning |\n|---|---|---|---|---|\n".to_owned();
    for setting in Setting::all(&command()) {
        let file = if setting.name == "config" {
            String::new()
        } else {
            format!("`{}`", setting.name)
        };
        let default = setting
            .default
            .map(|default| format!("`{default}`"))
            .unwrap_or_default();
        let cells = [
            format!("`--{}`", setting.name.replace('_', "-")),
            format!("`{}`", setting.variable),
            file,
            default,
            setting.meaning.replace('|', "\\|"),
        ];
        for cell in cells {
            table.push_str(&format!("| {cell} ").replace("  ", " "));
        }
        table.push_str("|\n");
    }
    table
}
