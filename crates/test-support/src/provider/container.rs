//! A server in a container, shared by all processes of a test run.

mod engine;
mod start;

use std::{env, fs, net::TcpStream, path::Path};

use async_trait::async_trait;
use tokio_postgres::Config;

use super::{
    Provider,
    run::{self, Kind, Started},
};
use crate::TestDatabaseError;

/// What `cargo xtask image postgres` makes.
const IMAGE: &str = "aiia-keys/postgres:latest";
/// On each container of a test run, with the run's own name.
const LABEL: &str = "aiia-keys.tests";

/// A container of an image that takes the variables of the official one.
#[derive(Debug)]
pub(super) struct Container {
    image: String,
}

impl Container {
    /// With the image that `AIIA_KEYS_TEST_IMAGE` names, or else the one made on this machine.
    pub(super) fn new() -> Self {
        let image = env::var("AIIA_KEYS_TEST_IMAGE").unwrap_or_default();
        let image = if image.is_empty() {
            IMAGE.to_owned()
        } else {
            image
        };
        Self { image }
    }
}

#[async_trait]
impl Provider for Container {
    async fn server(&self) -> Result<Config, TestDatabaseError> {
        run::server(Self::new()).await
    }

    fn outlives_the_run(&self) -> bool {
        false
    }
}

impl Kind for Container {
    const FOLDER: &'static str = "aiia-keys-test-containers";

    const STOP: &'static str = r#"
if name=$(cat "$2/name"); then
    containers=$(docker ps --all --quiet --filter "label=aiia-keys.tests=$name") || exit 1
    [ -z "$containers" ] || docker rm --force --volumes $containers || exit 1
fi
"#;

    fn start(&self, folder: &Path) -> Result<Started, TestDatabaseError> {
        engine::check(&self.image)?;
        engine::remove_stopped(LABEL);
        let name = format!("aiia-keys-tests-{}", start::random());
        let path = folder.join("name");
        fs::write(&path, &name).map_err(TestDatabaseError::file(path))?;
        Ok(start::start(&self.image, &name, start::OFF)?)
    }

    fn runs(id: &str) -> bool {
        // The engine closes a container's port with the container.
        TcpStream::connect(id).is_ok()
    }
}

#[cfg(test)]
mod tests;
