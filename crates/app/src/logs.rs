//! The log of the service: what is written, and how.

use std::{
    fmt,
    io::{self, IsTerminal as _},
    str::FromStr,
};

use anyhow::{Context as _, Result};
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::{
    Layer as _, Registry,
    filter::{FilterExt as _, LevelFilter, Targets, filter_fn},
    fmt::MakeWriter,
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::cli::{LogFormat, Logging};

/// Targets of our own crates begin with this.
const OURS: &str = "aiia_keys";

/// What is logged, by part.
#[derive(Clone)]
pub(crate) struct Filter(Targets);

impl FromStr for Filter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "a level is expected (`error`, `warn`, `info`, `debug` or `trace`), or levels by part \
                     such as `info,aiia_keys_http_actix=debug`";
        // A word alone is taken for the name of a part otherwise, and a slip would log all of nothing.
        for item in text.split(',') {
            let level = item.rsplit_once('=').map_or(item, |(_, level)| level);
            if level.is_empty() || level.parse::<LevelFilter>().is_err() {
                return Err(wrong);
            }
        }
        text.parse().map(Self).map_err(|_| wrong)
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filter({})", self.0)
    }
}

/// Begins to log to standard error.
///
/// # Errors
/// When something else logs already.
pub(crate) fn begin(logging: &Logging) -> Result<()> {
    subscriber(logging, io::stderr, io::stderr().is_terminal())
        .try_init()
        .context("cannot log")
}

fn subscriber<W>(logging: &Logging, writer: W, colours: bool) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(colours);
    let layer = match logging.log_format {
        LogFormat::Human => layer.boxed(),
        LogFormat::Json => layer.json().flatten_event(true).boxed(),
    };
    // Told that it lets everything through up to some level, it leaves it to the levels that were asked
    // for how soon an event is known to be of no interest.
    let harmless = filter_fn(harmless).with_max_level_hint(LevelFilter::TRACE);
    let filter = logging.log.0.clone().and(harmless);
    Registry::default().with(layer.with_filter(filter))
}

/// Database drivers and servers of the web log what they carry, parameters and headers, below `info`:
/// that must not come out, whatever the filter says.
fn harmless(metadata: &Metadata<'_>) -> bool {
    *metadata.level() <= Level::INFO || metadata.target().starts_with(OURS)
}

#[cfg(test)]
mod tests;
