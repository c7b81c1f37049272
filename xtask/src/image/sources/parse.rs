//! Both formats of APT's package sources; see `sources.list(5)`.

use std::{collections::BTreeMap, fmt};

/// One entry: its fields by their names in lower case.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entry(BTreeMap<String, String>);

impl Entry {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_ascii_lowercase(), value.to_owned());
    }

    pub(super) fn words(&self, name: &str) -> impl Iterator<Item = &str> {
        self.get(name).unwrap_or_default().split_whitespace()
    }

    pub(super) fn has(&self, name: &str, word: &str) -> bool {
        self.words(name).any(|found| found == word)
    }
}

/// As a block.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(name, value)| {
            // A value may begin on its second line.
            let space = if value.starts_with('\n') { "" } else { " " };
            writeln!(f, "{name}:{space}{value}")
        })
    }
}

/// `deb [option=value …] uri suite component …`, one entry a line.
pub(super) fn lines(text: &str) -> Vec<Entry> {
    let lines = text.lines().map(|line| line.split('#').next());
    lines.flatten().filter_map(line).collect()
}

fn line(text: &str) -> Option<Entry> {
    let (kind, rest) = text.trim().split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let (options, rest) = match rest.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => ("", rest),
    };
    let mut words = rest.split_whitespace();
    let mut entry = Entry::default();
    entry.set("types", kind);
    entry.set("uris", words.next()?);
    entry.set("suites", words.next()?);
    entry.set("components", &words.collect::<Vec<_>>().join(" "));
    for option in options.split_whitespace() {
        let (name, value) = option.split_once('=')?;
        entry.set(name, value);
    }
    Some(entry)
}

/// `Name: value` in blocks between empty lines; a line that begins with a space continues a value.
pub(super) fn blocks(text: &str) -> Vec<Entry> {
    let mut entries = vec![Entry::default()];
    let mut name = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some(entry) = entries.last_mut() else {
            break;
        };
        if line.trim().is_empty() {
            entries.push(Entry::default());
        } else if line.starts_with([' ', '\t']) {
            // Kept as it is: a key may stand there, whose lines count.
            let value = format!("{}\n{line}", entry.get(&name).unwrap_or_default());
            entry.set(&name, &value);
        } else if let Some((key, value)) = line.split_once(':') {
            key.clone_into(&mut name);
            name.make_ascii_lowercase();
            entry.set(&name, value.trim());
        }
    }
    entries.retain(|entry| !entry.0.is_empty());
    entries
}
