//! The machine's own package sources: the ones of its Debian release make the image.

mod parse;

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};

use self::parse::{Entry, blocks, lines};

/// APT's entry for the release and its updates, in its format of blocks, from the files in `folder`.
pub(super) fn read(folder: &Path, codename: &str) -> Result<String> {
    let mut entries = Vec::new();
    let mut files = vec![folder.join("sources.list")];
    if let Ok(parts) = fs::read_dir(folder.join("sources.list.d")) {
        files.extend(parts.flatten().map(|part| part.path()));
    }
    files.sort();
    for file in files {
        let parse = match file.extension().and_then(|extension| extension.to_str()) {
            Some("list") => lines,
            Some("sources") => blocks,
            _ => continue,
        };
        if file.is_file() {
            let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            entries.extend(parse(&text));
        }
    }
    choose(&entries, codename)
}

fn choose(entries: &[Entry], codename: &str) -> Result<String> {
    let chosen: Vec<_> = entries
        .iter()
        .filter_map(|entry| of_release(entry, codename))
        .collect();
    if !chosen.iter().any(|entry| entry.has("suites", codename)) {
        bail!(
            "no package source of this system has the suite `{codename}` with the component `main`"
        );
    }
    let blocks: Vec<_> = chosen.iter().map(Entry::to_string).collect();
    Ok(blocks.join("\n"))
}

/// What an entry has of the release: neither backports nor sources of others, nor source packages.
fn of_release(entry: &Entry, codename: &str) -> Option<Entry> {
    let enabled = entry.get("enabled").is_none_or(|value| value != "no");
    if !(enabled && entry.has("types", "deb") && entry.has("components", "main")) {
        return None;
    }
    let suites = entry.words("suites").filter(|suite| {
        let pocket = suite.strip_prefix(codename);
        matches!(pocket, Some("" | "-updates" | "-security"))
    });
    let uris = entry.words("uris").filter(|uri| !uri.starts_with("cdrom:"));
    let (suites, uris) = (
        suites.collect::<Vec<_>>().join(" "),
        uris.collect::<Vec<_>>().join(" "),
    );
    if suites.is_empty() || uris.is_empty() {
        return None;
    }
    let mut chosen = Entry::default();
    chosen.set("types", "deb");
    chosen.set("uris", &uris);
    chosen.set("suites", &suites);
    chosen.set("components", "main");
    for name in ["signed-by", "trusted", "check-valid-until"] {
        if let Some(value) = entry.get(name) {
            chosen.set(name, value);
        }
    }
    Some(chosen)
}

/// The lines of `apt-config dump` that say how to reach a mirror, rather than what to fetch.
pub(super) fn transport(dump: &str) -> Vec<&str> {
    const NAMES: &[&str] = &[
        "acquire::http::",
        "acquire::https::",
        "acquire::check-valid-until",
        "acquire::check-date",
        "acquire::forceipv4",
        "acquire::retries",
    ];
    dump.lines()
        .filter(|line| {
            let line = line.to_ascii_lowercase();
            NAMES.iter().any(|name| line.starts_with(name))
        })
        .collect()
}

#[cfg(test)]
mod tests;
