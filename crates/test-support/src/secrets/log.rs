//! What the code under test logs, in the process of the test.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use tracing::Subscriber;
use tracing_subscriber::{
    Layer as _, Registry,
    filter::{LevelFilter, Targets},
    fmt::MakeWriter,
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

/// A log that is kept.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// The log of this process, which is kept from the first call on.
    pub(crate) fn of_this_process() -> &'static Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            // A test that keeps a log of its own looks into it by itself.
            let _ = log.subscriber().try_init();
            log
        })
    }

    /// Keeps what a service could be told to log.
    pub(super) fn subscriber(&self) -> impl Subscriber + Send + Sync + use<> {
        let filter = Targets::new()
            .with_default(LevelFilter::INFO)
            .with_target("aiia_keys", LevelFilter::TRACE);
        let layer = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(self.clone());
        Registry::default().with(layer.with_filter(filter))
    }

    pub(crate) fn length(&self) -> usize {
        self.bytes().len()
    }

    /// What was logged since it was so long.
    pub(crate) fn since(&self, length: usize) -> Vec<u8> {
        self.bytes().get(length..).unwrap_or_default().to_vec()
    }

    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
