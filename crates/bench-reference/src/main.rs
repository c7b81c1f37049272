//! What `cargo xtask bench` measures the service beside: an actix-web handler that does nothing, and
//! ones that ask PostgreSQL about every request, by hand and as fast as that goes.
//!
//! It is no part of the product. What is measured takes nothing from it either; only the keys that
//! both are asked with are made by the product's own rules.

mod findings;
mod keys;
mod server;

use std::{env, io};

use anyhow::{Context as _, Result, bail};

/// Without a word it serves; `keys` and a number prints as many keys.
fn main() -> Result<()> {
    let words: Vec<_> = env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => server::run(),
        ["keys", count] => {
            let peppers = variable("AIIA_KEYS_PEPPERS_FILE")?;
            let count = count.parse().context("how many keys?")?;
            keys::write(&peppers, count, &mut io::stdout().lock())
        }
        _ => bail!("nothing, or `keys` and a number, is expected"),
    }
}

/// An environment variable that must be there.
fn variable(name: &str) -> Result<String> {
    env::var(name).with_context(|| name.to_owned())
}
