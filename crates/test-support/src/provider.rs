//! Where the server comes from.

#[cfg(feature = "container")]
mod container;
mod embedded;
mod run;
mod url;

use std::env;

use async_trait::async_trait;
use tokio_postgres::Config;

use crate::TestDatabaseError;

/// A source of a PostgreSQL server for tests.
///
/// To add one: implement this in a file of its own, and give it its place in [`choose`].
#[async_trait]
pub(crate) trait Provider: Send + Sync {
    /// How a superuser connects to the server that this test run shares, started if need be.
    ///
    /// Called once a process. Several processes of one run may call at once and must get the
    /// same server, and it must not outlive the run for long, however the run ends.
    async fn server(&self) -> Result<Config, TestDatabaseError>;

    /// Whether the server outlives the test run, so that leftovers of killed tests must be removed.
    fn outlives_the_run(&self) -> bool;
}

/// The provider that the environment asks for.
pub(crate) fn choose() -> Result<Box<dyn Provider>, TestDatabaseError> {
    let variable = |name| env::var(name).unwrap_or_default();
    let choice = decide(
        &variable("TEST_DATABASE_URL"),
        &variable("TEST_DATABASE_PROVIDER"),
    )?;
    Ok(match choice {
        Choice::Url(url) => Box::new(url::Url(url)),
        Choice::Embedded => Box::new(embedded::Embedded),
        #[cfg(feature = "container")]
        Choice::Container => Box::new(container::Container::new()),
        #[cfg(not(feature = "container"))]
        Choice::Container => return Err(crate::ContainerError::NotBuilt.into()),
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Choice {
    Url(String),
    Embedded,
    Container,
}

/// A server that is named is the one that is meant, whatever else could be started.
fn decide(url: &str, provider: &str) -> Result<Choice, TestDatabaseError> {
    match (url, provider) {
        ("", "" | "embedded") => Ok(Choice::Embedded),
        ("", "container") => Ok(Choice::Container),
        ("", other) => Err(TestDatabaseError::Provider(other.to_owned())),
        (url, _) => Ok(Choice::Url(url.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, decide};

    #[test]
    fn the_environment_chooses_and_the_embedded_launcher_is_the_default() {
        let url = "postgresql://postgres@localhost/postgres";
        let choices = [
            ("", ""),
            ("", "embedded"),
            ("", "container"),
            (url, ""),
            (url, "container"),
        ]
        .map(|(url, provider)| decide(url, provider).unwrap());

        assert_eq!(
            choices,
            [
                Choice::Embedded,
                Choice::Embedded,
                Choice::Container,
                Choice::Url(url.to_owned()),
                Choice::Url(url.to_owned()),
            ]
        );
    }

    #[test]
    fn a_provider_that_does_not_exist_is_refused_with_those_that_do() {
        let error = decide("", "docker").unwrap_err().to_string();
        assert_eq!(
            error,
            "TEST_DATABASE_PROVIDER is `docker`; it may be `embedded`, which is the default, or `container`"
        );
    }
}
