//! `cargo xtask image`: container images for tests, made on this machine, without a registry.

mod build;
mod engine;
mod sources;

use std::{env, fs, path::Path};

use anyhow::{Context as _, Result, bail};

use crate::{output::say, process, requirement};

/// The variable that names another image for tests.
const VARIABLE: &str = "AIIA_KEYS_TEST_IMAGE";

/// What there is where no image can be made.
const ELSEWHERE: &str = "images are made from Debian's packages on Debian; elsewhere pull an official PostgreSQL image and name it in AIIA_KEYS_TEST_IMAGE, such as `postgres:15`";

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The image
    what: What,
    /// Makes the image anew when it is there
    #[arg(long)]
    rebuild: bool,
    /// Does nothing, and says so, when no Docker engine answers
    #[arg(long)]
    if_engine: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum What {
    /// PostgreSQL as Debian packages it, with a throw-away cluster made at each start
    Postgres,
}

/// Whether tests can have a server in a container.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// An image is there.
    Ready,
    /// There is none, and none can be made here; why.
    Impossible(&'static str),
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let What::Postgres = arguments.what;
    if !engine::answers() {
        if arguments.if_engine {
            say(format_args!("image: {}; nothing is done", engine::SILENT));
            return Ok(());
        }
        bail!(engine::SILENT);
    }
    match postgres(arguments.rebuild)? {
        Outcome::Ready => Ok(()),
        Outcome::Impossible(why) => bail!(why),
    }
}

/// Makes sure that there is an image for tests, where an engine answers and one can be made.
pub(crate) fn ensure() -> Result<Outcome> {
    if !engine::answers() {
        return Ok(Outcome::Impossible(engine::SILENT));
    }
    if env::var_os(VARIABLE).is_some_and(|name| !name.is_empty()) {
        return Ok(Outcome::Ready);
    }
    postgres(false)
}

fn postgres(rebuild: bool) -> Result<Outcome> {
    let old = engine::find();
    if let (Some(image), false) = (&old, rebuild) {
        say(format_args!("image: kept {image}; --rebuild makes it anew"));
        return Ok(Outcome::Ready);
    }
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let Some(codename) = debian(&release) else {
        return Ok(Outcome::Impossible(ELSEWHERE));
    };
    requirement::ensure(&build::MMDEBSTRAP)?;
    let started = process::now();
    let sources = sources::read(Path::new("/etc/apt"), codename)?;
    let folder = Folder::new()?;
    let image = build::build(&folder.0, codename, &sources)?;
    if let Some(old) = old.filter(|old| old.id != image.id) {
        engine::remove(&old);
    }
    say(format_args!(
        "image: made {image} in {:.0} s",
        started.elapsed().as_secs_f64()
    ));
    Ok(Outcome::Ready)
}

/// The codename of the Debian release that `/etc/os-release` describes.
fn debian(release: &str) -> Option<&str> {
    let field = |name: &str| {
        let fields = release.lines().filter_map(|line| line.split_once('='));
        let value = fields.into_iter().find(|(key, _)| *key == name)?.1;
        Some(value.trim_matches(['"', '\'']))
    };
    (field("ID")? == "debian").then(|| field("VERSION_CODENAME"))?
}

/// A folder that goes away again.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let path = env::temp_dir().join(format!("aiia-keys-image-{}", std::process::id()));
        fs::create_dir(&path).with_context(|| path.display().to_string())?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It lies among what is temporary anyhow.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_debian_gives_a_codename() {
        let debian_12 = "NAME=\"Debian GNU/Linux\"\nVERSION_CODENAME=bookworm\nID=debian\n";
        let derivative = "VERSION_CODENAME=noble\nID=\"ubuntu\"\nID_LIKE=debian\n";
        let unstable = "ID=debian\n";

        assert_eq!(
            [debian_12, derivative, unstable, ""].map(debian),
            [Some("bookworm"), None, None, None]
        );
    }
}
