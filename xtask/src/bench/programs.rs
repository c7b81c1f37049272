//! The programs that are run.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{
    process,
    product::{self, Build},
};

/// The service, and what it is measured beside.
#[derive(Debug)]
pub(super) struct Programs {
    pub(super) service: PathBuf,
    pub(super) reference: PathBuf,
}

impl Programs {
    /// Builds them; quickly, the ones that the tests have built.
    pub(super) fn build(root: &Path, quickly: bool) -> Result<Self> {
        let (build, folder, flags) = if quickly {
            (Build::Debug, "debug", "--workspace --all-features")
        } else {
            (
                Build::Release,
                "release",
                "--release --package aiia-keys --package aiia-keys-bench-reference",
            )
        };
        let service = product::build(root, build)?;
        let words = format!("build --locked {flags} --bin aiia-keys-bench-reference");
        process::stream(&mut process::cargo(root, &words))?;
        let reference = product::target(root)?
            .join(folder)
            .join("aiia-keys-bench-reference");
        Ok(Self { service, reference })
    }
}
