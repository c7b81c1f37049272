//! Where files of evidence are kept.

use std::{env, fs, path::PathBuf};

use aiia_keys_object_store::{ObjectEvidenceStore, S3Options};
use anyhow::{Context as _, Error, Result, bail};
use clap::error::ErrorKind;
use nix::unistd::Uid;
use zeroize::Zeroizing;

use crate::cli::EvidencePlace;

/// The store that the options name; nothing is made or asked yet.
pub(crate) fn open(place: &EvidencePlace) -> Result<ObjectEvidenceStore> {
    match (&place.evidence_bucket, &place.evidence_dir) {
        (Some(_), Some(_)) => Err(usage(
            ErrorKind::ArgumentConflict,
            "both a folder for evidence (--evidence-dir, AIIA_KEYS_EVIDENCE_DIR, `evidence_dir`) and \
             a bucket (--evidence-bucket, AIIA_KEYS_EVIDENCE_BUCKET, `evidence_bucket`) are given: \
             keep one",
        )),
        (Some(bucket), None) => Ok(ObjectEvidenceStore::in_bucket(bucket_options(
            bucket, place,
        )?)?),
        (None, Some(folder)) => Ok(ObjectEvidenceStore::in_folder(folder)),
        (None, None) => Ok(ObjectEvidenceStore::in_folder(&default_folder())),
    }
}

/// Where everything is kept unless a folder is named, and evidence in it.
fn default_folder() -> PathBuf {
    let folder = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let own = folder("XDG_DATA_HOME").or_else(|| Some(folder("HOME")?.join(".local/share")));
    match own {
        Some(own) if !Uid::effective().is_root() => own.join("aiia-keys/evidence"),
        _ => "/var/lib/aiia-keys/evidence".into(),
    }
}

fn bucket_options(bucket: &str, place: &EvidencePlace) -> Result<S3Options> {
    let Some(file) = &place.evidence_credentials_file else {
        return Err(usage(
            ErrorKind::MissingRequiredArgument,
            "the bucket's credentials are missing: give a file with them \
             (--evidence-credentials-file, AIIA_KEYS_EVIDENCE_CREDENTIALS_FILE)",
        ));
    };
    let text = fs::read_to_string(file)
        .map(Zeroizing::new)
        .with_context(|| {
            format!(
                "cannot read the bucket's credentials from {}",
                file.display()
            )
        })?;
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (Some(id), Some(secret), None) = (lines.next(), lines.next(), lines.next()) else {
        bail!(
            "{}: two lines are expected, the access key's id and its secret",
            file.display()
        );
    };
    let endpoint = place.evidence_endpoint.clone();
    Ok(S3Options {
        bucket: bucket.to_owned(),
        region: place
            .evidence_region
            .clone()
            .unwrap_or_else(|| "us-east-1".to_owned()),
        allow_http: endpoint
            .as_ref()
            .is_some_and(|endpoint| endpoint.starts_with("http://")),
        endpoint,
        access_key_id: id.to_owned(),
        secret_access_key: secret.to_owned(),
    })
}

fn usage(kind: ErrorKind, message: &str) -> Error {
    clap::Error::raw(kind, format!("{message}\n")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(place: &EvidencePlace) -> String {
        format!("{:#}", open(place).unwrap_err())
    }

    #[test]
    fn a_folder_and_a_bucket_exclude_each_other() {
        let both = EvidencePlace {
            evidence_dir: Some("/tmp".into()),
            evidence_bucket: Some("evidence".to_owned()),
            ..EvidencePlace::default()
        };
        assert!(refused(&both).contains("keep one"));
    }

    #[test]
    fn a_bucket_needs_credentials_of_two_lines_that_are_not_repeated() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("credentials");
        let mut place = EvidencePlace {
            evidence_bucket: Some("evidence".to_owned()),
            ..EvidencePlace::default()
        };
        assert!(refused(&place).contains("--evidence-credentials-file"));
        place.evidence_credentials_file = Some(file.clone());
        assert!(refused(&place).contains("cannot read"));
        for text in ["", "hidden-id", "hidden-id\nhidden\nmore\n"] {
            fs::write(&file, text).unwrap();
            let told = refused(&place);
            assert!(
                told.contains("two lines") && !told.contains("hidden"),
                "{told}"
            );
        }
        fs::write(&file, "hidden-id\nhidden-secret\n").unwrap();
        let shown = format!("{:?}", open(&place).unwrap());
        assert!(
            shown.contains("evidence") && !shown.contains("hidden"),
            "{shown}"
        );
    }
}
