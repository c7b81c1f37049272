//! Waiting between two attempts.

use std::time::Duration;

use aiia_keys_assurance::Timer;
use async_trait::async_trait;

/// The runtime's own timer.
#[derive(Clone, Copy, Debug)]
pub struct TokioTimer;

#[async_trait]
impl Timer for TokioTimer {
    async fn wait(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}
