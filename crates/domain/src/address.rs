//! Where a key may be used from: blocks of IP addresses (CIDR), lists of them, and their absence.
//!
//! Every address is one number of 128 bits, an IPv4 address being the IPv6 address that it is
//! mapped to (`::ffff:0:0/96`, RFC 4291 section 2.5.5.2). A socket that serves both families
//! reports an IPv4 peer in the mapped form; here that is the same address by construction, and no
//! caller can forget to convert it. The CIDR crates keep the two families apart, so that every
//! comparison would have to remember the mapping: that is why none is used.
//!
//! A block that holds all of `::ffff:0:0/96`, such as `::/0`, therefore holds every IPv4 address.

mod block;
mod list;
#[cfg(feature = "serde")]
mod serde_impls;
mod source;
#[cfg(test)]
mod tests;

pub use block::{AddressBlock, AddressProblem, InvalidAddressBlock};
pub use list::{AddressList, InvalidAddressList};
pub use source::{SourceAddresses, WidensSources};
