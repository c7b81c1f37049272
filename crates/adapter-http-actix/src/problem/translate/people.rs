//! What can go wrong about people.

use aiia_keys_domain::{KeyReused, MemberError, SetupRefused};
use aiia_keys_usecases::{member, setup};

use super::{Code, NO_SUCH_MEMBER, Problem, stale};

impl From<MemberError> for Problem {
    fn from(error: MemberError) -> Self {
        let code = match error {
            MemberError::LastOwner => Code::LastOwner,
            MemberError::Removed { .. } => Code::WrongStatus,
        };
        Self::new(code, error.to_string())
    }
}

impl From<member::accept::Error> for Problem {
    fn from(error: member::accept::Error) -> Self {
        use member::accept::Error;
        match error {
            Error::NotFound => Self::not_found("there is no such invitation: ask for a new one"),
            Error::Over(over) => Self::new(Code::InvitationOver, over.to_string()),
            Error::Hashing(error) => error.into(),
            Error::Store(error) => error.into(),
        }
    }
}

translate!(member::list::Error {});
translate!(member::find::Error { NotFound => Self::not_found(NO_SUCH_MEMBER) });
translate!(member::add::Error {
    Reused(error) => error.into(),
    EmailTaken(email) => {
        Self::new(Code::EmailTaken, Error::EmailTaken(email).to_string()).at("email")
    },
    Entropy(error) => error.into(),
});
translate!(member::invite::Error {
    NotFound => Self::not_found(NO_SUCH_MEMBER),
    Entropy(error) => error.into(),
});
translate!(member::change_role::Error {
    NotFound => Self::not_found(NO_SUCH_MEMBER),
    Stale => stale(&Error::Stale),
    Refused(error) => error.into(),
});
translate!(member::remove::Error {
    NotFound => Self::not_found(NO_SUCH_MEMBER),
    Refused(error) => error.into(),
});

impl From<KeyReused> for Problem {
    fn from(error: KeyReused) -> Self {
        Self::new(Code::IdempotencyKeyReused, error.to_string()).at("Idempotency-Key")
    }
}

impl From<SetupRefused> for Problem {
    fn from(error: SetupRefused) -> Self {
        let code = match error {
            SetupRefused::Unknown | SetupRefused::Completed => Code::NotFound,
            SetupRefused::Expired => Code::SetupExpired,
        };
        Self::new(code, error.to_string())
    }
}

impl From<setup::check::Error> for Problem {
    fn from(error: setup::check::Error) -> Self {
        use setup::check::Error;
        match error {
            Error::Refused(error) => error.into(),
            Error::Store(error) => error.into(),
            Error::Entropy(error) => error.into(),
        }
    }
}

impl From<setup::complete::Error> for Problem {
    fn from(error: setup::complete::Error) -> Self {
        use setup::complete::Error;
        match error {
            Error::Refused(error) => error.into(),
            Error::SlugTaken(_) => {
                Self::new(Code::SlugTaken, error.to_string()).at("organization.slug")
            }
            Error::Hashing(error) => error.into(),
            Error::Store(error) => error.into(),
            Error::Entropy(error) => error.into(),
        }
    }
}
