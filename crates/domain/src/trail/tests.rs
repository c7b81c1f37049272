mod decoding;
mod details;
mod forms;
#[cfg(feature = "serde")]
mod json;
mod tamper;
mod vectors;
mod verify;
