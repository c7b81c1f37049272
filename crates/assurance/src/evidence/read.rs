//! Reading what a file of evidence holds.

use std::fmt;

use aiia_keys_domain::Caller;
use aiia_keys_ports::StoreError;

use super::{find, upload::place};
use crate::{Content, Env, Evidence, EvidenceId, EvidenceReader};

/// A file and its content, from its beginning.
pub struct Reading {
    /// What is known about it.
    pub evidence: Evidence,
    /// What is known about its content.
    pub content: Content,
    /// Its content.
    pub reader: Box<dyn EvidenceReader>,
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading")
            .field("evidence", &self.evidence)
            .finish_non_exhaustive()
    }
}

/// Begins to read evidence of the caller's organization.
///
/// # Errors
/// When the caller may not, there is no such evidence in their organization, or storage fails.
/// Content that should be there and is not is [`Corrupt`](StoreError::Corrupt).
pub async fn read(env: &Env, caller: &Caller, id: EvidenceId) -> Result<Reading, find::Error> {
    let evidence = find::find(env, caller, id).await?.value;
    let content = evidence.content().ok_or(find::Error::NotFound)?;
    let reader = env.evidence.read(place(&evidence)).await?.ok_or_else(|| {
        StoreError::Corrupt(format!("the content of evidence {id} is not there").into())
    })?;
    Ok(Reading {
        evidence,
        content,
        reader,
    })
}

#[cfg(test)]
mod tests {
    use aiia_keys_domain::{Forbidden, Role};

    use super::*;
    use crate::{
        mock::{MockEvidenceReader, MockEvidenceStore},
        testing::{
            content, env, evidence_id, member, organization_id, program, stored, uploaded, work,
        },
    };

    fn prepared(present: bool) -> Env {
        let mut work = work();
        work.evidence
            .expect_find()
            .return_once(|_| Ok(Some(stored(uploaded(1)))));
        let mut files = MockEvidenceStore::new();
        files
            .expect_read()
            .withf(|place| {
                place.organization == organization_id() && place.evidence == evidence_id(1)
            })
            .return_once(move |_| {
                Ok(present.then(|| Box::new(MockEvidenceReader::new()) as Box<dyn EvidenceReader>))
            });
        Env {
            evidence: Box::new(files),
            ..env(work).0
        }
    }

    #[tokio::test]
    async fn people_read_what_is_there() {
        let read = read(&prepared(true), &member(Role::Auditor), evidence_id(1)).await;
        assert_eq!(read.unwrap().content, content());
    }

    #[tokio::test]
    async fn content_that_is_gone_is_a_mistake_of_ours_and_not_an_absence() {
        let refused = read(&prepared(false), &member(Role::Auditor), evidence_id(1)).await;
        assert!(
            matches!(refused, Err(find::Error::Store(StoreError::Corrupt(_)))),
            "{refused:?}"
        );
    }

    #[tokio::test]
    async fn the_key_that_uploaded_it_cannot_read_it_back() {
        let caller = program("write:evidence");
        let refused = read(&env(work()).0, &caller, evidence_id(1)).await;
        assert!(
            matches!(refused, Err(find::Error::Forbidden(Forbidden::PeopleOnly))),
            "{refused:?}"
        );
    }
}
