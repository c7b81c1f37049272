//! Uploading a file of evidence.

mod receive;

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{EntropyUnavailable, StoreError, Stored, Version, generate_uuid};

use crate::{
    ContentBroken, ContentDigest, Env, Evidence, EvidenceId, EvidencePlace, EvidenceRefusal,
    FileName, IncomingContent, MediaType, Mismatch, NewEvidence, TypeNotTaken,
};

/// The file to upload.
#[derive(Clone, Debug)]
pub struct Command {
    /// What it is called.
    pub file_name: FileName,
    /// What kind of file it is.
    pub media_type: MediaType,
    /// What its content must be.
    pub digest: Option<ContentDigest>,
    /// What to do when the caller has uploaded this content before.
    pub repeat: Repeat,
}

/// What to do when the caller has uploaded the same content before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeat {
    /// Keep it as another file: the same document can be evidence of two things.
    #[default]
    Keep,
    /// Answer with the file that is there, so that a program can repeat an upload whose answer got lost.
    Reuse,
}

/// A file that is there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    /// The evidence.
    pub evidence: Stored<Evidence>,
    /// It was there before, and nothing was added.
    pub reused: bool,
}

/// Nothing was uploaded, and nothing of it can be seen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Files of this type are not taken.
    #[error(transparent)]
    Type(#[from] TypeNotTaken),
    /// The content did not arrive.
    #[error(transparent)]
    Broken(#[from] ContentBroken),
    /// The content is empty.
    #[error("file is empty: send one that holds something")]
    Empty,
    /// The content is larger than allowed.
    #[error("file is too large: at most {0} bytes are taken")]
    TooLarge(u64),
    /// The content took longer than allowed.
    #[error("file took too long to arrive: it must be there within {0} seconds")]
    TooSlow(u64),
    /// The content is not what its type says.
    #[error(transparent)]
    Mismatch(#[from] Mismatch),
    /// The content is not what the caller meant to send.
    #[error(
        "digest is not that of the file that arrived, which is {0}: send the file again, or \
         correct the digest"
    )]
    Digest(ContentDigest),
    /// It took so long that it was cleared away in the meantime.
    #[error(transparent)]
    Refused(#[from] EvidenceRefusal),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Uploads a file to the caller's organization. It can be seen when all of it is there and known to
/// be what it should be, and not before.
///
/// Recorded first, written then, and completed last: wherever it breaks off, the record says that the
/// file is not complete, and [`sweep`](super::sweep::sweep) finds what is left of it.
/// It needs no entry in the audit trail: the record itself says for ever who uploaded what and when.
///
/// # Errors
/// When the caller may not, the file is not one that is taken, its content does not arrive whole, or
/// storage fails.
pub async fn upload(
    env: &Env,
    caller: &Caller,
    command: Command,
    content: &mut dyn IncomingContent,
) -> Result<Uploaded, Error> {
    caller.require(Permission::WriteEvidence)?;
    let now = env.clock.now();
    let new = NewEvidence {
        id: EvidenceId::from_uuid(generate_uuid(&*env.entropy, now)?),
        organization: caller.organization,
        file_name: command.file_name.clone(),
        media_type: command.media_type.clone(),
    };
    let begun = Evidence::begin(new, &env.evidence_rules, caller.actor.clone(), now)?;
    let mut work = env.store.begin(caller.organization).await?;
    work.evidence().insert(&begun).await?;
    work.commit().await?;

    match fill(env, caller, &command, begun.clone(), content).await {
        Ok(uploaded) => Ok(uploaded),
        Err(Left::Unknown(error)) => Err(error),
        Err(Left::Nothing(error)) => {
            // What cannot be cleared up now is found by a sweep.
            give_up(env, begun).await.ok();
            Err(error)
        }
    }
}

/// What a failure leaves.
enum Left {
    /// Nothing that could be seen; what was written is not needed.
    Nothing(Error),
    /// The record may say that the file is complete, so the file must stay.
    Unknown(Error),
}

impl<E: Into<Error>> From<E> for Left {
    fn from(error: E) -> Self {
        Self::Nothing(error.into())
    }
}

async fn fill(
    env: &Env,
    caller: &Caller,
    command: &Command,
    begun: Evidence,
    content: &mut dyn IncomingContent,
) -> Result<Uploaded, Left> {
    let place = place(&begun);
    let mut writer = env.evidence.write(place).await?;
    let received = receive::receive(env, &begun, command.digest, &mut *writer, content).await;
    let received = match received {
        Ok(received) => received,
        Err(error) => {
            writer.abandon().await.ok();
            return Err(error.into());
        }
    };
    if command.repeat == Repeat::Reuse {
        let mut work = env.store.begin(caller.organization).await?;
        let same = work
            .evidence()
            .find_same(received.digest, &caller.actor)
            .await?;
        work.commit().await?;
        if let Some(evidence) = same {
            writer.abandon().await.ok();
            give_up(env, begun).await.ok();
            return Ok(Uploaded {
                evidence,
                reused: true,
            });
        }
    }
    writer.finish().await?;
    let mut work = env.store.begin(caller.organization).await?;
    let complete = begun.complete(received, env.clock.now())?;
    // A sweep that was quicker has changed the version.
    let version = work.evidence().save(&complete, Version::FIRST).await?;
    let committed = work.commit().await;
    committed.map_err(|error| Left::Unknown(error.into()))?;
    let evidence = Stored {
        value: complete,
        version,
    };
    Ok(Uploaded {
        evidence,
        reused: false,
    })
}

/// Says that nothing will come of it, and only then removes what is there.
async fn give_up(env: &Env, begun: Evidence) -> Result<(), Error> {
    let place = place(&begun);
    let abandoned = begun.abandon()?;
    let mut work = env.store.begin(place.organization).await?;
    match work.evidence().save(&abandoned, Version::FIRST).await {
        Ok(_) => {}
        // A sweep may have said so already.
        Err(error @ StoreError::Conflict(_)) => {
            let found = work.evidence().find(place.evidence).await?;
            let given_up = found.is_some_and(|found| found.value == abandoned);
            if !given_up {
                return Err(error.into());
            }
        }
        Err(error) => return Err(error.into()),
    }
    work.commit().await?;
    env.evidence.remove(place).await?;
    Ok(())
}

/// Where its content is kept.
pub(super) fn place(evidence: &Evidence) -> EvidencePlace {
    EvidencePlace {
        organization: evidence.data().organization,
        evidence: evidence.data().id,
    }
}

#[cfg(test)]
mod tests;
