//! What the use cases about evidence refuse.

use aiia_keys_assurance::{AttachError, evidence, test_procedure};

use crate::{
    problem::{Code, Problem},
    upload::{closing, too_large},
};

const NO_SUCH_EVIDENCE: &str = "there is no such evidence in your organization";
const NO_SUCH_PROCEDURE: &str = "there is no such test procedure in your organization";

impl From<AttachError> for Problem {
    fn from(error: AttachError) -> Self {
        match error {
            AttachError::Evidence(error) => {
                Self::new(Code::WrongStatus, error.to_string()).at("evidence")
            }
            AttachError::TooMany => Self::new(Code::LimitReached, error.to_string()),
        }
    }
}

translate!(evidence::find::Error { NotFound => Self::not_found(NO_SUCH_EVIDENCE) });
translate!(evidence::list::Error {});
translate!(evidence::upload::Error {
    Type(error) => closing(Self::new(Code::UnsupportedMediaType, error.to_string()).at("file")),
    Broken(error) => Self::new(Code::MalformedBody, error.to_string()),
    Empty => Self::field("file", Error::Empty),
    TooLarge(maximum) => too_large(maximum),
    TooSlow(seconds) => closing(Self::new(Code::RequestTimeout, Error::TooSlow(seconds).to_string())),
    Mismatch(error) => closing(Self::field("file", error)),
    Digest(found) => Self::field("digest", Error::Digest(found)),
    Refused(error) => Self::new(Code::Conflict, error.to_string()),
    Entropy(error) => error.into(),
});
translate!(test_procedure::find::Error { NotFound => Self::not_found(NO_SUCH_PROCEDURE) });
translate!(test_procedure::list::Error {});
translate!(test_procedure::create::Error {
    UnknownEntity => Self::field("entity", Error::UnknownEntity),
    Entropy(error) => error.into(),
});
translate!(test_procedure::attach::Error {
    NotFound => Self::not_found(NO_SUCH_PROCEDURE),
    Count(found) => Self::field("evidence", Error::Count(found)),
    UnknownEvidence(id) => Self::field("evidence", Error::UnknownEvidence(id)),
    Refused(error) => error.into(),
});
