//! A local folder, as far as a bucket has no match for it.

use std::{fs, io, os::unix::fs::DirBuilderExt as _, path::Path};

use aiia_keys_assurance::EvidenceId;

use crate::place;

/// Makes the folder, for its owner only, unless it is there.
pub(crate) fn make(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

/// The files in a tenant's folder, also such as were never finished.
pub(crate) fn list(folder: &Path) -> io::Result<Vec<EvidenceId>> {
    let mut found = Vec::new();
    each(folder, |_, evidence| {
        found.push(evidence);
        Ok(())
    })?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Removes a file from a tenant's folder, and what was never finished of it.
pub(crate) fn remove(folder: &Path, evidence: EvidenceId) -> io::Result<()> {
    each(folder, |file, found| {
        if found != evidence {
            return Ok(());
        }
        match fs::remove_file(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    })
}

fn each(
    folder: &Path,
    mut visit: impl FnMut(&Path, EvidenceId) -> io::Result<()>,
) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        // No file was ever written.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        if let Some(evidence) = entry.file_name().to_str().and_then(place::evidence) {
            visit(&entry.path(), evidence)?;
        }
    }
    Ok(())
}
