//! The root file system of an image, from Debian's packages.

use std::{
    fs::{self, File, Permissions},
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use anyhow::{Context as _, Result};

use super::{
    engine::{self, Image},
    sources::transport,
};
use crate::{
    output::say,
    process::{capture, command, shown},
    requirement::Requirement,
};

/// Makes a root file system out of packages and nothing else.
pub(super) const MMDEBSTRAP: Requirement = Requirement {
    name: "mmdebstrap",
    package: "mmdebstrap",
    programs: &["mmdebstrap"],
    versions: None,
};

const SCRIPT: &str = include_str!("entrypoint.sh");
const SCRIPT_IN_IMAGE: &str = "/usr/local/bin/throw-away-postgres";

/// Files of the packages that no test needs. Just-in-time compilation is more than half of all.
const LEFT_OUT: &[&str] = &[
    "/usr/share/doc/*",
    "/usr/share/i18n/*",
    "/usr/share/locale/*",
    "/usr/share/man/*",
    "/usr/lib/*/libLLVM*",
    "/usr/lib/*/libz3*",
    "/usr/lib/postgresql/*/lib/bitcode/*",
    "/usr/lib/postgresql/*/lib/llvmjit*",
];

/// Makes the image, with `folder` for what lies in between.
pub(super) fn build(folder: &Path, codename: &str, sources: &str) -> Result<Image> {
    // Without root's rights, another user than this one reads what is handed over.
    fs::set_permissions(folder, Permissions::from_mode(0o755))?;
    let sources_file = folder.join("debian.sources");
    fs::write(&sources_file, sources)?;
    let script = folder.join("entrypoint.sh");
    fs::write(&script, SCRIPT)?;
    let tar = folder.join("root.tar");

    let mut mmdebstrap = command(folder, "mmdebstrap", "--quiet --variant=essential");
    // The package without a number is the one of the release, and brings the one with a number.
    mmdebstrap.arg("--include=postgresql");
    for pattern in LEFT_OUT {
        mmdebstrap.arg(format!("--dpkgopt=path-exclude={pattern}"));
    }
    // Nothing here has to survive a loss of power.
    mmdebstrap.arg("--dpkgopt=force-unsafe-io");
    let configuration = capture(&mut command(folder, "apt-config", "dump")).unwrap_or_default();
    // In a file, because a proxy's password may be in it, and the command is printed.
    let transport_file = folder.join("apt.conf");
    fs::write(&transport_file, transport(&configuration).join("\n"))?;
    mmdebstrap.arg(format!("--aptopt={}", transport_file.display()));
    // Otherwise the package makes a cluster at once, which nobody would ever use.
    mmdebstrap.arg(r#"--essential-hook=mkdir --parents "$1/etc/postgresql-common"; echo create_main_cluster = false >"$1/etc/postgresql-common/createcluster.conf""#);
    mmdebstrap.arg(format!(
        "--customize-hook=upload {} {SCRIPT_IN_IMAGE}",
        script.display()
    ));
    // The way to a mirror is this machine's own affair.
    mmdebstrap.arg(format!(
        r#"--customize-hook=chmod 755 "$1{SCRIPT_IN_IMAGE}"; rm -f "$1/etc/apt/apt.conf.d/99mmdebstrap""#
    ));
    mmdebstrap.args([codename, "-"]).arg(sources_file);

    say(format_args!("$ {}", shown(&mmdebstrap)));
    let status = mmdebstrap.stdout(File::create(&tar)?).status()?;
    anyhow::ensure!(status.success(), "`mmdebstrap` failed ({status})");

    let mut list = command(folder, "tar", "--extract --to-stdout --file");
    let installed = capture(list.arg(&tar).arg("./var/lib/dpkg/status"));
    let version = version(installed.as_deref().unwrap_or_default())
        .context("there is no PostgreSQL server in what was made of the packages")?;
    engine::import(&tar, version, SCRIPT_IN_IMAGE)
}

/// The version of the package `postgresql-<number>` in dpkg's list of what is installed.
fn version(status: &str) -> Option<&str> {
    status.split("\n\n").find_map(|package| {
        let field = |name: &str| {
            let mut lines = package.lines();
            lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        };
        let number = field("Package")?.strip_prefix("postgresql-")?;
        let is_server = number.chars().all(|c| c.is_ascii_digit());
        is_server.then(|| field("Version"))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_servers() {
        let status = "\
Package: postgresql-common
Version: 248+deb12u2

Package: postgresql-client-15
Version: 15.19-1

Package: postgresql-15
Status: install ok installed
Version: 15.20-0+deb12u1
Description: The World's Most Advanced Open Source Relational Database

Package: ucf
Version: 3.0043
";
        assert_eq!(version(status), Some("15.20-0+deb12u1"));
        assert_eq!(version("Package: ucf\nVersion: 3.0043\n"), None);
    }
}
