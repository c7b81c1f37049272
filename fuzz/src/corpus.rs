//! The inputs kept for a target: one file each, in a folder of the target's name.

use std::{
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

/// A target's folder of inputs.
#[derive(Debug)]
pub(crate) struct Corpus {
    folder: PathBuf,
    inputs: Vec<Vec<u8>>,
}

impl Corpus {
    /// Reads all inputs, in the order of their file names, so that a seed means the same run everywhere.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let entries = fs::read_dir(folder)
            .with_context(|| format!("the target has no corpus folder {}", folder.display()))?;
        let mut paths = entries
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<Vec<_>>>()?;
        paths.sort();
        if paths.is_empty() {
            bail!(
                "{} is empty: put at least one valid input there",
                folder.display()
            );
        }
        let inputs = paths
            .iter()
            .map(|path| fs::read(path).with_context(|| path.display().to_string()))
            .collect::<Result<Vec<_>>>()?;
        Ok(Self {
            folder: folder.to_owned(),
            inputs,
        })
    }

    /// The inputs, in the order of their file names.
    pub(crate) fn inputs(&self) -> &[Vec<u8>] {
        &self.inputs
    }

    /// Keeps an input that failed; its file is named after its content.
    pub(crate) fn save(&self, input: &[u8]) -> Result<PathBuf> {
        let mut hasher = DefaultHasher::new();
        input.hash(&mut hasher);
        let path = self.folder.join(format!("found-{:016x}", hasher.finish()));
        fs::write(&path, input).with_context(|| path.display().to_string())?;
        Ok(path)
    }
}

/// Lower-case hexadecimal, two digits a byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_input_is_replayed_by_the_next_run() {
        let folder = std::env::temp_dir().join(format!("aiia-fuzz-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a"), b"first").unwrap();
        Corpus::open(&folder).unwrap().save(b"\xff\x00").unwrap();
        let inputs = Corpus::open(&folder).unwrap().inputs;
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(inputs, [b"first".to_vec(), b"\xff\x00".to_vec()]);
    }

    #[test]
    fn an_empty_or_missing_folder_is_refused() {
        let folder = std::env::temp_dir().join(format!("aiia-fuzz-empty-{}", std::process::id()));
        assert!(Corpus::open(&folder).is_err());
        fs::create_dir_all(&folder).unwrap();
        let opened = Corpus::open(&folder);
        fs::remove_dir_all(&folder).unwrap();
        assert!(opened.is_err());
    }

    #[test]
    fn hex_has_two_digits_a_byte() {
        assert_eq!(hex(b"\x00\x0f\xff"), "000fff");
    }
}
