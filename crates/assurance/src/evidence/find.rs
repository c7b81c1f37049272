//! Finding one file of evidence.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{StoreError, Stored};

use crate::{Env, Evidence, EvidenceId};

/// No evidence was found.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such evidence.
    #[error("there is no such evidence")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Finds complete evidence of the caller's organization.
///
/// # Errors
/// When the caller may not, there is no such evidence in their organization, or storage fails.
pub async fn find(env: &Env, caller: &Caller, id: EvidenceId) -> Result<Stored<Evidence>, Error> {
    caller.require(Permission::ReadEvidence)?;
    let mut work = env.store.begin(caller.organization).await?;
    let found = work.evidence().find(id).await?;
    work.commit().await?;
    found
        .filter(|found| found.value.content().is_some())
        .ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use aiia_keys_domain::Role;

    use super::*;
    use crate::testing::{env, evidence_id, member, program, stored, uploaded, uploading, work};

    #[tokio::test]
    async fn complete_evidence_is_found_and_what_is_on_its_way_is_not() {
        let found = stored(uploaded(1));
        for (there, expected) in [
            (Some(found.clone()), Some(found)),
            (Some(stored(uploading(1))), None),
            (None, None),
        ] {
            let mut work = work();
            work.evidence.expect_find().return_once(|_| Ok(there));
            let (env, _) = env(work);
            let answer = find(&env, &member(Role::Auditor), evidence_id(1)).await;
            match (answer, expected) {
                (Ok(answer), Some(expected)) => assert_eq!(answer, expected),
                (answer, expected) => {
                    assert!(
                        matches!(answer, Err(Error::NotFound)),
                        "{answer:?} {expected:?}"
                    );
                }
            }
        }
    }

    #[tokio::test]
    async fn no_key_sees_evidence() {
        let (env, _) = env(work());
        let refused = find(&env, &program("admin:*"), evidence_id(1)).await;
        assert!(
            matches!(refused, Err(Error::Forbidden(Forbidden::PeopleOnly))),
            "{refused:?}"
        );
    }
}
