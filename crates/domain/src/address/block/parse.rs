//! Blocks of addresses from text.

use std::{fmt, net::IpAddr, str::FromStr};

use crate::excerpt::Excerpt;

use super::{AddressBlock, MAPPED_BITS, number};

impl FromStr for AddressBlock {
    type Err = InvalidAddressBlock;

    fn from_str(text: &str) -> Result<Self, InvalidAddressBlock> {
        parse(text).map_err(|problem| InvalidAddressBlock {
            text: Excerpt::of(text),
            problem,
        })
    }
}

fn parse(text: &str) -> Result<AddressBlock, AddressProblem> {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().map_err(|_| why_no_address(address))?;
    let (longest, outside) = if address.is_ipv4() {
        (32, MAPPED_BITS)
    } else {
        (128, 0)
    };
    let prefix = match prefix {
        Some(digits) => parse_prefix(digits, longest)?,
        None => longest,
    };
    let block = AddressBlock::truncated(number(address), outside + prefix);
    if block.first() == number(address) {
        Ok(block)
    } else {
        Err(AddressProblem::HostBits { corrected: block })
    }
}

/// Plain decimal: without a sign, and without zeros that some systems read as octal.
fn parse_prefix(digits: &str, longest: u8) -> Result<u8, AddressProblem> {
    let out_of_range = AddressProblem::Prefix { longest };
    let plain = digits.bytes().all(|digit| digit.is_ascii_digit());
    if !plain || (digits.len() > 1 && digits.starts_with('0')) {
        return Err(out_of_range);
    }
    digits
        .parse()
        .ok()
        .filter(|prefix| *prefix <= longest)
        .ok_or(out_of_range)
}

fn why_no_address(text: &str) -> AddressProblem {
    let octets = text.rsplit(':').next().unwrap_or(text);
    let padded = |octet: &str| {
        octet.len() > 1
            && octet.starts_with('0')
            && octet.bytes().all(|digit| digit.is_ascii_digit())
    };
    if text.contains('%') {
        AddressProblem::Zone
    } else if octets.contains('.') && octets.split('.').any(padded) {
        AddressProblem::LeadingZero
    } else {
        AddressProblem::Address
    }
}

/// What is wrong with a block's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressProblem {
    /// There is no IPv4 or IPv6 address.
    Address,
    /// A number of an IPv4 address begins with a zero; some systems read such numbers as octal.
    LeadingZero,
    /// The address names a zone (`%eth0`), which has a meaning on one machine only.
    Zone,
    /// The part behind `/` is not a plain number from 0 to `longest`.
    Prefix {
        /// 32 for IPv4, 128 for IPv6.
        longest: u8,
    },
    /// Bits are set that the prefix leaves open.
    HostBits {
        /// The block of that prefix that the address lies in.
        corrected: AddressBlock,
    },
}

impl fmt::Display for AddressProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str(
                "an IPv4 or IPv6 address is expected, as in 203.0.113.0/24 or 2001:db8::/32",
            ),
            Self::LeadingZero => f.write_str(
                "a number begins with 0, which some systems read as octal; leave it out",
            ),
            Self::Zone => f.write_str("a zone means nothing on another machine; leave %… out"),
            Self::Prefix { longest } => {
                write!(
                    f,
                    "a plain number from 0 to {longest} is expected behind the slash"
                )
            }
            Self::HostBits { corrected } => {
                write!(
                    f,
                    "the address lies inside the block; the block itself is {corrected}"
                )
            }
        }
    }
}

/// A text is not a block of addresses: its message repeats the text and says what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidAddressBlock {
    text: Excerpt,
    problem: AddressProblem,
}

impl InvalidAddressBlock {
    /// What is wrong with it.
    pub const fn problem(&self) -> AddressProblem {
        self.problem
    }
}

impl fmt::Display for InvalidAddressBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not an address block: {}", self.text, self.problem)
    }
}

impl std::error::Error for InvalidAddressBlock {}
