//! Whether a value is one that a setting takes.

use std::{error::Error as _, ffi::OsStr};

use clap::{
    Arg, Command, Error,
    error::{ContextKind, ContextValue},
};

use super::{setting::Setting, wrong};

/// Checks a value as the command line would.
///
/// # Errors
/// When it is wrong: it says where it stands, what is wrong with it and what would be right.
pub(super) fn check_value(setting: &Setting, source: &str, value: &OsStr) -> Result<(), Error> {
    let arg = Arg::new("value")
        .value_parser(setting.parser.clone())
        .allow_hyphen_values(true);
    let outcome = Command::new("check")
        .no_binary_name(true)
        .disable_help_flag(true)
        .arg(arg)
        .try_get_matches_from([value]);
    let Err(error) = outcome else { return Ok(()) };
    let name = &setting.name;
    let shown = if setting.secret {
        String::new()
    } else {
        format!(" cannot be `{}`", value.to_string_lossy())
    };
    let reason = reason(&error);
    let expected = setting.expected();
    Err(wrong(&format!(
        "{source}: `{name}`{shown}: {reason}\n  {expected}"
    )))
}

/// What the parser of the value says, without the flag that it was made up with.
fn reason(error: &Error) -> String {
    if let Some(source) = error.source() {
        return source.to_string();
    }
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) => {
            format!("it is none of `{}`", values.join("`, `"))
        }
        _ => "it is not readable".to_owned(),
    }
}
