//! What the machine offers: the clock, randomness, and hashing of passwords.
//!
//! The ambient clock and randomness are read here and nowhere else; `clippy.toml` bans them in the
//! rest of the workspace.

mod boot_clock;
mod clock;
mod entropy;
mod password;

pub use boot_clock::SystemBootClock;
pub use clock::SystemClock;
pub use entropy::SystemEntropy;
pub use password::Argon2PasswordHasher;
