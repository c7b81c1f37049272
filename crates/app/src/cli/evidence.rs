//! Evidence at the command line: where it is kept, what is taken, and `aiia-keys evidence`.

use std::{num::NonZeroU32, path::PathBuf};

use aiia_keys_assurance::{EvidenceRules, MediaType, MediaTypes};
use aiia_keys_domain::OrganizationSlug;
use clap::{Args, Subcommand};

use super::Service;
use crate::{duration::Span, service::Sizes};

/// Where files of evidence are kept: in a folder, or in a bucket that speaks S3.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Evidence")]
#[expect(
    clippy::struct_field_names,
    reason = "a field is named as its flag, which stands among those of other parts"
)]
pub(crate) struct EvidencePlace {
    /// The folder of the files; made when missing. Unless given, `evidence` in the data folder that
    /// `dev` has.
    #[arg(long, env = "AIIA_KEYS_EVIDENCE_DIR", value_name = "FOLDER")]
    pub(crate) evidence_dir: Option<PathBuf>,
    /// A bucket instead of a folder.
    #[arg(long, env = "AIIA_KEYS_EVIDENCE_BUCKET", value_name = "NAME")]
    pub(crate) evidence_bucket: Option<String>,
    /// The bucket's region; `us-east-1` unless given.
    #[arg(long, env = "AIIA_KEYS_EVIDENCE_REGION", value_name = "NAME")]
    pub(crate) evidence_region: Option<String>,
    /// Where the bucket is, such as `https://s3.example.com`; with Amazon unless given.
    #[arg(long, env = "AIIA_KEYS_EVIDENCE_ENDPOINT", value_name = "URL")]
    pub(crate) evidence_endpoint: Option<String>,
    /// A file with the bucket's credentials: the access key's id and its secret, one a line.
    #[arg(long, env = "AIIA_KEYS_EVIDENCE_CREDENTIALS_FILE", value_name = "FILE")]
    pub(crate) evidence_credentials_file: Option<PathBuf>,
}

/// What is taken as evidence.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Evidence")]
#[expect(
    clippy::struct_field_names,
    reason = "a field is named as its flag, which stands among those of other parts"
)]
pub(crate) struct EvidenceTaken {
    /// Mebibytes of the largest file.
    #[arg(
        long,
        env = "AIIA_KEYS_EVIDENCE_MAX_SIZE",
        default_value = "512",
        value_name = "MEBIBYTES"
    )]
    pub(crate) evidence_max_size: NonZeroU32,
    /// How long an upload may take.
    #[arg(
        long,
        env = "AIIA_KEYS_EVIDENCE_UPLOAD_TIME",
        default_value = "1h",
        value_name = "DURATION"
    )]
    pub(crate) evidence_upload_time: Span,
    /// The media types that are taken, such as `application/pdf,text/csv`; the usual kinds of
    /// documents, tables, images, mail and archives unless given.
    #[arg(
        long,
        env = "AIIA_KEYS_EVIDENCE_TYPES",
        value_delimiter = ',',
        value_name = "TYPES"
    )]
    pub(crate) evidence_types: Vec<MediaType>,
}

impl EvidencePlace {
    /// Whether a place is named.
    pub(crate) const fn is_given(&self) -> bool {
        self.evidence_dir.is_some() || self.evidence_bucket.is_some()
    }
}

impl EvidenceTaken {
    /// What the use cases are put on, with these rules for evidence.
    pub(crate) fn on(self, mut sizes: Sizes) -> Sizes {
        let media_types = if self.evidence_types.is_empty() {
            MediaTypes::default()
        } else {
            self.evidence_types.into_iter().collect()
        };
        sizes.evidence = EvidenceRules {
            maximum_size: u64::from(self.evidence_max_size.get()) * 1024 * 1024,
            media_types,
            upload_time: self.evidence_upload_time.0,
        };
        sizes
    }
}

/// Options of `evidence`.
#[derive(Debug, Args)]
pub(crate) struct Evidence {
    #[command(flatten)]
    pub(crate) service: Service,
    /// The organization's short name.
    #[arg(long, value_name = "SLUG")]
    pub(crate) org: OrganizationSlug,
    /// Prints JSON instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: EvidenceCommand,
}

/// What to do with evidence.
#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceCommand {
    /// Lists all files, newest first.
    List,
    /// Gives up uploads that took too long, and removes files that belong to nothing.
    Sweep {
        /// Only says what would be done.
        #[arg(long)]
        dry_run: bool,
    },
}

#[cfg(test)]
mod tests {
    use clap::{Args as _, Command, FromArgMatches as _};

    use super::*;

    fn taken(arguments: &[&str]) -> EvidenceRules {
        let command = EvidenceTaken::augment_args(Command::new("taken"));
        let matches = command
            .mut_args(|arg| arg.env(None::<&str>))
            .get_matches_from([&["taken"], arguments].concat());
        let taken = EvidenceTaken::from_arg_matches(&matches).unwrap();
        taken.on(Sizes::default()).evidence
    }

    #[test]
    fn the_defaults_are_those_of_the_rules_and_types_replace_the_usual_ones() {
        assert_eq!(taken(&[]), EvidenceRules::default());
        let own = taken(&[
            "--evidence-types",
            "image/heic,text/csv",
            "--evidence-max-size",
            "1",
        ]);
        assert_eq!(own.media_types.to_string(), "image/heic, text/csv");
        assert_eq!(own.maximum_size, 1024 * 1024);
    }
}
