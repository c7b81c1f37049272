//! What the use cases behind the scopes refuse.

use aiia_keys_assurance::{
    AddPlanError, FindingRefusal, InvalidProse, MoveRefusal, RaisedInFuture, ReadTreeError,
    RowErrors, RowFault as Fault, SubmitError, action_plan, entity, finding, recommendation,
    universe,
};
use aiia_keys_ports::StoreError;

use super::stale;
use crate::problem::{Code, Problem, RowFault};

impl From<InvalidProse> for Problem {
    fn from(error: InvalidProse) -> Self {
        Self::field(error.field(), error)
    }
}

impl From<RaisedInFuture> for Problem {
    fn from(error: RaisedInFuture) -> Self {
        Self::field("raised_on", error)
    }
}

impl From<FindingRefusal> for Problem {
    fn from(error: FindingRefusal) -> Self {
        let problem = Self::new(Code::WrongStatus, error.to_string());
        match error {
            FindingRefusal::Step { .. }
            | FindingRefusal::NoActionPlan
            | FindingRefusal::Unverified(_) => problem.at("status"),
            FindingRefusal::EntityFixed => problem.at("entity"),
            FindingRefusal::Closed => problem,
        }
    }
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Finding(error) => error.into(),
            SubmitError::TooMany => Self::new(Code::LimitReached, error.to_string()),
        }
    }
}

impl From<AddPlanError> for Problem {
    fn from(error: AddPlanError) -> Self {
        match error {
            AddPlanError::Finding(error) => error.into(),
            AddPlanError::TooMany => Self::new(Code::LimitReached, error.to_string()),
            AddPlanError::DueInPast(_) => Self::field("due_on", error),
        }
    }
}

impl From<MoveRefusal> for Problem {
    fn from(error: MoveRefusal) -> Self {
        match error {
            MoveRefusal::Step { .. } | MoveRefusal::AtEnd | MoveRefusal::AtStart => {
                Self::new(Code::WrongStatus, error.to_string()).at("status")
            }
            MoveRefusal::NoNote => Self::field("note", error),
            MoveRefusal::LogFull => Self::new(Code::LimitReached, error.to_string()),
        }
    }
}

impl From<ReadTreeError> for Problem {
    fn from(error: ReadTreeError) -> Self {
        let detail = error.to_string();
        match error {
            ReadTreeError::Csv { line, .. } => {
                Self::new(Code::MalformedBody, detail).at(format!("line {line}"))
            }
            ReadTreeError::Json { place, .. } if place.starts_with("entities") => {
                Self::new(Code::MalformedBody, detail).at(place)
            }
            ReadTreeError::Json { .. } => Self::new(Code::MalformedBody, detail),
            ReadTreeError::Empty => Self::field("entities", detail),
            ReadTreeError::TooMany => Self::new(Code::ContentTooLarge, detail).at("entities"),
            ReadTreeError::Rows(errors) => rows_at_fault(&errors, detail),
            ReadTreeError::Spool(error) => StoreError::from(error).into(),
        }
    }
}

/// The first row that is at fault is named as the field, and all that are told are listed.
fn rows_at_fault(errors: &RowErrors, detail: String) -> Problem {
    let faults = errors.errors.iter().map(Fault::from);
    let faults: Vec<_> = faults.map(|fault| RowFault::from(&fault)).collect();
    let first = faults.first().map(|first| first.field.clone());
    let problem = Problem::new(Code::InvalidField, detail);
    problem.at(first.unwrap_or_default()).with_faults(faults)
}

const NO_SUCH_ENTITY: &str = "there is no such entity in your organization";
const NO_SUCH_FINDING: &str = "there is no such finding in your organization";
const NO_SUCH_PLAN: &str = "there is no such action plan in your organization";

translate!(entity::list::Error {});
translate!(entity::find::Error { NotFound => Self::not_found(NO_SUCH_ENTITY) });
translate!(entity::hierarchy::Error {
    NotFound => Self::not_found(NO_SUCH_ENTITY),
    TooLarge => Self::parameter("root", Error::TooLarge),
});
translate!(finding::list::Error {});
translate!(finding::find::Error { NotFound => Self::not_found(NO_SUCH_FINDING) });
translate!(finding::create::Error {
    UnknownEntity => Self::field("entity", Error::UnknownEntity),
    RetiredEntity => Self::field("entity", Error::RetiredEntity),
    RaisedInFuture(error) => error.into(),
    Refused(error) => error.into(),
    Entropy(error) => error.into(),
});
translate!(finding::update::Error {
    NotFound => Self::not_found(NO_SUCH_FINDING),
    Stale => stale(&Error::Stale),
    UnknownEntity => Self::field("entity", Error::UnknownEntity),
    RetiredEntity => Self::field("entity", Error::RetiredEntity),
    Refused(error) => error.into(),
});
translate!(recommendation::add::Error {
    NotFound => Self::not_found(NO_SUCH_FINDING),
    Refused(error) => error.into(),
    Entropy(error) => error.into(),
});
translate!(action_plan::list::Error {});
translate!(action_plan::find::Error { NotFound => Self::not_found(NO_SUCH_PLAN) });
translate!(action_plan::read_log::Error { NotFound => Self::not_found(NO_SUCH_PLAN) });
translate!(action_plan::add::Error {
    NotFound => Self::not_found(NO_SUCH_FINDING),
    UnknownRecommendation => Self::field("recommendation", Error::UnknownRecommendation),
    Refused(error) => error.into(),
    Entropy(error) => error.into(),
});
translate!(action_plan::move_status::Error {
    NotFound => Self::not_found(NO_SUCH_PLAN),
    Stale => stale(&Error::Stale),
    Finding(error) => error.into(),
    Refused(error) => error.into(),
});
translate!(universe::synchronize::Error { Entropy(error) => error.into() });
