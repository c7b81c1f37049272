//! Issues a key with a prefix of one's own, stores its digest, and verifies what is presented.
//!
//! Run it with `cargo run -p aiia-keys-domain --example own_prefix`.

#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{collections::HashMap, error::Error};

use aiia_keys_domain::{Environment, KeyDigest, KeyFormat, KeyMask, Pepper, PepperId, PepperRing};

/// What stands for a database: digests, never keys.
type Stored = HashMap<(PepperId, KeyDigest), KeyMask>;

fn verify(
    text: &str,
    format: &KeyFormat,
    peppers: &PepperRing,
    stored: &Stored,
) -> Result<KeyMask, Box<dyn Error>> {
    let presented = format.parse(text)?; // garbage ends here, without a look-up
    let found = peppers
        .digests(&presented)
        .find_map(|candidate| stored.get(&candidate));
    Ok(*found.ok_or("no such key")?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let format = KeyFormat::new("acme_key", Environment::Live)?;
    let mut stored = Stored::new();

    // Issue. The random bytes must come from the system; fixed ones keep the example repeatable.
    let pepper = Pepper::new(PepperId::new(1), [42; 32]);
    let key = format.generate([7; 32]);
    stored.insert(
        (pepper.id(), pepper.digest(&key.as_presented())),
        key.mask(),
    );
    println!(
        "shown once, {} characters; from now on only {}",
        key.expose().len(),
        key.mask()
    );

    // Later the pepper is replaced. Digests of the old one still count.
    let peppers = PepperRing::new(Pepper::new(PepperId::new(2), [43; 32]), [pepper])?;
    println!(
        "accepted: {}",
        verify(key.expose(), &format, &peppers, &stored)?
    );

    let cut_off = &key.expose()[..40];
    let never_issued = format.generate([8; 32]);
    let of_tests = KeyFormat::new("acme_key", Environment::Test)?.generate([7; 32]);
    for text in ["hello", cut_off, never_issued.expose(), of_tests.expose()] {
        match verify(text, &format, &peppers, &stored) {
            Ok(mask) => return Err(format!("accepted {mask}, which nobody issued").into()),
            Err(refused) => println!("refused: {refused}"),
        }
    }
    Ok(())
}
