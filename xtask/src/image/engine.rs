//! The Docker engine and our image on it.

use std::{fmt, path::Path, process::Command};

use anyhow::{Context as _, Result};

use crate::process::{capture, command, stream};

/// The image without its tag; the tags are PostgreSQL's major version, and `latest`.
///
/// `crates/test-support` looks for it by this name.
const REPOSITORY: &str = "aiia-keys/postgres";

/// Where the version stands in an image.
const VERSION: &str = "org.opencontainers.image.version";

/// What is said where there is none.
pub(super) const SILENT: &str = "no Docker engine answers (`docker version` fails)";

/// An image as the engine describes it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Image {
    pub(super) id: String,
    /// In bytes.
    size: u64,
    /// Version of the package in it.
    version: String,
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let megabytes = self.size / 1_000_000;
        let Self { version, .. } = self;
        let tag = major(version);
        write!(f, "{REPOSITORY}:{tag} ({version}, {megabytes} MB)")
    }
}

pub(super) fn answers() -> bool {
    capture(docker("version").args(["--format", "{{.Server.Version}}"])).is_some()
}

/// The image that is used, if there is one.
pub(super) fn find() -> Option<Image> {
    let format = format!("{{{{.Id}}}} {{{{.Size}}}} {{{{index .Config.Labels \"{VERSION}\"}}}}");
    let latest = format!("{REPOSITORY}:latest");
    parse(&capture(
        docker("image inspect").args(["--format", &format, &latest]),
    )?)
}

fn parse(line: &str) -> Option<Image> {
    let mut words = line.split_whitespace().map(str::to_owned);
    Some(Image {
        id: words.next()?,
        size: words.next()?.parse().ok()?,
        version: words.next()?,
    })
}

/// Makes an image of a root file system; `version` is the one of the package in it.
pub(super) fn import(tar: &Path, version: &str, entrypoint: &str) -> Result<Image> {
    let tag = format!("{REPOSITORY}:{}", major(version));
    let mut import = docker("import");
    for change in [
        "USER postgres".to_owned(),
        "EXPOSE 5432".to_owned(),
        format!("ENTRYPOINT [\"{entrypoint}\"]"),
        format!("LABEL {VERSION}={version}"),
    ] {
        import.args(["--change", &change]);
    }
    stream(import.arg(tar).arg(&tag))?;
    stream(docker("tag").args([tag, format!("{REPOSITORY}:latest")]))?;
    find().context("the image is not there although it was made")
}

/// Removes an image that has been replaced.
pub(super) fn remove(image: &Image) {
    // While a test still runs with it, the engine refuses, and it stays.
    let _ = capture(docker("image rm").arg(&image.id));
}

/// `15` of `15.20-0+deb12u1`.
fn major(version: &str) -> &str {
    version
        .split_once(|c: char| !c.is_ascii_digit())
        .map_or(version, |(major, _)| major)
}

fn docker(arguments: &str) -> Command {
    command(Path::new("/"), "docker", arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_described_by_its_tag_its_version_and_its_size() {
        let image = parse("sha256:8fc2 187654321 15.20-0+deb12u1\n").unwrap();
        assert_eq!(
            image.to_string(),
            "aiia-keys/postgres:15 (15.20-0+deb12u1, 187 MB)"
        );
    }

    #[test]
    fn an_image_that_somebody_else_made_is_not_ours() {
        assert_eq!(parse("sha256:8fc2 187654321 \n"), None);
    }

    #[test]
    fn the_tag_is_the_major_version() {
        assert_eq!(
            ["15.20-0+deb12u1", "18~beta1-1", "17"].map(major),
            ["15", "18", "17"]
        );
    }
}
