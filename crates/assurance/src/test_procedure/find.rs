//! Finding one test procedure.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::StoreError;

use crate::{Env, TestProcedure, TestProcedureId};

/// No test procedure was found.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such test procedure.
    #[error("there is no such test procedure")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Finds a test procedure of the caller's organization. What is attached to it is not said.
///
/// # Errors
/// When the caller may not, there is no such procedure in their organization, or storage fails.
pub async fn find(env: &Env, caller: &Caller, id: TestProcedureId) -> Result<TestProcedure, Error> {
    caller.require(Permission::ReadFindings)?;
    let mut work = env.store.begin(caller.organization).await?;
    let found = work.test_procedures().find(id).await?;
    work.commit().await?;
    found.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{env, procedure, procedure_id, program, work};

    #[tokio::test]
    async fn a_procedure_is_found_or_not() {
        for (there, found) in [(Some(procedure(1)), true), (None, false)] {
            let mut work = work();
            work.test_procedures
                .expect_find()
                .return_once(|_| Ok(there));
            let (env, _) = env(work);
            match find(&env, &program("read:findings"), procedure_id(1)).await {
                Ok(answer) => assert_eq!((answer, found), (procedure(1), true)),
                answer => assert!(
                    matches!(answer, Err(Error::NotFound)) && !found,
                    "{answer:?}"
                ),
            }
        }
    }

    #[tokio::test]
    async fn without_the_scope_nothing_is_read() {
        let (env, _) = env(work());
        let refused = find(&env, &program("write:evidence"), procedure_id(1)).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
}
