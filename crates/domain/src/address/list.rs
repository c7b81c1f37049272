//! Lists of address blocks.

use std::{fmt, net::IpAddr, slice, str::FromStr, sync::Arc};

use super::{AddressBlock, InvalidAddressBlock, block};

/// Addresses as the fewest blocks that hold exactly them: sorted, apart, and no two of them the
/// halves of another block. Lists of the same addresses are therefore equal and print equally.
///
/// A list holds at least one block: "from anywhere" is [`SourceAddresses::Anywhere`], not an empty
/// list, which a mistake could make as well. A clone shares the blocks.
///
/// [`SourceAddresses::Anywhere`]: super::SourceAddresses::Anywhere
///
/// ```
/// use aiia_keys_domain::AddressList;
///
/// let list = AddressList::parse_all(["203.0.113.128/25", "203.0.113.0/25", "203.0.113.7"])?;
/// assert_eq!(list.to_string(), "203.0.113.0/24");
/// assert!(list.allows("203.0.113.200".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AddressList(Arc<[AddressBlock]>);

impl AddressList {
    /// How many blocks a list may be made of.
    pub const MAX_BLOCKS: usize = 64;

    /// A list of `blocks`.
    ///
    /// # Errors
    ///
    /// When there is none, or more than [`AddressList::MAX_BLOCKS`].
    pub fn new(blocks: impl IntoIterator<Item = AddressBlock>) -> Result<Self, InvalidAddressList> {
        // One more than allowed is enough to see that there are too many.
        Self::of(blocks.into_iter().take(Self::MAX_BLOCKS + 1).collect())
    }

    /// Parses one block a text, as they stand in a JSON array or in repeated options.
    ///
    /// # Errors
    ///
    /// As for [`AddressList::new`], or a text that is no block, by its place.
    pub fn parse_all<I>(texts: I) -> Result<Self, InvalidAddressList>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        let blocks = texts
            .into_iter()
            .take(Self::MAX_BLOCKS + 1)
            .enumerate()
            .map(|(index, text)| {
                let block = text.as_ref().parse();
                block.map_err(|error| InvalidAddressList::Block { index, error })
            });
        Self::of(blocks.collect::<Result<_, _>>()?)
    }

    fn of(blocks: Vec<AddressBlock>) -> Result<Self, InvalidAddressList> {
        match blocks.len() {
            0 => Err(InvalidAddressList::Empty),
            1..=Self::MAX_BLOCKS => Ok(Self(normal_form(blocks).into())),
            _ => Err(InvalidAddressList::TooMany),
        }
    }

    /// Whether `address` lies in one of the blocks.
    pub fn allows(&self, address: IpAddr) -> bool {
        let number = block::number(address);
        // Blocks are apart: only the last one that begins at or before the address can hold it.
        let after = self.0.partition_point(|block| block.first() <= number);
        self.0
            .get(..after)
            .and_then(<[_]>::last)
            .is_some_and(|block| block.holds(number))
    }

    /// Whether all addresses of `other` are in this list.
    pub fn covers(&self, other: &Self) -> bool {
        // Halves are joined, so a block that lies in the list lies in one block of it.
        other
            .iter()
            .all(|block| self.iter().any(|own| own.covers(block)))
    }

    /// The blocks, sorted by address.
    pub fn iter(&self) -> slice::Iter<'_, AddressBlock> {
        self.0.iter()
    }
}

fn normal_form(mut blocks: Vec<AddressBlock>) -> Vec<AddressBlock> {
    // By the first address, then the larger block first: what is covered comes behind its coverer.
    blocks.sort_unstable();
    let mut kept: Vec<AddressBlock> = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        if kept.last().is_some_and(|last| last.covers(&block)) {
            continue;
        }
        // A joined block may be the upper half of a still larger one.
        while let Some(joined) = kept.last().and_then(|last| last.joined(&block)) {
            kept.pop();
            block = joined;
        }
        kept.push(block);
    }
    kept
}

impl<'a> IntoIterator for &'a AddressList {
    type Item = &'a AddressBlock;
    type IntoIter = slice::Iter<'a, AddressBlock>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Blocks divided by commas, blanks or both.
impl FromStr for AddressList {
    type Err = InvalidAddressList;

    fn from_str(text: &str) -> Result<Self, InvalidAddressList> {
        let blocks = text.split(|c: char| c == ',' || c.is_ascii_whitespace());
        Self::parse_all(blocks.filter(|block| !block.is_empty()))
    }
}

/// The blocks, divided by a comma and a blank.
impl fmt::Display for AddressList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, block) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            block.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Debug for AddressList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AddressList({self})")
    }
}

/// Blocks or texts are not an address list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidAddressList {
    /// There is none.
    Empty,
    /// There are more than [`AddressList::MAX_BLOCKS`].
    TooMany,
    /// One of them is not a block.
    Block {
        /// Its place, counted from 0.
        index: usize,
        /// What is wrong with it.
        error: InvalidAddressBlock,
    },
}

impl fmt::Display for InvalidAddressList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "the list is empty and would refuse every address; name a block, as in \
                 203.0.113.0/24, or give no list",
            ),
            Self::TooMany => write!(
                f,
                "there are more than {} address blocks; name fewer and larger ones",
                AddressList::MAX_BLOCKS
            ),
            Self::Block { index, error } => write!(f, "address block {}: {error}", index + 1),
        }
    }
}

impl std::error::Error for InvalidAddressList {}
