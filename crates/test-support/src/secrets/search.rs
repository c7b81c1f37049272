//! The search for secrets, in bytes and in files.

use std::{
    collections::BTreeSet,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use aho_corasick::AhoCorasick;
use aiia_keys_domain::{Environment, KeyFormat};

const ENVIRONMENTS: [Environment; 2] = [Environment::Live, Environment::Test];
/// Characters of a key.
const KEY: usize = 64;

/// A secret where none may be; it shows what it is, and nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// What was found.
    pub what: &'static str,
    /// Where.
    pub place: String,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {} is in {}", self.what, self.place)
    }
}

/// A search for some secrets, and for whatever is a key.
#[derive(Debug)]
pub struct Search {
    automaton: AhoCorasick,
    /// What the needles behind the starts of keys are.
    secrets: Vec<&'static str>,
}

impl Search {
    #[expect(clippy::expect_used, reason = "a test fails by panicking")]
    pub(super) fn new<'a>(secrets: impl Iterator<Item = (&'a [u8], &'static str)>) -> Self {
        let (needles, secrets): (Vec<_>, Vec<_>) = secrets.unzip();
        let heads = ENVIRONMENTS.map(KeyFormat::aiia);
        let heads = heads.iter().map(|format| format.head().as_bytes());
        let automaton = AhoCorasick::new(heads.chain(needles)).expect("too many secrets");
        Self { automaton, secrets }
    }

    /// What is in some bytes, each once.
    pub fn within(&self, bytes: &[u8]) -> BTreeSet<&'static str> {
        self.automaton
            .find_iter(bytes)
            .filter_map(
                |found| match found.pattern().as_usize().checked_sub(ENVIRONMENTS.len()) {
                    Some(secret) => self.secrets.get(secret).copied(),
                    None => key_at(bytes, found.start()).map(|_| "key"),
                },
            )
            .collect()
    }

    /// What is in some bytes, which are to be found at a place.
    pub fn leaks(&self, place: impl fmt::Display, bytes: &[u8]) -> Vec<Leak> {
        let leak = |what| Leak {
            what,
            place: place.to_string(),
        };
        self.within(bytes).into_iter().map(leak).collect()
    }

    /// What is in the files below a folder; some of them may hold secrets.
    ///
    /// # Errors
    /// When a file cannot be read that is there.
    pub fn leaks_below(&self, folder: &Path, except: &[PathBuf]) -> io::Result<Vec<Leak>> {
        let mut leaks = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            let Some(entries) = unless_gone(fs::read_dir(folder))? else {
                continue;
            };
            for entry in entries {
                let entry = entry?;
                let (path, kind) = (entry.path(), entry.file_type()?);
                if kind.is_dir() {
                    folders.push(path);
                } else if kind.is_file()
                    && !except.contains(&path)
                    && let Some(content) = unless_gone(fs::read(&path))?
                {
                    leaks.extend(self.leaks(path.display(), &content));
                }
            }
        }
        leaks.sort();
        Ok(leaks)
    }
}

/// A server that is still ending removes files.
fn unless_gone<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        result => result.map(Some),
    }
}

/// Fails the test, unless nothing was found.
///
/// # Panics
/// When something was.
pub fn assert_none(leaks: &[Leak]) {
    let told: Vec<_> = leaks.iter().map(ToString::to_string).collect();
    assert!(leaks.is_empty(), "secrets leaked: {}", told.join("; "));
}

/// The keys in some bytes.
pub(super) fn keys_in(bytes: &[u8]) -> Vec<&str> {
    let search = Search::new(std::iter::empty());
    let found = search.automaton.find_iter(bytes);
    found
        .filter_map(|found| key_at(bytes, found.start()))
        .collect()
}

/// The key that begins there, if one does: its checksum tells it from what only looks like one.
fn key_at(bytes: &[u8], at: usize) -> Option<&str> {
    let text = str::from_utf8(bytes.get(at..at + KEY)?).ok()?;
    ENVIRONMENTS
        .iter()
        .any(|environment| KeyFormat::aiia(*environment).parse(text).is_ok())
        .then_some(text)
}
