//! The secret itself, in the two places where it exists: just made, and just presented.

use std::fmt;

use zeroize::Zeroizing;

use crate::key::mask::KeyMask;

/// A key that was just generated, on its way to the one response that shows it.
///
/// It cannot be cloned or printed, and its memory is wiped when it is dropped.
/// Made by [`KeyFormat::generate`](crate::KeyFormat::generate).
///
/// ```
/// use aiia_keys_domain::{Environment, KeyFormat};
///
/// let key = KeyFormat::aiia(Environment::Live).generate([1; 32]);
/// assert_eq!(format!("{key:?}"), format!("KeyString({})", key.mask()));
/// ```
///
/// ```compile_fail
/// # use aiia_keys_domain::{Environment, KeyFormat};
/// let key = KeyFormat::aiia(Environment::Live).generate([1; 32]);
/// println!("{key}"); // no `Display`
/// ```
pub struct KeyString(Zeroizing<String>);

impl KeyString {
    pub(crate) const fn new(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// The key in full: for the one response that shows it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The same key as a caller would present it, to compute its digest.
    pub fn as_presented(&self) -> PresentedKey<'_> {
        PresentedKey(&self.0)
    }

    /// What may be shown and stored of it.
    pub fn mask(&self) -> KeyMask {
        KeyMask::of(&self.0)
    }
}

impl fmt::Debug for KeyString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyString({})", self.mask())
    }
}

/// A well-formed key that a caller presented; borrowed, so that no copy of it is made.
///
/// Made by [`KeyFormat::parse`](crate::KeyFormat::parse).
/// That it is well-formed says nothing about whether it was ever issued.
pub struct PresentedKey<'a>(&'a str);

impl<'a> PresentedKey<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self(text)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// What may be shown and logged of it.
    pub fn mask(&self) -> KeyMask {
        KeyMask::of(self.0)
    }
}

impl fmt::Debug for PresentedKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PresentedKey({})", self.mask())
    }
}
