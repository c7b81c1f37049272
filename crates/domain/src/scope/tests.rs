mod catalog;
mod grant;
mod laws;
mod model;
mod name;
#[cfg(feature = "serde")]
mod serde_impls;
mod text;

use proptest::prelude::ProptestConfig;

use super::{Scope, ScopeSet};

fn cases() -> ProptestConfig {
    ProptestConfig::with_cases(10_000)
}

fn scope(text: &str) -> Scope {
    text.parse().unwrap()
}

fn set(text: &str) -> ScopeSet {
    text.parse().unwrap()
}
