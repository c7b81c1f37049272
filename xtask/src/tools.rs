//! Cargo tools: taken from `PATH` when recent enough, installed otherwise.

use std::path::Path;

use anyhow::Result;
use cargo_metadata::semver::Version;

use crate::{output::say, process};

/// A cargo subcommand that is not part of the toolchain.
#[derive(Debug)]
pub(crate) struct Tool {
    /// The package and program, such as `cargo-deny`.
    pub(crate) package: &'static str,
    /// The oldest version known to understand what is asked of it here.
    pub(crate) oldest: Version,
    /// The version that is installed when there is none, or an older one.
    pub(crate) pinned: &'static str,
}

pub(crate) const NEXTEST: Tool = Tool {
    package: "cargo-nextest",
    oldest: Version::new(0, 9, 100),
    pinned: "0.9.143",
};
pub(crate) const DENY: Tool = Tool {
    package: "cargo-deny",
    oldest: Version::new(0, 18, 0),
    pinned: "0.20.2",
};
pub(crate) const MACHETE: Tool = Tool {
    package: "cargo-machete",
    oldest: Version::new(0, 8, 0),
    pinned: "0.9.2",
};
pub(crate) const LLVM_COV: Tool = Tool {
    package: "cargo-llvm-cov",
    oldest: Version::new(0, 6, 0),
    pinned: "0.9.1",
};
pub(crate) const MUTANTS: Tool = Tool {
    package: "cargo-mutants",
    oldest: Version::new(25, 0, 0),
    pinned: "27.1.0",
};

/// Makes sure that the tool can be called as a cargo subcommand.
pub(crate) fn ensure(root: &Path, tool: &Tool) -> Result<()> {
    let Tool {
        package,
        oldest,
        pinned,
    } = tool;
    match present(root, package) {
        Some(version) if version >= *oldest => return Ok(()),
        Some(version) => {
            say(format_args!(
                "{package} {version} is older than {oldest}; installing {pinned}"
            ));
        }
        None => say(format_args!("{package} is not there; installing {pinned}")),
    }
    process::stream(&mut process::cargo(
        root,
        &format!("install --locked {package} --version {pinned}"),
    ))
}

fn present(root: &Path, package: &str) -> Option<Version> {
    let subcommand = package.strip_prefix("cargo-").unwrap_or(package);
    version(&process::capture(&mut process::cargo(
        root,
        &format!("{subcommand} --version"),
    ))?)
}

/// The first word that is a version: tools print `name 1.2.3 (…)`, or the number alone.
fn version(printed: &str) -> Option<Version> {
    printed
        .split_whitespace()
        .find_map(|word| Version::parse(word).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_tools_print() {
        let expected = Some(Version::new(0, 9, 143));
        assert_eq!(
            version("cargo-nextest 0.9.143 (60fa45f63 2026-08-04)\nrelease: 0.9.143"),
            expected
        );
        assert_eq!(version("0.9.143\n"), expected);
        assert_eq!(version("cargo-something"), None);
    }

    #[test]
    fn what_is_pinned_is_recent_enough() {
        for tool in [NEXTEST, DENY, MACHETE, LLVM_COV, MUTANTS] {
            assert!(
                Version::parse(tool.pinned).unwrap() >= tool.oldest,
                "{}",
                tool.package
            );
        }
    }
}
