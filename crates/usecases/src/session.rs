//! Signing in and out.

pub mod authenticate;
pub mod end_all;
pub mod sign_in;
pub mod sign_out;
