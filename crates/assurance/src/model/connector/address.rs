//! Which addresses a connector may connect to: those of the public internet and no others.
//!
//! The sources of the rule are the registries of special-purpose addresses (RFC 6890 and what the
//! IANA added to them). IPv6 goes by what is allowed and not by what is forbidden: a block that is
//! assigned to a new purpose stays closed until it is named here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why an address is not one of the public internet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NonPublicAddress {
    /// It means this host or this network.
    #[error("it means this host or this network")]
    Unspecified,
    /// It leads back to the service's own machine.
    #[error("it leads back to the service itself")]
    Loopback,
    /// It is of a private network, or shared behind a provider's address translation.
    #[error("it is of a private network")]
    Private,
    /// It is of the link that the service is on, where clouds answer with credentials.
    #[error("it is link-local")]
    LinkLocal,
    /// It means several hosts, or all of them.
    #[error("it is a multicast address")]
    Multicast,
    /// It is for documentation and tests.
    #[error("it is for documentation or tests")]
    Documentation,
    /// It wraps an IPv4 address in a way by which one could get around this rule.
    #[error("it is of a tunnel that wraps IPv4 addresses")]
    Tunnel,
    /// It is reserved, or assigned to nobody.
    #[error("it is reserved")]
    Reserved,
}

/// Whether an address is one of the public internet.
///
/// An IPv4 address that is mapped into IPv6 (`::ffff:0:0/96`), and one behind the well-known prefix
/// of NAT64 (`64:ff9b::/96`), is as public as the IPv4 address in it.
///
/// ```
/// use aiia_keys_assurance::{NonPublicAddress, require_public};
///
/// assert_eq!(require_public("93.184.215.14".parse()?), Ok(()));
/// let metadata = "169.254.169.254".parse()?;
/// assert_eq!(require_public(metadata), Err(NonPublicAddress::LinkLocal));
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
///
/// # Errors
/// When it is not, with the reason.
pub const fn require_public(address: IpAddr) -> Result<(), NonPublicAddress> {
    match address {
        IpAddr::V4(address) => ipv4(address),
        IpAddr::V6(address) => ipv6(address),
    }
}

const fn ipv4(address: Ipv4Addr) -> Result<(), NonPublicAddress> {
    use NonPublicAddress as Non;

    Err(match address.octets() {
        [0, ..] => Non::Unspecified,
        [127, ..] => Non::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => Non::Private,
        [169, 254, ..] => Non::LinkLocal,
        [224..=239, ..] => Non::Multicast,
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] | [198, 18 | 19, ..] => {
            Non::Documentation
        }
        // Relays of 6to4.
        [192, 88, 99, _] => Non::Tunnel,
        [192, 0, 0, _] | [240..=255, ..] => Non::Reserved,
        _ => return Ok(()),
    })
}

const fn ipv6(address: Ipv6Addr) -> Result<(), NonPublicAddress> {
    use NonPublicAddress as Non;

    Err(match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Non::Unspecified,
        [0, 0, 0, 0, 0, 0, 0, 1] => Non::Loopback,
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            return ipv4(embedded(high, low));
        }
        // Compatible with IPv4, long given up; the local prefix of NAT64; Teredo; 6to4.
        [0, 0, 0, 0, 0, 0, ..] | [0x64, 0xff9b, 1, ..] | [0x2001, 0, ..] | [0x2002, ..] => {
            Non::Tunnel
        }
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0x0fff, ..] => Non::Documentation,
        // What the IETF assigns to protocols.
        [0x2001, 1..=0x1ff, ..] => Non::Reserved,
        [0x2000..=0x3fff, ..] => return Ok(()),
        // Unique local addresses, and the site-local ones before them.
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => Non::Private,
        [0xfe80..=0xfebf, ..] => Non::LinkLocal,
        [0xff00..=0xffff, ..] => Non::Multicast,
        _ => Non::Reserved,
    })
}

const fn embedded(high: u16, low: u16) -> Ipv4Addr {
    let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
    Ipv4Addr::new(a, b, c, d)
}

#[cfg(test)]
mod tests;
