//! The parameters behind the question mark.

use std::{borrow::Cow, fmt::Display};

use percent_encoding::percent_decode_str;

use crate::problem::Problem;

/// The parameters of one operation.
pub(crate) trait FromQuery: Sized {
    /// The names that it takes.
    const NAMES: &'static [&'static str];

    /// Reads them.
    ///
    /// # Errors
    /// When one has a value that cannot be used.
    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem>;
}

/// An operation that takes none.
#[derive(Debug)]
pub(crate) struct NoQuery;

impl FromQuery for NoQuery {
    const NAMES: &'static [&'static str] = &[];

    fn from_query(_: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self)
    }
}

/// Names and values, decoded, each name once.
#[derive(Debug)]
pub(crate) struct Parameters<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Parameters<'a> {
    /// Decodes a query string.
    ///
    /// # Errors
    /// When it is not encoded UTF-8, or a name is repeated.
    pub(crate) fn parse(query: &'a str) -> Result<Self, Problem> {
        let mut pairs: Vec<(Cow<'a, str>, Cow<'a, str>)> = Vec::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = decode(name).ok_or_else(|| {
                Problem::parameter("query", "the name of a parameter is not encoded UTF-8")
            })?;
            let Some(value) = decode(value) else {
                let detail = format!("{} is not encoded UTF-8", quoted(&name));
                return Err(Problem::parameter(quoted(&name), detail));
            };
            if pairs.iter().any(|(known, _)| *known == name) {
                let detail = format!("{} stands there twice: give it once", quoted(&name));
                return Err(Problem::parameter(quoted(&name), detail));
            }
            pairs.push((name, value));
        }
        Ok(Self(pairs))
    }

    /// Reads them as the parameters of an operation.
    ///
    /// # Errors
    /// When one is unknown, or has a value that cannot be used.
    pub(crate) fn read<Q: FromQuery>(&self) -> Result<Q, Problem> {
        let unknown = self.0.iter().find(|(name, _)| !Q::NAMES.contains(&&**name));
        if let Some((name, _)) = unknown {
            let name = quoted(name);
            let known = match Q::NAMES {
                [] => "this operation takes no parameters".to_owned(),
                names => format!("this operation takes {}", names.join(", ")),
            };
            let detail = format!("{name} is not a parameter of this operation: {known}");
            return Err(Problem::parameter(name, detail));
        }
        Q::from_query(self)
    }

    /// Names and values, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The value of a parameter, if it is there.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| &**value)
    }

    /// The value of a parameter, read by `parse`, if it is there.
    ///
    /// # Errors
    /// When `parse` refuses it: the problem names the parameter.
    pub(crate) fn get<T, E: Display>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Problem> {
        self.text(name)
            .map(parse)
            .transpose()
            .map_err(|error| Problem::parameter(name, format!("{name}: {error}")))
    }
}

/// Percent-encoding, and `+` for a blank, as forms write it.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains(['%', '+']) {
        return Some(Cow::Borrowed(text));
    }
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(Cow::Owned(decoded.into_owned()))
}

/// Reads `true` or `false`.
///
/// # Errors
/// When it is neither.
pub(crate) fn flag(text: &str) -> Result<bool, &'static str> {
    text.parse().map_err(|_| "`true` or `false` is expected")
}

/// A name that came from outside, short and visible enough to be repeated.
fn quoted(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests;
