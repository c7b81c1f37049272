//! A server that somebody else keeps, named by `TEST_DATABASE_URL`.

use async_trait::async_trait;
use tokio_postgres::Config;

use super::Provider;
use crate::TestDatabaseError;

/// The URL of a superuser.
pub(super) struct Url(pub(super) String);

#[async_trait]
impl Provider for Url {
    async fn server(&self) -> Result<Config, TestDatabaseError> {
        self.0.parse().map_err(TestDatabaseError::Url)
    }

    fn outlives_the_run(&self) -> bool {
        true
    }
}
