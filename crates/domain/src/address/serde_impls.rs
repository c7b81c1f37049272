//! A block is a string; a list is an array of strings; `null` instead of a list is "from anywhere".

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{AddressBlock, AddressList, InvalidAddressList, SourceAddresses};

impl Serialize for AddressBlock {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AddressBlock {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(BlockVisitor)
    }
}

struct BlockVisitor;

impl de::Visitor<'_> for BlockVisitor {
    type Value = AddressBlock;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an address block, such as \"203.0.113.0/24\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<AddressBlock, E> {
        text.parse().map_err(E::custom)
    }
}

impl Serialize for AddressList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de> Deserialize<'de> for AddressList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor)
    }
}

struct ListVisitor;

impl<'de> de::Visitor<'de> for ListVisitor {
    type Value = AddressList;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of address blocks, such as [\"203.0.113.0/24\"]")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut texts: A) -> Result<AddressList, A::Error> {
        let mut blocks = Vec::new();
        while let Some(block) = texts.next_element()? {
            // Seen here and not after the loop, so that an endless array is not read to its end.
            if blocks.len() == AddressList::MAX_BLOCKS {
                return Err(de::Error::custom(InvalidAddressList::TooMany));
            }
            blocks.push(block);
        }
        AddressList::new(blocks).map_err(de::Error::custom)
    }
}

impl Serialize for SourceAddresses {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Anywhere => serializer.serialize_none(),
            Self::Only(list) => serializer.serialize_some(list),
        }
    }
}

impl<'de> Deserialize<'de> for SourceAddresses {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = Option::<AddressList>::deserialize(deserializer)?;
        Ok(list.map_or(Self::Anywhere, Self::Only))
    }
}
