//! What a form sends.

use actix_web::{HttpRequest, dev::Payload};
use percent_encoding::percent_decode_str;
use zeroize::{Zeroize as _, Zeroizing};

use crate::{
    json::read,
    problem::{Code, Problem},
};

const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// Names and values in their order; a name may be repeated. Wiped when dropped: passwords are among them.
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// When it is too large or too slow, of another type, or not encoded UTF-8.
    pub(crate) async fn read(request: &HttpRequest, payload: Payload) -> Result<Self, Problem> {
        let mut payload = payload;
        let body = read::body(request, &mut payload, read::MAX, MEDIA_TYPE).await?;
        Self::parse(&body).ok_or_else(|| {
            Problem::new(
                Code::MalformedBody,
                "the form is not encoded UTF-8: load the page again",
            )
        })
    }

    fn parse(body: &[u8]) -> Option<Self> {
        let body = str::from_utf8(body).ok()?;
        let mut form = Self(Vec::new());
        for part in body.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            form.0.push((decode(name)?, decode(value)?));
        }
        Some(form)
    }

    /// The first value with this name; empty when there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every value with this name.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

impl Drop for Form {
    fn drop(&mut self) {
        for (_, value) in &mut self.0 {
            value.zeroize();
        }
    }
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

fn decode(text: &str) -> Option<String> {
    let spaced = Zeroizing::new(text.replace('+', " "));
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_be_repeated_and_values_are_decoded() {
        let form = Form::parse(b"label=A+%C3%A4%26b&scope=read%3Afindings&scope=&flag").unwrap();
        assert_eq!(form.text("label"), "A ä&b");
        assert_eq!(form.all("scope").collect::<Vec<_>>(), ["read:findings", ""]);
        assert_eq!((form.text("flag"), form.text("other")), ("", ""));
        assert!(Form::parse(b"label=%FF").is_none());
    }

    #[test]
    fn values_are_not_printed() {
        let form = Form::parse(b"password=correct+horse").unwrap();
        assert_eq!(format!("{form:?}"), "[\"password\"]");
    }
}
