//! What the machine offers: the clock, randomness, hashing of passwords, and sealing of secrets.
//!
//! The ambient clock and randomness are read here and nowhere else; `clippy.toml` bans them in the
//! rest of the workspace.

mod boot_clock;
mod clock;
mod entropy;
mod password;
mod sealer;

pub use boot_clock::SystemBootClock;
pub use clock::SystemClock;
pub use entropy::SystemEntropy;
pub use password::Argon2PasswordHasher;
pub use sealer::PepperSealer;
