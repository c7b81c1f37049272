//! A scope is a string; a set is an array of strings, written in normal form.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{NonEmptyScopes, Scope, ScopeSet};

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(ScopeVisitor)
    }
}

struct ScopeVisitor;

impl de::Visitor<'_> for ScopeVisitor {
    type Value = Scope;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scope, such as \"read:findings\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Scope, E> {
        text.parse().map_err(E::custom)
    }
}

impl Serialize for ScopeSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de> Deserialize<'de> for ScopeSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(SetVisitor)
    }
}

struct SetVisitor;

impl<'de> de::Visitor<'de> for SetVisitor {
    type Value = ScopeSet;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of scopes, such as [\"read:findings\"]")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut texts: A) -> Result<ScopeSet, A::Error> {
        let mut scopes = Vec::new();
        while let Some(scope) = texts.next_element::<Scope>()? {
            if scopes.len() == ScopeSet::MAX_PARSED {
                return Err(de::Error::custom(super::InvalidScopeSet::TooMany));
            }
            scopes.push(scope);
        }
        Ok(scopes.into_iter().collect())
    }
}

impl Serialize for NonEmptyScopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_set().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for NonEmptyScopes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(ScopeSet::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
