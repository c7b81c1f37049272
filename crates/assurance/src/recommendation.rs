//! Writing recommendations; they are read with their finding.

pub mod add;
