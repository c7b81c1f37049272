//! New details, checked as they are put together.

use std::fmt;

use super::{Details, DetailsError};
use crate::trail::guard::may_hold_a_key;

/// Puts new [`Details`] together; the first rule that is broken is what [`build`](Self::build) returns.
#[derive(Clone, Debug)]
#[must_use]
pub struct DetailsBuilder {
    details: Result<Details, DetailsError>,
}

impl Default for DetailsBuilder {
    fn default() -> Self {
        Self {
            details: Ok(Details::default()),
        }
    }
}

impl DetailsBuilder {
    /// Adds a value under a name that is not there yet.
    ///
    /// A value must not hold a control character.
    /// It must not hold what may be a key string either: 44 or more letters and digits in a row,
    /// unless they are all lower-case hexadecimal digits, as those of a digest are.
    /// That is a net for mistakes and finds whole keys; what is handed over has to be clean without it.
    pub fn with(self, name: &str, value: impl fmt::Display) -> Self {
        let details = self.details.and_then(|mut details| {
            let value = value.to_string();
            let refused = refuse(name, &value);
            // The form is checked first: an error that names the detail needs a proper name.
            details.insert(name.to_owned(), value)?;
            refused.map_or(Ok(details), Err)
        });
        Self { details }
    }

    /// Adds a value where there is one.
    pub fn with_some(self, name: &str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The details.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub fn build(self) -> Result<Details, DetailsError> {
        self.details
    }
}

fn refuse(name: &str, value: &str) -> Option<DetailsError> {
    if value.chars().any(char::is_control) {
        Some(DetailsError::ControlCharacter {
            name: name.to_owned(),
        })
    } else if may_hold_a_key(value) {
        Some(DetailsError::MayHoldKey {
            name: name.to_owned(),
        })
    } else {
        None
    }
}
