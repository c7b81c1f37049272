mod block;
mod list;
mod model;
#[cfg(feature = "serde")]
mod serde_impls;
mod source;

use std::net::IpAddr;

use proptest::prelude::ProptestConfig;

use super::{AddressBlock, AddressList};

fn cases() -> ProptestConfig {
    ProptestConfig::with_cases(10_000)
}

fn block(text: &str) -> AddressBlock {
    text.parse().unwrap()
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn list(texts: &[&str]) -> AddressList {
    AddressList::parse_all(texts).unwrap()
}
