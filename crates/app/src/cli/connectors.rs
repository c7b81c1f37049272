//! Connectors at the command line: what they may reach, and for how long.

use std::num::NonZeroU32;

use aiia_keys_assurance::SourceReach;
use aiia_keys_http_client::SourceOptions;
use clap::Args;

use crate::{duration::Span, service::Sizes};

/// What connectors may pull from.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Connectors")]
#[expect(
    clippy::struct_field_names,
    reason = "a field is named as its flag, which stands among those of other parts"
)]
pub(crate) struct Connectors {
    /// Lets connectors pull from private networks and from this machine, and without TLS. Whoever may
    /// manage connectors can then have this service ask what only it can reach.
    #[arg(long, env = "AIIA_KEYS_CONNECTOR_ALLOW_PRIVATE")]
    pub(crate) connector_allow_private: bool,
    /// How long one attempt to pull may take.
    #[arg(
        long,
        env = "AIIA_KEYS_CONNECTOR_TIMEOUT",
        default_value = "30s",
        value_name = "DURATION"
    )]
    pub(crate) connector_timeout: Span,
    /// Mebibytes of the largest answer of a source.
    #[arg(
        long,
        env = "AIIA_KEYS_CONNECTOR_MAX_SIZE",
        default_value = "32",
        value_name = "MEBIBYTES"
    )]
    pub(crate) connector_max_size: NonZeroU32,
}

impl Connectors {
    /// What the use cases are put on, with these rules for connectors.
    pub(crate) fn on(&self, mut sizes: Sizes) -> Sizes {
        sizes.sources = SourceOptions {
            reach: if self.connector_allow_private {
                SourceReach::Private
            } else {
                SourceReach::Public
            },
            timeout: self.connector_timeout.0,
            maximum_size: u64::from(self.connector_max_size.get()) * 1024 * 1024,
            ..SourceOptions::default()
        };
        sizes
    }
}

#[cfg(test)]
mod tests {
    use clap::{Args as _, Command, FromArgMatches as _};

    use super::*;

    fn sources(arguments: &[&str]) -> SourceOptions {
        let command = Connectors::augment_args(Command::new("connectors"));
        let matches = command
            .mut_args(|arg| arg.env(None::<&str>))
            .get_matches_from([&["connectors"], arguments].concat());
        let connectors = Connectors::from_arg_matches(&matches).unwrap();
        connectors.on(Sizes::default()).sources
    }

    #[test]
    fn the_defaults_are_those_of_the_parts_and_private_networks_are_closed() {
        assert_eq!(sources(&[]), SourceOptions::default());
        assert_eq!(sources(&[]).reach, SourceReach::Public);
        let named = sources(&[
            "--connector-allow-private",
            "--connector-timeout=5s",
            "--connector-max-size=1",
        ]);
        assert_eq!(named.reach, SourceReach::Private);
        assert_eq!(named.timeout.as_secs(), 5);
        assert_eq!(named.maximum_size, 1_048_576);
    }
}
