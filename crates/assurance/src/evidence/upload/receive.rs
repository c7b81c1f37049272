//! Taking the content in, piece by piece: measured, digested and checked on the way.

use crate::{
    Content, ContentDigest, Env, Evidence, EvidenceWriter, IncomingContent,
    model::signature::BEGINNING,
};

use super::Error;

/// Passes a content on to storage.
///
/// # Errors
/// When it does not arrive, is not what it should be, or storage fails.
pub(super) async fn receive(
    env: &Env,
    evidence: &Evidence,
    expected: Option<ContentDigest>,
    writer: &mut dyn EvidenceWriter,
    content: &mut dyn IncomingContent,
) -> Result<Content, Error> {
    let rules = &env.evidence_rules;
    let until = evidence.data().created_at.saturating_add(rules.upload_time);
    let media_type = &evidence.data().media_type;
    let mut hasher = blake3::Hasher::new();
    let mut size: u64 = 0;
    let mut beginning = Vec::new();
    let mut checked = false;
    while let Some(piece) = content.next().await? {
        size = size.saturating_add(piece.len().try_into().unwrap_or(u64::MAX));
        if size > rules.maximum_size {
            return Err(Error::TooLarge(rules.maximum_size));
        }
        if env.clock.now() > until {
            return Err(Error::TooSlow(rules.upload_time.as_secs()));
        }
        if !checked {
            let missing = BEGINNING - beginning.len();
            beginning.extend_from_slice(&piece[..piece.len().min(missing)]);
            checked = beginning.len() == BEGINNING;
            if checked {
                media_type.check_beginning(&beginning)?;
            }
        }
        hasher.update(&piece);
        writer.write(piece).await?;
    }
    if size == 0 {
        return Err(Error::Empty);
    }
    if !checked {
        media_type.check_beginning(&beginning)?;
    }
    let found = ContentDigest::from_bytes(*hasher.finalize().as_bytes());
    if expected.is_some_and(|expected| expected != found) {
        return Err(Error::Digest(found));
    }
    Ok(Content {
        size,
        digest: found,
    })
}
