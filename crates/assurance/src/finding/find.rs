//! Finding one finding.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{StoreError, Stored};

use crate::{Env, Finding, FindingId, Recommendation};

/// A finding with the recommendations on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingDetails {
    /// The finding.
    pub finding: Stored<Finding>,
    /// The recommendations, oldest first.
    pub recommendations: Vec<Recommendation>,
}

/// No finding was found.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such finding.
    #[error("there is no such finding")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Finds a finding of the caller's organization.
///
/// # Errors
/// When the caller may not, there is no such finding in their organization, or storage fails.
pub async fn find(env: &Env, caller: &Caller, id: FindingId) -> Result<FindingDetails, Error> {
    caller.require(Permission::ReadFindings)?;
    let mut work = env.store.begin(caller.organization).await?;
    let finding = work.findings().find(id).await?.ok_or(Error::NotFound)?;
    let recommendations = work.recommendations().list(id).await?;
    work.commit().await?;
    Ok(FindingDetails {
        finding,
        recommendations,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{draft, env, finding_id, program, stored, work};

    #[tokio::test]
    async fn a_finding_comes_with_its_recommendations() {
        let mut work = work();
        work.findings
            .expect_find()
            .return_once(|_| Ok(Some(stored(draft(1)))));
        work.recommendations
            .expect_list()
            .withf(|finding| *finding == finding_id(1))
            .return_once(|_| Ok(vec![]));
        let (env, _) = env(work);
        let found = find(&env, &program("read:findings"), finding_id(1)).await;
        let expected = FindingDetails {
            finding: stored(draft(1)),
            recommendations: vec![],
        };
        assert_eq!(found.unwrap(), expected);
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_found() {
        let mut work = work();
        work.findings.expect_find().return_once(|_| Ok(None));
        let (env, _) = env(work);
        let refused = find(&env, &program("read:findings"), finding_id(1)).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }

    #[tokio::test]
    async fn who_may_only_write_reads_nothing_back() {
        let (env, _) = env(work());
        let refused = find(&env, &program("write:findings"), finding_id(1)).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
}
