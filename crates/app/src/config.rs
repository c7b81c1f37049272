//! Configuration: flags before environment before file before defaults.
//!
//! A setting is an option of a command that has an environment variable; its name in the file is the
//! flag's, with underscores. The command line is the one place that declares it.

mod check;
mod file;
mod nearest;
mod setting;
#[cfg(test)]
mod tests;

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use clap::{
    Arg, ArgAction, Command, CommandFactory as _, Error, FromArgMatches as _, error::ErrorKind,
    value_parser,
};

use self::{check::check_value, file::File, setting::Setting};
use crate::cli::Cli;

/// The option that names the file.
const FLAG: &str = "--config";
const VARIABLE: &str = "AIIA_KEYS_CONFIG";

/// Reads the command line with everything that stands behind it.
///
/// Every value that is set anywhere is checked, whether or not it is used this time, so that a
/// mistake shows at the first start and not at the first need.
///
/// # Errors
/// When a value or a name is wrong; it says where and what would be right. Help and the version are
/// given as errors too, as the argument parser does.
pub(crate) fn read(arguments: &[OsString]) -> Result<Cli, Error> {
    if let Some(help) = asked_for_help(arguments) {
        return Err(help);
    }
    let settings = Setting::all(&command());
    let file = path(arguments)
        .map(|path| File::read(&path))
        .transpose()?
        .unwrap_or_default();
    file.check(&settings)?;
    for setting in &settings {
        if let Some(value) = env::var_os(&setting.variable) {
            check_value(setting, &format!("variable {}", setting.variable), &value)?;
        }
    }
    let matches = fill(command(), &file).try_get_matches_from(arguments)?;
    Cli::from_arg_matches(&matches)
}

/// The whole command line.
pub(crate) fn command() -> Command {
    // Not a field of the command line: what it says is used up when the rest is read.
    let config = Arg::new("config")
        .long("config")
        .env(VARIABLE)
        .value_name("FILE")
        .global(true)
        .action(ArgAction::Set)
        .value_parser(value_parser!(PathBuf))
        .help("A TOML file with settings; flags and variables come before it");
    Cli::command().arg(config)
}

/// Help is given whatever the settings are worth.
fn asked_for_help(arguments: &[OsString]) -> Option<Error> {
    let error = command().try_get_matches_from(arguments).err()?;
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
    .then_some(error)
}

/// Where the file is, if one is named.
fn path(arguments: &[OsString]) -> Option<PathBuf> {
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            break;
        }
        if argument == FLAG {
            return arguments.next().map(PathBuf::from);
        }
        let value = argument
            .to_str()
            .and_then(|text| text.strip_prefix(FLAG)?.strip_prefix('='));
        if let Some(value) = value {
            return Some(PathBuf::from(value));
        }
    }
    env::var_os(VARIABLE).map(PathBuf::from)
}

/// Puts what the file says in the place of defaults.
fn fill(mut command: Command, file: &File) -> Command {
    let settings = Setting::of(&command);
    for setting in settings {
        if let Some(entry) = file.get(&setting.name) {
            let value = entry.value.clone();
            command = command.mut_arg(setting.id, |arg| arg.required(false).default_value(value));
        }
    }
    let names: Vec<String> = command
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    for name in names {
        command = command.mut_subcommand(name, |command| fill(command, file));
    }
    command
}

/// A failure of the configuration, told like wrong usage.
fn wrong(message: &str) -> Error {
    Error::raw(ErrorKind::ValueValidation, format!("{message}\n"))
}

/// A path as people read it.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
