//! The file with settings.

use std::{fs, path::Path};

use clap::Error;
use toml::de::{DeTable, DeValue};

use super::{check::check_value, nearest::nearest, setting::Setting, shown, wrong};

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct File {
    name: String,
    entries: Vec<Entry>,
}

/// One setting in it.
#[derive(Debug)]
pub(super) struct Entry {
    name: String,
    /// As it would stand at the command line.
    pub(super) value: String,
    line: usize,
}

impl File {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, or is not a list of settings; values are not repeated.
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let name = shown(path);
        let text = fs::read_to_string(path).map_err(|error| {
            wrong(&format!(
                "cannot read the configuration file {name}: {error}"
            ))
        })?;
        Self::parse(name, &text)
    }

    pub(super) fn parse(name: String, text: &str) -> Result<Self, Error> {
        // The parser's own text repeats the line, and a password may stand there.
        let table = DeTable::parse(text).map_err(|error| {
            let place = error.span().map_or(0, |span| span.start);
            wrong(&format!(
                "{name}, line {}: {}",
                line(text, place),
                error.message()
            ))
        })?;
        let mut entries = Vec::new();
        for (key, value) in table.get_ref() {
            let line = line(text, key.span().start);
            let key = key.get_ref().to_string();
            let Some(value) = as_argument(value.get_ref()) else {
                return Err(wrong(&format!(
                    "{name}, line {line}: `{key}` is a {}; a text, a number, `true`, `false` or an array of texts \
                     is expected (settings have no sections)",
                    value.get_ref().type_str()
                )));
            };
            entries.push(Entry {
                name: key,
                value,
                line,
            });
        }
        entries.sort_by_key(|entry| entry.line);
        Ok(Self { name, entries })
    }

    /// What it says about a setting.
    pub(super) fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// Checks every name and every value.
    ///
    /// # Errors
    /// At the first that is wrong.
    pub(super) fn check(&self, settings: &[Setting]) -> Result<(), Error> {
        // The file cannot name another one.
        let allowed = || settings.iter().filter(|setting| setting.name != "config");
        for entry in &self.entries {
            let source = format!("{}, line {}", self.name, entry.line);
            let Some(setting) = allowed().find(|setting| setting.name == entry.name) else {
                let meant = nearest(&entry.name, allowed().map(|setting| setting.name.as_str()))
                    .map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
                return Err(wrong(&format!(
                    "{source}: there is no setting `{}`{meant}",
                    entry.name
                )));
            };
            check_value(setting, &source, entry.value.as_ref())?;
        }
        Ok(())
    }
}

/// A value as it would stand at the command line.
fn as_argument(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Boolean(switch) => Some(switch.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Array(items) => {
            let items: Option<Vec<&str>> =
                items.iter().map(|item| item.get_ref().as_str()).collect();
            items.map(|items| items.join(","))
        }
        _ => None,
    }
}

/// The line, from 1, of a place in the text.
fn line(text: &str, place: usize) -> usize {
    text.bytes()
        .take(place)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}
