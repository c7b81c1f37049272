//! Storing how keys are used, every few seconds and at the end.

use std::{sync::Arc, time::Duration};

use aiia_keys_postgres::PgStore;
use aiia_keys_usecases::usage::{UsageRecorder, flush};
use anyhow::{Context as _, Result};
use tokio::{
    sync::oneshot::{self, Receiver, Sender},
    task::JoinHandle,
    time::{MissedTickBehavior, interval},
};

use crate::metrics::LastFlush;

/// What was counted, and where it belongs.
pub(crate) struct UsageFlush {
    store: PgStore,
    recorder: Arc<UsageRecorder>,
    flushed: Arc<LastFlush>,
    /// How many uses were told of as not counted.
    told: u64,
}

/// The flush as it goes on in the background.
pub(crate) struct Flushing {
    end: Sender<()>,
    task: JoinHandle<()>,
}

impl UsageFlush {
    pub(crate) const fn new(
        store: PgStore,
        recorder: Arc<UsageRecorder>,
        flushed: Arc<LastFlush>,
    ) -> Self {
        Self {
            store,
            recorder,
            flushed,
            told: 0,
        }
    }

    /// Begins to store what was counted, time and again.
    pub(crate) fn every(self, interval: Duration) -> Flushing {
        let (end, ended) = oneshot::channel();
        let task = tokio::spawn(self.until(interval, ended));
        Flushing { end, task }
    }

    async fn until(mut self, every: Duration, mut ended: Receiver<()>) {
        let mut ticks = interval(every);
        // After a time without the database there is no need to hurry.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => self.flush().await,
                // Also when nobody is left to say so.
                _ = &mut ended => break,
            }
        }
        self.flush().await;
    }

    async fn flush(&mut self) {
        let flushed = flush::flush(&self.store, &self.recorder).await;
        if flushed.failures.is_empty() {
            self.flushed.set();
        }
        for (organization, error) in flushed.failures {
            tracing::warn!(%organization, %error, "usage was not stored; it is held for the next time");
        }
        let lost = self.recorder.lost();
        if lost > self.told {
            tracing::warn!(
                uses = lost - self.told,
                "uses were not counted: more keys are in use than are held between two flushes"
            );
            self.told = lost;
        }
    }
}

impl Flushing {
    /// Stores what is left and returns when that is done.
    pub(crate) async fn end(self) -> Result<()> {
        drop(self.end);
        self.task.await.context("storing the usage broke off")
    }
}
