//! Values with a canonical text form.

use std::{
    fmt::{Debug, Display},
    str::FromStr,
};

use super::with_text;
use crate::verdict::Verdict;

/// What is accepted prints in a form that parses to the same value; what is refused says why.
pub(super) fn run<T>(input: &[u8]) -> Verdict
where
    T: FromStr<Err: Display> + Display + Debug + PartialEq,
{
    with_text(input, |text| {
        check::<T>(text).map_or(Verdict::Refused, |_| Verdict::Accepted)
    })
}

/// The value when the text is one; it has passed the round trip then.
pub(super) fn check<T>(text: &str) -> Option<T>
where
    T: FromStr<Err: Display> + Display + Debug + PartialEq,
{
    match text.parse::<T>() {
        Ok(value) => {
            let printed = value.to_string();
            let again = printed.parse::<T>().ok();
            assert_eq!(
                again.as_ref(),
                Some(&value),
                "`{printed}` parses to what was printed"
            );
            assert_eq!(
                again.map(|again| again.to_string()),
                Some(printed),
                "the printed form is canonical"
            );
            Some(value)
        }
        Err(error) => {
            assert!(!error.to_string().is_empty(), "an error says what is wrong");
            None
        }
    }
}
