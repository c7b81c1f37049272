//! Peppers, and the digests that are stored in place of keys.

use std::{fmt, hash};

use zeroize::Zeroizing;

use crate::key::string::PresentedKey;

/// BLAKE3 of a whole key string under a pepper: what is stored in place of the key, 32 bytes.
///
/// Two digests are compared in constant time.
#[derive(Clone, Copy)]
pub struct KeyDigest([u8; 32]);

impl KeyDigest {
    /// Takes a stored digest back.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest, for storage.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl PartialEq for KeyDigest {
    fn eq(&self, other: &Self) -> bool {
        // `blake3::Hash` compares in constant time.
        blake3::Hash::from_bytes(self.0) == blake3::Hash::from_bytes(other.0)
    }
}

impl Eq for KeyDigest {}

impl hash::Hash for KeyDigest {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

/// Shows nothing of it: who has the pepper could test guesses against a digest.
impl fmt::Debug for KeyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyDigest(…)")
    }
}

/// Names a pepper; stored beside each digest, so that peppers can be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PepperId(u16);

impl PepperId {
    /// Any number will do, as long as it is never given to another pepper.
    pub const fn new(id: u16) -> Self {
        Self(id)
    }

    /// The number, for storage.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for PepperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A secret of the deployment, kept outside the database: without it, stolen digests are worth nothing.
///
/// It cannot be cloned or printed, and its memory is wiped when it is dropped.
pub struct Pepper {
    id: PepperId,
    secret: Zeroizing<[u8; 32]>,
}

impl Pepper {
    /// A pepper from 32 bytes of a cryptographically secure source.
    pub fn new(id: PepperId, secret: [u8; 32]) -> Self {
        Self {
            id,
            secret: Zeroizing::new(secret),
        }
    }

    /// Which pepper this is.
    pub const fn id(&self) -> PepperId {
        self.id
    }

    /// The digest of a key under this pepper.
    pub fn digest(&self, key: &PresentedKey<'_>) -> KeyDigest {
        KeyDigest(*blake3::keyed_hash(&self.secret, key.as_bytes()).as_bytes())
    }

    /// A key that is derived from this pepper for another purpose (BLAKE3, `derive_key`).
    ///
    /// `purpose` is a text of the program, for one use and no other: keys for different purposes tell
    /// nothing about each other or about the pepper.
    pub fn derive_key(&self, purpose: &'static str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(blake3::derive_key(purpose, self.secret.as_slice()))
    }
}

impl fmt::Debug for Pepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pepper({}, …)", self.id)
    }
}

/// The peppers of a deployment: one that new digests are made with, and retired ones whose digests still count.
///
/// To replace a pepper, make the new one current and retire the old one.
/// A key that is found under a retired pepper is given a digest under the current one when it is used.
///
/// ```
/// use aiia_keys_domain::{Environment, KeyFormat, Pepper, PepperId, PepperRing};
///
/// let old = Pepper::new(PepperId::new(1), [1; 32]);
/// let new = Pepper::new(PepperId::new(2), [2; 32]);
/// let ring = PepperRing::new(new, [old])?;
///
/// let key = KeyFormat::aiia(Environment::Live).generate([9; 32]);
/// let candidates: Vec<_> = ring.digests(&key.as_presented()).collect();
/// assert_eq!(candidates[0].0, PepperId::new(2), "the current pepper comes first");
/// assert_eq!(candidates.len(), 2);
/// # Ok::<(), aiia_keys_domain::DuplicatePepper>(())
/// ```
#[derive(Debug)]
pub struct PepperRing {
    current: Pepper,
    retired: Vec<Pepper>,
}

impl PepperRing {
    /// Puts the current pepper and the retired ones together.
    ///
    /// # Errors
    /// When two of them have the same id: a stored digest would not say which one it was made with.
    pub fn new(
        current: Pepper,
        retired: impl IntoIterator<Item = Pepper>,
    ) -> Result<Self, DuplicatePepper> {
        let mut ring = Self {
            current,
            retired: Vec::new(),
        };
        for pepper in retired {
            if ring.iter().any(|known| known.id == pepper.id) {
                return Err(DuplicatePepper(pepper.id));
            }
            ring.retired.push(pepper);
        }
        Ok(ring)
    }

    /// The pepper that new digests are made with.
    pub const fn current(&self) -> &Pepper {
        &self.current
    }

    /// The peppers whose digests, and what was sealed under them, still count.
    pub fn retired(&self) -> &[Pepper] {
        &self.retired
    }

    /// The digests under which a key may be stored, the current pepper's first.
    pub fn digests(&self, key: &PresentedKey<'_>) -> impl Iterator<Item = (PepperId, KeyDigest)> {
        self.iter().map(|pepper| (pepper.id, pepper.digest(key)))
    }

    fn iter(&self) -> impl Iterator<Item = &Pepper> {
        std::iter::once(&self.current).chain(&self.retired)
    }
}

/// Two peppers have the same id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DuplicatePepper(pub PepperId);

impl fmt::Display for DuplicatePepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "pepper id {} is used twice: give each pepper an id of its own",
            self.0
        )
    }
}

impl std::error::Error for DuplicatePepper {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Environment, KeyFormat};

    #[test]
    fn the_digest_is_blake3_keyed_with_the_pepper_over_the_whole_string() {
        let key = KeyFormat::aiia(Environment::Live).generate([3; 32]);
        let expected = blake3::keyed_hash(&[5; 32], key.expose().as_bytes());
        let pepper = Pepper::new(PepperId::new(1), [5; 32]);
        assert_eq!(
            pepper.digest(&key.as_presented()).as_bytes(),
            expected.as_bytes()
        );
    }

    #[test]
    fn a_derived_key_is_another_one_for_each_pepper_and_purpose() {
        let derived = |pepper: u8, purpose| {
            let pepper = Pepper::new(PepperId::new(1), [pepper; 32]);
            *pepper.derive_key(purpose)
        };
        let all = [derived(5, "a"), derived(5, "b"), derived(6, "a")];
        assert_eq!(all[0], blake3::derive_key("a", &[5; 32]));
        assert!(all[0] != all[1] && all[0] != all[2] && all[0] != [5; 32]);
    }

    #[test]
    fn two_peppers_give_two_digests() {
        let key = KeyFormat::aiia(Environment::Live).generate([3; 32]);
        let one = Pepper::new(PepperId::new(1), [5; 32]).digest(&key.as_presented());
        let other = Pepper::new(PepperId::new(2), [6; 32]).digest(&key.as_presented());
        assert_ne!(one, other);
        assert_eq!(KeyDigest::from_bytes(*one.as_bytes()), one);
    }

    #[test]
    fn a_set_of_digests_tells_them_apart() {
        let builder = hash::RandomState::new();
        let hash = |byte| hash::BuildHasher::hash_one(&builder, KeyDigest::from_bytes([byte; 32]));
        assert_eq!(hash(1), hash(1));
        assert_ne!(hash(1), hash(2));
    }

    #[test]
    fn a_key_may_be_stored_under_each_pepper_the_current_one_first() {
        let pepper = |id: u16| Pepper::new(PepperId::new(id), [id.to_be_bytes()[1]; 32]);
        let ring = PepperRing::new(pepper(3), [pepper(1), pepper(2)]).unwrap();
        let key = KeyFormat::aiia(Environment::Live).generate([3; 32]);
        let presented = key.as_presented();
        let candidates: Vec<_> = ring.digests(&presented).collect();
        let expected = [3, 1, 2].map(|id| (PepperId::new(id), pepper(id).digest(&presented)));
        assert_eq!(candidates, expected);
    }

    #[test]
    fn an_id_is_used_once_among_current_and_retired() {
        let pepper = |id| Pepper::new(PepperId::new(id), [0; 32]);
        for retired in [vec![pepper(1)], vec![pepper(2), pepper(2)]] {
            let refused = PepperRing::new(pepper(1), retired).unwrap_err();
            assert!(refused.to_string().contains("used twice"), "{refused}");
        }
        assert_eq!(
            PepperRing::new(pepper(4), []).unwrap().current().id().get(),
            4
        );
    }

    #[test]
    fn neither_pepper_nor_digest_can_be_printed() {
        let ring = PepperRing::new(Pepper::new(PepperId::new(1), [171; 32]), []).unwrap();
        assert_eq!(
            format!("{ring:?}"),
            "PepperRing { current: Pepper(1, …), retired: [] }"
        );
        assert_eq!(
            format!("{:?}", KeyDigest::from_bytes([171; 32])),
            "KeyDigest(…)"
        );
    }
}
