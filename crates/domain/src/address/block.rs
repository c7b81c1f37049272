//! One block of addresses.

mod parse;

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

pub use parse::{AddressProblem, InvalidAddressBlock};

/// The addresses that begin with the same bits, such as `203.0.113.0/24`; in CIDR notation.
///
/// Parsed from an IPv4 or IPv6 address with the number of leading bits, or without it for that one
/// address. What the number leaves open must be zero: in `203.0.113.7/24` one of the two is a
/// mistake, and which one cannot be known.
///
/// ```
/// use aiia_keys_domain::AddressBlock;
///
/// let office: AddressBlock = "203.0.113.0/24".parse()?;
/// assert!(office.contains("203.0.113.7".parse()?));
/// assert!(office.contains("::ffff:203.0.113.7".parse()?));
/// assert_eq!("::ffff:203.0.113.0/120".parse(), Ok(office));
///
/// let refused = "203.0.113.7/24".parse::<AddressBlock>().unwrap_err();
/// assert!(refused.to_string().contains("203.0.113.0/24"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressBlock {
    first: u128,
    /// Leading bits of the 128, so 96 more than the prefix of an IPv4 block.
    prefix: u8,
}

/// The bits that IPv4 addresses begin with.
const MAPPED_BITS: u8 = 96;

impl AddressBlock {
    /// Whether `address` lies in the block.
    #[inline]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.holds(number(address))
    }

    /// Whether all of `other` lies in the block.
    pub const fn covers(&self, other: &Self) -> bool {
        self.prefix <= other.prefix && self.holds(other.first)
    }

    #[inline]
    pub(super) const fn holds(&self, number: u128) -> bool {
        masked(number, self.prefix) == self.first
    }

    pub(super) const fn first(&self) -> u128 {
        self.first
    }

    /// The block of twice the size that `self` and `other` are the halves of.
    pub(super) fn joined(&self, other: &Self) -> Option<Self> {
        let parent = Self::truncated(self.first, self.prefix.checked_sub(1)?);
        let halves = self.prefix == other.prefix && self != other && parent.covers(other);
        halves.then_some(parent)
    }

    /// The block of `prefix` leading bits that `number` lies in.
    const fn truncated(number: u128, prefix: u8) -> Self {
        Self {
            first: masked(number, prefix),
            prefix,
        }
    }

    fn is_ipv4(self) -> bool {
        self.prefix >= MAPPED_BITS && Ipv6Addr::from(self.first).to_ipv4_mapped().is_some()
    }
}

/// The address as the one number that it is compared by.
#[inline]
pub(super) const fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// Keeps the `prefix` leading bits, of at most 128.
#[inline]
const fn masked(number: u128, prefix: u8) -> u128 {
    match prefix {
        0 => 0,
        1..=127 => number & (u128::MAX << (128 - prefix)),
        _ => number,
    }
}

impl From<IpAddr> for AddressBlock {
    /// This one address.
    fn from(address: IpAddr) -> Self {
        Self::truncated(number(address), 128)
    }
}

/// The canonical form: IPv4 wherever it can be, and without the prefix for a single address.
impl fmt::Display for AddressBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = Ipv6Addr::from(self.first);
        let prefix = if self.is_ipv4() {
            write!(f, "{}", address.to_canonical())?;
            self.prefix - MAPPED_BITS
        } else {
            write!(f, "{address}")?;
            self.prefix
        };
        if self.prefix == 128 {
            Ok(())
        } else {
            write!(f, "/{prefix}")
        }
    }
}

impl fmt::Debug for AddressBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AddressBlock({self})")
    }
}
