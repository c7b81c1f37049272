//! What a target made of an input.

/// What a target made of an input that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The parser took it: a good start for further mutations.
    Accepted,
    /// The parser refused it with an error, as it should with nearly all inputs.
    Refused,
}
