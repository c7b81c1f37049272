//! Doing a named request once, however often it is repeated.

use aiia_keys_domain::{
    Caller, DoneRequest, IdempotencyKey, KeyReused, RequestDigest, Subject, Timestamp,
};
use aiia_keys_ports::{StoreError, UnitOfWork};

/// A request that its caller named, to be able to repeat it.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// What the caller named it by.
    pub key: IdempotencyKey,
    /// What was asked for.
    pub request: RequestDigest,
}

/// What came of a named request.
#[derive(Debug)]
pub enum Outcome<T, R> {
    /// It was done now: the secret that was made is in it, this once.
    Made(T),
    /// It was done before: what was made then, as it is now, without the secret.
    Repeated(R),
}

/// A named request was not looked up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Reused(#[from] KeyReused),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the request made, if it was done before.
pub(crate) async fn look(
    work: &mut dyn UnitOfWork,
    caller: &Caller,
    named: Named,
    now: Timestamp,
) -> Result<Option<Subject>, Error> {
    let done = work.idempotency().find(&caller.actor, &named.key).await?;
    match done {
        Some(done) => Ok(done.repeat(named.request, now)?),
        None => Ok(None),
    }
}

/// Notes, in the same unit of work, that the request was done.
pub(crate) async fn note(
    work: &mut dyn UnitOfWork,
    caller: &Caller,
    named: Named,
    made: Subject,
    now: Timestamp,
) -> Result<(), StoreError> {
    let done = DoneRequest {
        actor: caller.actor.clone(),
        key: named.key,
        request: named.request,
        made,
        at: now,
    };
    work.idempotency().save(&done).await
}

/// What was made is not there any more: rows are never deleted, so something is wrong.
pub(crate) fn gone() -> StoreError {
    StoreError::Corrupt("what a named request made is not there".into())
}

/// Takes what went wrong here into the error of a use case.
macro_rules! lift {
    ($error:ident) => {
        impl From<crate::once::Error> for $error {
            fn from(error: crate::once::Error) -> Self {
                match error {
                    crate::once::Error::Reused(error) => Self::Reused(error),
                    crate::once::Error::Store(error) => Self::Store(error),
                }
            }
        }
    };
}

pub(crate) use lift;
