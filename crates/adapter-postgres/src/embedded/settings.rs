//! The server's settings, as arguments of its program.

use std::{
    ffi::{OsStr, OsString},
    path::Path,
};

use super::{Durability, Error, Options};

/// The port; without TCP it is only part of the socket's file name.
pub(super) const PORT: u16 = 5432;

/// The settings that keep the server private and found again.
const RESERVED: [&str; 9] = [
    "data_directory",
    "external_pid_file",
    "hba_file",
    "ident_file",
    "listen_addresses",
    "port",
    "unix_socket_directories",
    "unix_socket_group",
    "unix_socket_permissions",
];

/// Defaults that differ from PostgreSQL's own.
const DEFAULTS: [(&str, &str); 8] = [
    ("timezone", "UTC"),
    ("log_timezone", "UTC"),
    ("logging_collector", "off"),
    ("log_destination", "stderr"),
    ("log_min_messages", "warning"),
    // Statements can hold secrets, for example in `ALTER ROLE … PASSWORD`.
    ("log_min_error_statement", "panic"),
    ("log_line_prefix", "%m [%p] %q%u@%d "),
    // Nothing is replicated from here: one idle process less.
    ("max_logical_replication_workers", "0"),
];

/// Checks the settings that the caller chose.
pub(super) fn check(settings: &[(String, String)]) -> Result<(), Error> {
    for (name, value) in settings {
        let reason = if RESERVED.contains(&name.to_ascii_lowercase().as_str()) {
            "it keeps the embedded server private; use a server of your own by DATABASE_URL instead"
        } else if !is_name(name) {
            "its name is not made of letters, digits, `_` and `.`"
        } else if value.contains('\0') {
            "its value holds a NUL character"
        } else {
            continue;
        };
        return Err(Error::Setting {
            name: name.clone(),
            reason,
        });
    }
    Ok(())
}

/// The arguments `-c name=value`; of two with the same name, the later one wins.
pub(super) fn arguments(options: &Options, socket_folder: &Path) -> Vec<OsString> {
    let mut settings: Vec<(String, OsString)> = Vec::new();
    let mut set = |name: &str, value: &OsStr| settings.push((name.to_owned(), value.to_owned()));
    for (name, value) in DEFAULTS {
        set(name, value.as_ref());
    }
    set(
        "max_connections",
        options.max_connections.to_string().as_ref(),
    );
    set(
        "shared_buffers",
        format!("{}MB", options.shared_buffers_mib).as_ref(),
    );
    if options.durability == Durability::None {
        for name in ["fsync", "synchronous_commit", "full_page_writes"] {
            set(name, "off".as_ref());
        }
    }
    for (name, value) in &options.settings {
        set(name, value.as_ref());
    }
    set("listen_addresses", "".as_ref());
    set("port", PORT.to_string().as_ref());
    set("unix_socket_directories", &quoted(socket_folder));
    set("unix_socket_permissions", "0700".as_ref());
    settings
        .into_iter()
        .flat_map(|(name, value)| [OsString::from("-c"), assignment(&name, &value)])
        .collect()
}

fn assignment(name: &str, value: &OsStr) -> OsString {
    let mut text = OsString::from(name);
    text.push("=");
    text.push(value);
    text
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.')
}

/// One entry of a list of folders, in which commas and spaces would separate.
fn quoted(folder: &Path) -> OsString {
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};

    let mut text = vec![b'"'];
    for &byte in folder.as_os_str().as_bytes() {
        if byte == b'"' {
            text.push(b'"');
        }
        text.push(byte);
    }
    text.push(b'"');
    OsString::from_vec(text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Error, Options, arguments, check};

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn settings_that_would_open_the_server_are_refused() {
        let refused = [
            "listen_addresses",
            "Port",
            "hba_file",
            "UNIX_SOCKET_PERMISSIONS",
            "a b",
            "",
            "1x",
        ]
        .map(|name| matches!(check(&[pair(name, "*")]), Err(Error::Setting { .. })));

        assert_eq!(refused, [true; 7]);
    }

    #[test]
    fn other_settings_are_allowed() {
        assert!(
            check(&[
                pair("work_mem", "8MB"),
                pair("auto_explain.log_format", "json")
            ])
            .is_ok()
        );
    }

    #[test]
    fn the_callers_settings_win_over_defaults_and_the_private_ones_over_all() {
        let options = Options {
            settings: vec![pair("log_min_messages", "info")],
            ..Options::new("/d")
        };

        let arguments = arguments(&options, Path::new("/a \"b\", c"));

        let position = |text: &str| {
            arguments
                .iter()
                .position(|argument| argument == text)
                .unwrap()
        };
        let order = [
            position("log_min_messages=warning"),
            position("log_min_messages=info"),
            position("listen_addresses="),
            position(r#"unix_socket_directories="/a ""b"", c""#),
        ];
        assert!(order.is_sorted(), "{arguments:?}");
    }
}
