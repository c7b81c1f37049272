//! Failures as problem documents (RFC 9457).

mod code;
mod render;
mod translate;

use std::{borrow::Cow, error::Error, fmt};

use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue, RETRY_AFTER},
    },
};

pub(crate) use code::Code;
pub(crate) use render::{Document, RowFault, render};

/// A failure, on its way to the client.
// Boxed: it is rare, and every result of the way would be as large as it is.
#[derive(Debug)]
pub(crate) struct Problem(Box<Parts>);

#[derive(Debug)]
struct Parts {
    code: Code,
    detail: Cow<'static, str>,
    field: Option<Cow<'static, str>>,
    headers: Vec<(HeaderName, HeaderValue)>,
    challenge: Option<HeaderValue>,
    cause: Option<Box<dyn Error + Send + Sync>>,
    bodiless: bool,
    faults: Vec<RowFault>,
}

impl Problem {
    /// A failure of a kind, and what it means here: what is wrong and what would be right.
    pub(crate) fn new(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts {
            code,
            detail: detail.into(),
            field: None,
            headers: Vec::new(),
            challenge: None,
            cause: None,
            bodiless: false,
            faults: Vec::new(),
        }))
    }

    /// A field of the body that is at fault.
    pub(crate) fn field(name: impl Into<Cow<'static, str>>, error: impl fmt::Display) -> Self {
        Self::new(Code::InvalidField, error.to_string()).at(name)
    }

    /// A parameter of the address that is at fault.
    pub(crate) fn parameter(name: impl Into<Cow<'static, str>>, error: impl fmt::Display) -> Self {
        Self::new(Code::InvalidParameter, error.to_string()).at(name)
    }

    /// A header that is at fault.
    pub(crate) fn header(name: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::InvalidHeader, detail).at(name)
    }

    /// What is looked for does not exist, or belongs to another organization.
    pub(crate) fn not_found(detail: &'static str) -> Self {
        Self::new(Code::NotFound, detail)
    }

    /// A mistake of ours: what it was is for the log.
    pub(crate) fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let detail = "the request could not be answered because of a mistake of the service";
        Self::new(Code::Internal, detail).because(cause)
    }

    /// Something that the service needs is away: which, is for the log.
    pub(crate) fn unavailable(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let detail = "the service cannot reach a part that it needs: try again in a moment";
        Self::new(Code::Unavailable, detail)
            .because(cause)
            .with_header(RETRY_AFTER, HeaderValue::from_static("1"))
    }

    fn because(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// Names the field, parameter or header that is at fault.
    #[must_use]
    pub(crate) fn at(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// Names everything that is at fault, where that is more than one thing.
    #[must_use]
    pub(crate) fn with_faults(mut self, faults: Vec<RowFault>) -> Self {
        self.0.faults = faults;
        self
    }

    /// Sends one more header.
    #[must_use]
    pub(crate) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// Says how to authenticate.
    #[must_use]
    pub(crate) fn with_challenge(mut self, challenge: HeaderValue) -> Self {
        self.0.challenge = Some(challenge);
        self
    }

    /// Without a body, for gateways that ask with every request.
    #[must_use]
    pub(crate) fn without_body(mut self) -> Self {
        self.0.bodiless = true;
        self
    }

    /// The kind of failure.
    pub(crate) const fn code(&self) -> Code {
        self.0.code
    }

    /// The field, parameter or header that is at fault.
    pub(crate) fn named(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// What is wrong here, and what would be right.
    pub(crate) fn detail(&self) -> &str {
        &self.0.detail
    }

    /// What went wrong inside, for the log.
    pub(crate) fn cause(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        self.0.cause.as_deref()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code.entry().code, self.0.detail)
    }
}

/// The edge of the application renders problems; this is for errors that never pass it.
impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        render::status(self.0.code)
    }

    fn error_response(&self) -> HttpResponse {
        render(self, None)
    }
}

#[cfg(test)]
mod tests;
