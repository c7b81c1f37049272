//! What a run writes down about itself while it goes on.

use std::{fmt, time::Duration};

use aiia_keys_domain::Timestamp;

use super::fetch::FetchFailure;

/// A line of a run's log. It holds nothing of what the source sent, and no address of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunLogLine {
    /// When it was written.
    pub at: Timestamp,
    /// What happened, for people.
    pub message: String,
}

/// What happens in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunEvent {
    /// The source is asked.
    Attempt {
        /// Which time, from 1.
        number: u32,
        /// How many times it is asked at most.
        most: u32,
    },
    /// It did not answer, and is asked again after a while.
    Waits {
        /// What it was.
        failure: FetchFailure,
        /// How long.
        wait: Duration,
    },
    /// It answered.
    Fetched {
        /// How many bytes.
        bytes: usize,
    },
    /// Its answer was read as a universe.
    Read {
        /// Of how many entities.
        entities: usize,
    },
    /// The credentials were sealed anew, since another pepper is the current one.
    Resealed,
}

impl fmt::Display for RunEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attempt { number, most } => {
                write!(f, "asking the source, attempt {number} of at most {most}")
            }
            Self::Waits { failure, wait } => {
                write!(f, "{failure}; asking again in {} ms", wait.as_millis())
            }
            Self::Fetched { bytes } => write!(f, "the source sent {bytes} bytes"),
            Self::Read { entities } => write!(f, "the source tells of {entities} entities"),
            Self::Resealed => f.write_str("sealed the credentials anew, under the current pepper"),
        }
    }
}
