//! Scopes as text.

use std::{fmt, str::FromStr};

use crate::excerpt::Excerpt;

use super::{Action, NameProblem, Resource, ResourceName, Scope};

impl FromStr for Scope {
    type Err = InvalidScope;

    fn from_str(text: &str) -> Result<Self, InvalidScope> {
        parse(text).map_err(|problem| InvalidScope {
            text: Excerpt::of(text),
            problem,
        })
    }
}

fn parse(text: &str) -> Result<Scope, ScopeProblem> {
    if text == "*" {
        return Ok(Scope::new(Action::Admin, Resource::Any));
    }
    let (action, resource) = text.split_once(':').ok_or(ScopeProblem::NoColon)?;
    let action = match action {
        "*" => Action::Admin,
        action => Action::ALL
            .into_iter()
            .find(|known| known.as_str() == action)
            .ok_or(ScopeProblem::Action)?,
    };
    let resource = match resource {
        "*" => Resource::Any,
        name => name
            .parse::<ResourceName>()
            .map(Resource::Named)
            .map_err(|invalid| ScopeProblem::Resource(invalid.problem()))?,
    };
    Ok(Scope::new(action, resource))
}

/// The canonical form, such as `read:findings`, `write:*` or `admin:*`.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.action, self.resource)
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scope({self})")
    }
}

/// What is wrong with a scope's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeProblem {
    /// Action and resource are not divided by a colon.
    NoColon,
    /// The part before the colon is no action.
    Action,
    /// The part behind the colon is no resource.
    Resource(NameProblem),
}

impl fmt::Display for ScopeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoColon => {
                f.write_str("an action and a resource divided by a colon are expected")
            }
            Self::Action => {
                f.write_str("the action must be read, write, admin or *, in lower case")
            }
            Self::Resource(problem) => problem.fmt(f),
        }
    }
}

/// A text is not a scope: its message repeats the text, says what is wrong, and gives an example.
///
/// ```
/// use aiia_keys_domain::Scope;
///
/// let refused = "reed:findings".parse::<Scope>().unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "\"reed:findings\" is not a scope: the action must be read, write, admin or *, \
///      in lower case, as in read:findings",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidScope {
    text: Excerpt,
    problem: ScopeProblem,
}

impl InvalidScope {
    /// What is wrong with it.
    pub const fn problem(&self) -> ScopeProblem {
        self.problem
    }
}

impl fmt::Display for InvalidScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is not a scope: {}, as in read:findings",
            self.text, self.problem
        )
    }
}

impl std::error::Error for InvalidScope {}
