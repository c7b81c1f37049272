//! What the machine offers: the clock, randomness, hashing of passwords, sealing of secrets, and room on the disk.
//!
//! The ambient clock and randomness are read here and nowhere else; `clippy.toml` bans them in the
//! rest of the workspace.

mod boot_clock;
mod clock;
mod entropy;
mod password;
mod sealer;
mod spool;

pub use boot_clock::SystemBootClock;
pub use clock::SystemClock;
pub use entropy::SystemEntropy;
pub use password::Argon2PasswordHasher;
pub use sealer::PepperSealer;
pub use spool::SystemSpools;
