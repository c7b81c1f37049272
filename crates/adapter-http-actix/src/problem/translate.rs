//! The errors of the use cases as problems: the one place where they meet codes.

use aiia_keys_domain::{
    Denial, Forbidden, IssueError, LimitError, NarrowError, ParseKeyError, RotateError, WrongStatus,
};
use aiia_keys_ports::{EntropyUnavailable, HashingFailed, StoreError};
use aiia_keys_usecases::{introspect, key, organization, scope, session, trail, usage, verify};

use super::{Code, Problem};
use crate::rate_fields::retry_after;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::unavailable(error),
            StoreError::Corrupt(_) => Self::internal(error),
            StoreError::Conflict(_) => Self::new(
                Code::Conflict,
                "it was changed by somebody else at the same moment: send the request again",
            ),
        }
    }
}

impl From<EntropyUnavailable> for Problem {
    fn from(error: EntropyUnavailable) -> Self {
        Self::unavailable(error)
    }
}

impl From<Forbidden> for Problem {
    fn from(error: Forbidden) -> Self {
        let code = match &error {
            Forbidden::Role { .. } => Code::InsufficientRole,
            Forbidden::Scope { .. } => Code::InsufficientScope,
            Forbidden::PeopleOnly => Code::PeopleOnly,
        };
        Self::new(code, error.to_string())
    }
}

impl From<IssueError> for Problem {
    fn from(error: IssueError) -> Self {
        let (code, field) = match &error {
            IssueError::OrganizationSuspended => (Code::OrganizationSuspended, None),
            IssueError::NoScopes(_) | IssueError::UnknownScopes(_) => {
                (Code::InvalidField, Some("scopes"))
            }
            IssueError::BeyondIssuer(_) => (Code::ScopeNotHeld, Some("scopes")),
            IssueError::BeyondIssuersRate { .. } => (Code::RateNotHeld, Some("rate_limit")),
            IssueError::ForbiddenByPolicy(_) => (Code::ForbiddenByPolicy, Some("scopes")),
            IssueError::SourcesRequired => (Code::ForbiddenByPolicy, Some("allowed_cidrs")),
            IssueError::Expiration(aiia_keys_domain::ExpirationError::NotInFuture { .. }) => {
                (Code::InvalidField, Some("expiration"))
            }
            IssueError::Expiration(_) => (Code::ForbiddenByPolicy, Some("expiration")),
            IssueError::TooManyKeys { .. } => (Code::KeyLimitReached, None),
        };
        let problem = Self::new(code, error.to_string());
        match field {
            Some(field) => problem.at(field),
            None => problem,
        }
    }
}

impl From<WrongStatus> for Problem {
    fn from(error: WrongStatus) -> Self {
        Self::new(Code::WrongStatus, error.to_string())
    }
}

impl From<NarrowError> for Problem {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::WrongStatus(error) => error.into(),
            NarrowError::Scopes(_) => Self::field("scopes", error),
            NarrowError::Sources(_) => Self::field("allowed_cidrs", error),
        }
    }
}

impl From<LimitError> for Problem {
    fn from(error: LimitError) -> Self {
        match error {
            LimitError::WrongStatus(error) => error.into(),
            LimitError::BeyondCaller { .. } => {
                Self::new(Code::RateNotHeld, error.to_string()).at("rate_limit")
            }
        }
    }
}

impl From<RotateError> for Problem {
    fn from(error: RotateError) -> Self {
        match error {
            RotateError::WrongStatus(error) => error.into(),
            RotateError::AlreadyRotated { .. } => {
                Self::new(Code::AlreadyRotated, error.to_string())
            }
            RotateError::Scopes(_) => Self::field("scopes", error),
            RotateError::Issue(error) => error.into(),
        }
    }
}

/// Who presents the whole secret of a key may know why it is not accepted.
impl From<Denial> for Problem {
    fn from(denial: Denial) -> Self {
        let code = match &denial {
            Denial::Revoked => Code::KeyRevoked,
            Denial::Expired { .. } => Code::KeyExpired,
            Denial::OrganizationSuspended => Code::OrganizationSuspended,
            Denial::SourceNotAllowed => Code::SourceNotAllowed,
            Denial::InsufficientScope { .. } => Code::InsufficientScope,
            Denial::RateLimited { .. } => Code::RateLimited,
        };
        let problem = Self::new(code, denial.to_string());
        match denial {
            Denial::RateLimited { wait, .. } => retry_after(problem, wait),
            _ => problem,
        }
    }
}

impl From<verify::Error> for Problem {
    fn from(error: verify::Error) -> Self {
        match error {
            verify::Error::Malformed(error) => no_key(Some(&error)),
            verify::Error::Unknown => no_key(None),
            verify::Error::Denied(denied) => denied.denial.into(),
            verify::Error::Store(error) => error.into(),
        }
    }
}

impl From<key::surrender::Error> for Problem {
    fn from(error: key::surrender::Error) -> Self {
        match error {
            key::surrender::Error::Malformed(error) => no_key(Some(&error)),
            key::surrender::Error::Unknown => no_key(None),
            key::surrender::Error::Store(error) => error.into(),
        }
    }
}

impl From<session::authenticate::Error> for Problem {
    fn from(error: session::authenticate::Error) -> Self {
        use session::authenticate::Error;
        match error {
            Error::Unknown => Self::new(Code::InvalidSession, error.to_string()),
            Error::Over(over) => Self::new(Code::SessionOver, over.to_string()),
            Error::Store(error) => error.into(),
        }
    }
}

impl From<session::find::Error> for Problem {
    fn from(error: session::find::Error) -> Self {
        match error {
            session::find::Error::Unknown => Self::new(Code::InvalidSession, error.to_string()),
            session::find::Error::Store(error) => error.into(),
        }
    }
}

impl From<session::sign_in::Error> for Problem {
    fn from(error: session::sign_in::Error) -> Self {
        use session::sign_in::Error;
        match error {
            Error::Wrong => Self::new(Code::WrongCredentials, error.to_string()),
            Error::Hashing(error) => error.into(),
            Error::Store(error) => error.into(),
            Error::Entropy(error) => error.into(),
        }
    }
}

impl From<HashingFailed> for Problem {
    fn from(error: HashingFailed) -> Self {
        Self::unavailable(error)
    }
}

impl From<key::own::Error> for Problem {
    fn from(error: key::own::Error) -> Self {
        match error {
            // Only keys can call it, so far.
            key::own::Error::NotAKey => Self::internal(error),
            key::own::Error::Store(error) => error.into(),
        }
    }
}

/// What is no key, and what is one that was never issued, are told of in the same words.
fn no_key(malformed: Option<&ParseKeyError>) -> Problem {
    match malformed {
        Some(error @ ParseKeyError::OtherEnvironment { .. }) => {
            Problem::new(Code::WrongEnvironment, error.to_string())
        }
        _ => Problem::new(
            Code::InvalidKey,
            "this is not a key that is accepted here: copy the whole key, or generate a new one",
        ),
    }
}

/// What the errors of most use cases have in common.
macro_rules! translate {
    ($error:path { $($variant:ident $(($inner:ident))? => $problem:expr),* $(,)? }) => {
        impl From<$error> for Problem {
            fn from(error: $error) -> Self {
                use $error as Error;
                match error {
                    Error::Forbidden(error) => error.into(),
                    Error::Store(error) => error.into(),
                    $(Error::$variant $(($inner))? => $problem),*
                }
            }
        }
    };
}

mod assurance;
mod connector;
mod evidence;
mod people;

const NO_SUCH_MEMBER: &str = "there is no such member in your organization";
const NO_SUCH_KEY: &str = "there is no such key in your organization";

fn stale(error: &impl ToString) -> Problem {
    Problem::new(Code::PreconditionFailed, error.to_string()).at("If-Match")
}

translate!(key::generate::Error { Reused(error) => error.into(), Refused(error) => error.into(), Entropy(error) => error.into() });
translate!(key::list::Error {});
translate!(key::find::Error { NotFound => Self::not_found(NO_SUCH_KEY) });
translate!(key::revoke::Error { NotFound => Self::not_found(NO_SUCH_KEY) });
translate!(key::rotate::Error {
    Reused(error) => error.into(),
    NotFound => Self::not_found(NO_SUCH_KEY),
    Refused(error) => error.into(),
    Entropy(error) => error.into(),
});
translate!(key::update::Error {
    NotFound => Self::not_found(NO_SUCH_KEY),
    Stale => stale(&Error::Stale),
    Rename(error) => error.into(),
    Narrow(error) => error.into(),
    Limit(error) => error.into(),
});
translate!(organization::change_policy::Error {
    Stale => stale(&Error::Stale),
});
translate!(usage::find::Error { NotFound => Self::not_found(NO_SUCH_KEY) });
translate!(usage::report::Error { NotFound => Self::not_found(NO_SUCH_KEY) });
translate!(organization::find::Error {});
translate!(introspect::Error {});
translate!(scope::list::Error {});
translate!(trail::list::Error {});
translate!(trail::export::Error {});
translate!(session::end_all::Error { NotFound => Self::not_found(NO_SUCH_MEMBER) });
