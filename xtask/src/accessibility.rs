//! axe, the accessibility checker that the tests of the pages run in the browser.
//!
//! It is one file under the MPL-2.0 of more than half a megabyte, which only tests need: it is fetched
//! and not kept in the repository.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

use crate::{output::say, process};

/// The package of Python that carries it, as its maintainers release it.
const PACKAGE: &str = "axe-playwright-python==0.1.8";
/// Where the package keeps it.
const INSIDE: &str = "axe_playwright_python/axe.min.js";

/// Makes sure that the checker is in `target/axe`.
pub(crate) fn ensure(root: &Path) -> Result<()> {
    let folder = root.join("target/axe");
    let script = folder.join("axe.min.js");
    if script.is_file() {
        return Ok(());
    }
    say(format_args!(
        "axe is not there; fetching {PACKAGE} from PyPI"
    ));
    let unpacked = folder.join("package");
    let venv = "-m venv target/axe/python";
    process::stream(&mut process::command(root, "python3", venv))?;
    let pip = folder.join("python/bin/pip").display().to_string();
    let arguments = format!("install --quiet --no-deps --target target/axe/package {PACKAGE}");
    process::stream(&mut process::command(root, &pip, &arguments))?;
    fs::copy(unpacked.join(INSIDE), &script)
        .with_context(|| format!("{PACKAGE} does not hold {INSIDE} any more"))?;
    for rest in ["python", "package"] {
        fs::remove_dir_all(folder.join(rest))?;
    }
    Ok(())
}
