//! Trees in JSON, read as they arrive.

use std::fmt;

use aiia_keys_ports::Spool;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, MapAccess, Visitor},
};
use std::borrow::Cow;

use super::{
    ReadTreeError, RowPlace, Tree,
    rows::{RawRow, Rows},
};

/// The most bytes of one entity: well above what its fields can hold, however they are written.
const MAX_ENTITY: usize = 16_384;

/// The most bytes of a field's name beside the entities.
const MAX_NAME: usize = 64;

/// Reads a tree from JSON in pieces, without keeping the text: `{"entities": [{"code", "kind",
/// "name", "parent"}]}`, where `parent` is left out or `null` at the top.
///
/// ```
/// use aiia_keys_assurance::JsonTreeReader;
///
/// let mut reader = JsonTreeReader::default();
/// reader.push(br#"{"entities": [{"code": "GRP", "kind": "legal_entity", "name": "Exam"#)?;
/// reader.push(br#"ple Foods Group"}, {"code": "FIN", "kind": "organizational_unit", "#)?;
/// reader.push(br#""name": "Finance", "parent": "GRP"}]}"#)?;
/// assert_eq!(reader.finish()?.len(), 2);
/// # Ok::<(), aiia_keys_assurance::ReadTreeError>(())
/// ```
#[derive(Debug, Default)]
pub struct JsonTreeReader {
    state: State,
    rows: Rows,
    /// The field's name or the entity that is being read, and where it began.
    text: Vec<u8>,
    began: Position,
    /// How many brackets are open in the entity, and whether it is in a text of its own.
    open: usize,
    quoted: Quoted,
    /// Where the last byte stood.
    at: Position,
    items: usize,
    /// Whether the entities were there.
    found: bool,
}

/// Where in the document the reader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before the document.
    #[default]
    Start,
    /// After the opening bracket.
    Object,
    /// Before the name of a field.
    Name,
    /// In the name of a field.
    InName,
    /// After the name of a field.
    Colon,
    /// Before the entities.
    Array,
    /// After their opening bracket.
    First,
    /// Before an entity.
    Item,
    /// In an entity.
    InItem,
    /// After an entity.
    After,
    /// After the entities.
    Closed,
    /// After the document.
    End,
}

/// Whether the reader is in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Quoted {
    #[default]
    No,
    Yes,
    /// After a backslash.
    Escaped,
}

/// Line breaks before a byte, and its column, from 1.
#[derive(Clone, Copy, Debug, Default)]
struct Position {
    breaks: usize,
    column: usize,
}

impl JsonTreeReader {
    /// Begins; what the rows tell is kept in a spool with nothing in it. The default keeps it in memory.
    pub fn new(spool: Box<dyn Spool>) -> Self {
        Self {
            rows: Rows::new(spool),
            ..Self::default()
        }
    }

    /// Reads the next piece of the document.
    ///
    /// # Errors
    /// When it is not JSON of this form, or there are too many rows. Rows at fault are told at the end.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), ReadTreeError> {
        for byte in piece {
            self.take(*byte)?;
        }
        Ok(())
    }

    /// Ends the document.
    ///
    /// # Errors
    /// When it ends in the middle, or the rows are no tree.
    pub fn finish(self) -> Result<Tree, ReadTreeError> {
        if self.state == State::End {
            self.rows.finish()
        } else {
            Err(no_json(self.at))
        }
    }

    fn take(&mut self, byte: u8) -> Result<(), ReadTreeError> {
        if byte == b'\n' {
            self.at.breaks += 1;
            self.at.column = 0;
        } else {
            self.at.column += 1;
        }
        match (self.state, byte) {
            (State::InName, _) => return self.take_name(byte),
            (State::InItem, _) => return self.take_item(byte),
            (_, b' ' | b'\n' | b'\r' | b'\t') => {}
            (State::Start, b'{') => self.state = State::Object,
            (State::Object | State::Name, b'"') => {
                self.begin(byte);
                self.quoted = Quoted::Yes;
                self.state = State::InName;
            }
            (State::Object, b'}') => return Err(other_form("entities".to_owned())),
            (State::Colon, b':') => self.state = State::Array,
            (State::Array, b'[') => self.state = State::First,
            (State::First | State::Item, b'{') => {
                self.begin(byte);
                self.open = 1;
                self.state = State::InItem;
            }
            (State::After, b',') => self.state = State::Item,
            (State::First | State::After, b']') => self.state = State::Closed,
            (State::Closed, b',') => self.state = State::Name,
            (State::Closed, b'}') => self.state = State::End,
            (State::Start, _) if begins_value(byte) => return Err(other_form(shown(self.at))),
            (State::Array, _) if begins_value(byte) => {
                return Err(other_form("entities".to_owned()));
            }
            (State::First | State::Item, _) if begins_value(byte) => {
                return Err(other_form(RowPlace::Item(self.items).to_string()));
            }
            _ => return Err(no_json(self.at)),
        }
        Ok(())
    }

    fn begin(&mut self, byte: u8) {
        self.text.clear();
        self.text.push(byte);
        self.began = self.at;
    }

    /// Whether the byte ends a text, or stands in none.
    const fn quote(&mut self, byte: u8) -> bool {
        self.quoted = match (self.quoted, byte) {
            (Quoted::Yes, b'\\') => Quoted::Escaped,
            (Quoted::Yes, b'"') => Quoted::No,
            (Quoted::Yes | Quoted::Escaped, _) | (Quoted::No, b'"') => Quoted::Yes,
            (Quoted::No, _) => Quoted::No,
        };
        matches!(self.quoted, Quoted::No)
    }

    fn take_name(&mut self, byte: u8) -> Result<(), ReadTreeError> {
        self.text.push(byte);
        if self.quote(byte) {
            let name: Result<String, _> = serde_json::from_slice(&self.text);
            let name = name.map_err(|_| no_json(self.began))?;
            if self.found || name != "entities" {
                return Err(other_form(shown(self.began)));
            }
            self.found = true;
            self.state = State::Colon;
        } else if self.text.len() > MAX_NAME {
            return Err(other_form(shown(self.began)));
        }
        Ok(())
    }

    fn take_item(&mut self, byte: u8) -> Result<(), ReadTreeError> {
        if self.text.len() == MAX_ENTITY {
            return Err(ReadTreeError::Json {
                place: RowPlace::Item(self.items).to_string(),
                problem: "the entity has more than 16384 bytes, the most that are read",
            });
        }
        self.text.push(byte);
        if self.quote(byte) {
            match byte {
                b'{' | b'[' => self.open += 1,
                b'}' | b']' => self.open -= 1,
                _ => {}
            }
            if self.open == 0 {
                return self.end_item();
            }
        }
        Ok(())
    }

    fn end_item(&mut self) -> Result<(), ReadTreeError> {
        let item = RowPlace::Item(self.items);
        let mut place = item.to_string();
        let mut deserializer = serde_json::Deserializer::from_slice(&self.text);
        let read = Row(&mut place).deserialize(&mut deserializer);
        let fields = read
            .and_then(|fields| deserializer.end().map(|()| fields))
            .map_err(|error| self.refused(&error, place))?;
        let raw = RawRow {
            code: fields.code.as_deref(),
            kind: fields.kind.as_deref(),
            name: fields.name.as_deref(),
            parent: fields.parent.as_deref(),
        };
        self.rows.add(item, raw)?;
        self.items += 1;
        self.state = State::After;
        Ok(())
    }

    fn refused(&self, error: &serde_json::Error, place: String) -> ReadTreeError {
        if error.classify() == serde_json::error::Category::Data {
            return other_form(place);
        }
        let Position { breaks, column } = self.began;
        no_json(match error.line() {
            0 | 1 => Position {
                breaks,
                column: column + error.column().saturating_sub(1),
            },
            line => Position {
                breaks: breaks + line - 1,
                column: error.column(),
            },
        })
    }
}

/// Whether a value can begin with a byte.
const fn begins_value(byte: u8) -> bool {
    matches!(
        byte,
        b'{' | b'[' | b'"' | b't' | b'f' | b'n' | b'-' | b'0'..=b'9'
    )
}

fn shown(Position { breaks, column }: Position) -> String {
    format!("line {}, column {column}", breaks + 1)
}

fn no_json(at: Position) -> ReadTreeError {
    ReadTreeError::Json {
        place: shown(at),
        problem: "this is not JSON",
    }
}

/// Without what was found there: a key may stand there.
const fn other_form(place: String) -> ReadTreeError {
    ReadTreeError::Json {
        place,
        problem: "an object with entities is expected, each with the texts code, kind and name, and parent unless it is at the top, and with nothing else",
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
