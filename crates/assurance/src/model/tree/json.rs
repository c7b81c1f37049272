//! Trees in JSON.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use std::borrow::Cow;

use super::{
    ReadTreeError, RowPlace, Tree,
    rows::{RawRow, Rows},
};

/// Reads a tree from JSON: `{"entities": [{"code", "kind", "name", "parent"}]}`, where `parent` is
/// left out or `null` at the top.
///
/// ```
/// use aiia_keys_assurance::read_json_tree;
///
/// let tree = read_json_tree(br#"{"entities": [
///     {"code": "GRP", "kind": "legal_entity", "name": "Example Foods Group"},
///     {"code": "FIN", "kind": "organizational_unit", "name": "Finance", "parent": "GRP"}
/// ]}"#)?;
/// assert_eq!(tree.len(), 2);
/// # Ok::<(), aiia_keys_assurance::ReadTreeError>(())
/// ```
///
/// # Errors
/// When it is not JSON of this form, or the rows are no tree.
pub fn read_json_tree(json: &[u8]) -> Result<Tree, ReadTreeError> {
    let mut read = Read::default();
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let outcome = Document(&mut read).deserialize(&mut deserializer);
    match outcome.and_then(|()| deserializer.end()) {
        Ok(()) => read.rows.finish(),
        Err(error) => Err(read.stopped.unwrap_or_else(|| refused(&error, &read.at))),
    }
}

/// What was read so far.
#[derive(Default)]
struct Read {
    rows: Rows,
    /// Where reading is.
    at: String,
    /// Why reading stopped, when JSON is not the reason.
    stopped: Option<ReadTreeError>,
}

/// Without the message, which quotes what it found: a key may stand there.
fn refused(error: &serde_json::Error, at: &str) -> ReadTreeError {
    let data = error.classify() == serde_json::error::Category::Data;
    let place = if data && !at.is_empty() {
        at.to_owned()
    } else {
        format!("line {}, column {}", error.line(), error.column())
    };
    let problem = if data {
        "an object with entities is expected, each with the texts code, kind and name, and parent unless it is at the top, and with nothing else"
    } else {
        "this is not JSON"
    };
    ReadTreeError::Json { place, problem }
}

struct Document<'r>(&'r mut Read);

impl<'de> DeserializeSeed<'de> for Document<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with entities")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut found = false;
        while let Some(name) = fields.next_key::<Cow<'de, str>>()? {
            self.0.at.clear();
            if found || name != "entities" {
                fields.next_value::<IgnoredAny>()?;
                return Err(A::Error::custom("a field is unknown or repeated"));
            }
            found = true;
            self.0.at.push_str("entities");
            fields.next_value_seed(Entities(self.0))?;
        }
        if found {
            Ok(())
        } else {
            self.0.at.push_str("entities");
            Err(A::Error::custom("a field is missing"))
        }
    }
}

struct Entities<'r>(&'r mut Read);

impl<'de> DeserializeSeed<'de> for Entities<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entities<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of entities")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        for item in 0.. {
            self.0.at.clear();
            self.0.at.push_str(&RowPlace::Item(item).to_string());
            let Some(fields) = items.next_element_seed(Row(&mut self.0.at))? else {
                break;
            };
            let raw = RawRow {
                code: fields.code.as_deref(),
                kind: fields.kind.as_deref(),
                name: fields.name.as_deref(),
                parent: fields.parent.as_deref(),
            };
            if let Err(error) = self.0.rows.add(RowPlace::Item(item), raw) {
                self.0.stopped = Some(error);
                return Err(A::Error::custom("there are too many"));
            }
        }
        self.0.at.clear();
        Ok(())
    }
}

/// The fields of an entity.
#[derive(Default)]
struct Fields<'de> {
    code: Option<Cow<'de, str>>,
    kind: Option<Cow<'de, str>>,
    name: Option<Cow<'de, str>>,
    parent: Option<Cow<'de, str>>,
}

struct Row<'r>(&'r mut String);

impl<'de> DeserializeSeed<'de> for Row<'_> {
    type Value = Fields<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fields<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Row<'_> {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entity")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Fields::default();
        let mut seen = [false; 4];
        let item = self.0.len();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let (number, slot) = match &*name {
                "code" => (0, &mut fields.code),
                "kind" => (1, &mut fields.kind),
                "name" => (2, &mut fields.name),
                "parent" => (3, &mut fields.parent),
                _ => return Err(A::Error::custom("a field is unknown")),
            };
            self.0.push('.');
            self.0.push_str(&name);
            match seen.get_mut(number) {
                Some(seen) if !*seen => *seen = true,
                _ => return Err(A::Error::custom("a field is repeated")),
            }
            *slot = match map.next_value::<Option<Text<'de>>>()? {
                Some(Text(text)) => Some(text),
                // Only what has no parent says so by `null`.
                None if number == 3 => None,
                None => return Err(A::Error::custom("a text is expected")),
            };
            self.0.truncate(item);
        }
        Ok(fields)
    }
}

/// A text, copied only where it holds escapes.
struct Text<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowing;

        impl<'de> Visitor<'de> for Borrowing {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Borrowing)
    }
}
