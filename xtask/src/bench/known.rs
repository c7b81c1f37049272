//! Keys that a database knows, by the million.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};

use crate::{process, stack::Stack};

/// The scope that keys have and that is asked for.
pub(super) const SCOPE: &str = "read:findings";

/// Keys, each as its bearer has it.
#[derive(Debug)]
pub(super) struct Known {
    folder: PathBuf,
    pub(super) keys: Vec<String>,
}

impl Known {
    /// Makes keys of an organization, and keeps the first of them here. The table `issued` has all.
    ///
    /// They are generated apart from the service, which would take minutes for as many, and differ in
    /// nothing from those that it generates but in that the trail does not tell of them.
    pub(super) fn issue(
        stack: &Stack,
        reference: &Path,
        organization: &str,
        count: usize,
        kept: usize,
    ) -> Result<Self> {
        let issued = stack.folder.join("issued.csv");
        let mut generate = process::command(&stack.folder, &reference.to_string_lossy(), "keys");
        generate
            .arg(count.to_string())
            .env("AIIA_KEYS_PEPPERS_FILE", &stack.cli.peppers_file)
            .stdout(File::create(&issued)?);
        ensure!(generate.status()?.success(), "there are no keys");
        stack.postgres.execute(&statements(&issued, organization))?;
        let lines = BufReader::new(File::open(&issued)?).lines().take(kept);
        let key = |line: String| line.split(',').next().unwrap_or_default().to_owned();
        Ok(Self {
            folder: stack.folder.clone(),
            keys: lines.map(|line| Ok(key(line?))).collect::<Result<_>>()?,
        })
    }

    /// Writes a file of keys, one a line.
    pub(super) fn file(&self, name: &str, keys: &[String]) -> Result<PathBuf> {
        ensure!(!keys.is_empty(), "there are too few keys for `{name}`");
        let path = self.folder.join(name);
        fs::write(&path, keys.join("\n") + "\n")?;
        Ok(path)
    }
}

/// Their rows. What PostgreSQL does some time after many rows were written is done at once, so that it
/// is not done while something is measured.
fn statements(issued: &Path, organization: &str) -> String {
    format!(
        "CREATE TABLE issued (token text, digest bytea, number bigint GENERATED ALWAYS AS IDENTITY);
         \\copy issued (token, digest) FROM '{}' (FORMAT csv)
         INSERT INTO aiia_keys.api_key (org_id, id, label, scopes, last_four, pepper, digest, created_at,
                                        created_by, expires_at, version)
         SELECT org_id, md5(token)::uuid, 'Known ' || number, '{{{SCOPE}}}', right(token, 4), 1, digest,
                now() - number * interval '1 second', 'operator', '2200-01-01', 1
         FROM issued, aiia_keys.organization WHERE slug = '{organization}';
         VACUUM ANALYZE aiia_keys.api_key;
         CHECKPOINT",
        issued.display()
    )
}
