//! What fetching from a source can come to.

use std::time::Duration;

use super::{address::NonPublicAddress, source_url::InvalidSourceUrl};

/// What a source answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// What it says that it is, without parameters and in lower case; none when it does not say.
    pub media_type: Option<String>,
    /// All of it.
    pub body: Vec<u8>,
}

/// Nothing was fetched. No message repeats what the source sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchFailure {
    /// The operator of the service does not allow the source's address, or no longer does.
    #[error("the source may not be fetched from: {0}")]
    Source(InvalidSourceUrl),
    /// The service cannot fetch from anywhere.
    #[error(
        "the service cannot make connections over TLS: whoever runs it must install the system's \
         certificate authorities"
    )]
    Client,
    /// The name leads to an address that may not be reached.
    #[error("the source's name leads to an address that may not be reached: {0}")]
    Address(NonPublicAddress),
    /// It redirects to where nothing may be fetched from.
    #[error("the source redirects to where nothing may be fetched from: {0}")]
    Redirect(InvalidSourceUrl),
    /// It redirects too often, or does not say where to.
    #[error("the source redirects more than {most} times, or does not say where to")]
    Redirects {
        /// How many redirects are followed.
        most: usize,
    },
    /// It cannot be connected to.
    #[error("the source cannot be connected to: check its name, its port and its certificate")]
    Connect,
    /// It did not answer whole in time.
    #[error("the source did not answer whole within {} s", .0.as_secs())]
    Timeout(Duration),
    /// It answered that it has nothing.
    #[error("the source answered with the status {status}, and 200 is expected")]
    Status {
        /// The HTTP status.
        status: u16,
        /// How long it asks to wait.
        retry_after: Option<Duration>,
    },
    /// It sent more than is read.
    #[error("the source sent more than {most} bytes, the most that are read")]
    TooLarge {
        /// The most bytes that are read.
        most: u64,
    },
    /// It sent what nobody asked for: a compressed body.
    #[error("the source compressed its answer without being asked: it must send it plain")]
    Encoded,
    /// The connection broke off.
    #[error("the connection to the source broke off in the middle of its answer")]
    Broken,
}

impl FetchFailure {
    /// Whether it may go away by itself, so that trying again is worth it.
    pub const fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Connect
                | Self::Status {
                    status: 429 | 502 | 503 | 504,
                    ..
                }
        )
    }

    /// Its stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Client => "client_unavailable",
            Self::Source(_) | Self::Address(_) => "address_not_allowed",
            Self::Redirect(_) | Self::Redirects { .. } => "redirect_not_allowed",
            Self::Connect => "source_unreachable",
            Self::Timeout(_) => "source_timeout",
            Self::Status { .. } => "source_status",
            Self::TooLarge { .. } => "source_too_large",
            Self::Encoded => "source_encoded",
            Self::Broken => "source_broken",
        }
    }
}
