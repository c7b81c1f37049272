//! Sealing with XChaCha20-Poly1305, under keys that are derived from the peppers.

use std::fmt;

use aiia_keys_domain::{PepperId, PepperRing};
use aiia_keys_ports::{Entropy, OpeningFailed, Sealed, Sealer, SealingFailed};
use chacha20poly1305::{
    Key, KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use zeroize::Zeroizing;

use crate::SystemEntropy;

/// What the derived keys are for, and for nothing else (BLAKE3, `derive_key`).
const PURPOSE: &str = "aiia-keys 2026-11-25 sealed secrets v1";

/// Bytes of a nonce, which is random and stands in front of what it was used for.
const NONCE: usize = 24;

/// Seals under the current pepper, and opens what was sealed under any pepper of the ring.
pub struct PepperSealer {
    current: (PepperId, XChaCha20Poly1305),
    retired: Vec<(PepperId, XChaCha20Poly1305)>,
}

impl PepperSealer {
    /// Derives the keys; the ring is not kept.
    pub fn new(ring: &PepperRing) -> Self {
        let cipher = |key: Zeroizing<[u8; 32]>| XChaCha20Poly1305::new(&Key::from(*key));
        let current = ring.current();
        let retired = ring.retired().iter();
        Self {
            current: (current.id(), cipher(current.derive_key(PURPOSE))),
            retired: retired
                .map(|pepper| (pepper.id(), cipher(pepper.derive_key(PURPOSE))))
                .collect(),
        }
    }

    fn cipher(&self, pepper: PepperId) -> Option<&XChaCha20Poly1305> {
        let mut all = std::iter::once(&self.current).chain(&self.retired);
        all.find(|(id, _)| *id == pepper).map(|(_, cipher)| cipher)
    }
}

impl fmt::Debug for PepperSealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PepperSealer({}, …)", self.current.0)
    }
}

impl Sealer for PepperSealer {
    fn seal(&self, place: &[u8], secret: &[u8]) -> Result<Sealed, SealingFailed> {
        let mut nonce = [0; NONCE];
        SystemEntropy.fill(&mut nonce)?;
        let (pepper, cipher) = &self.current;
        let payload = Payload {
            msg: secret,
            aad: place,
        };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload);
        let mut bytes = nonce.to_vec();
        bytes.extend(sealed.map_err(|_| SealingFailed::TooLong)?);
        Ok(Sealed {
            pepper: *pepper,
            bytes,
        })
    }

    fn open(&self, place: &[u8], sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, OpeningFailed> {
        let cipher = self.cipher(sealed.pepper);
        let cipher = cipher.ok_or(OpeningFailed::UnknownPepper(sealed.pepper))?;
        let parts = sealed.bytes.split_first_chunk::<NONCE>();
        let (nonce, rest) = parts.ok_or(OpeningFailed::Changed)?;
        let payload = Payload {
            msg: rest,
            aad: place,
        };
        let opened = cipher.decrypt(&XNonce::from(*nonce), payload);
        opened
            .map(Zeroizing::new)
            .map_err(|_| OpeningFailed::Changed)
    }

    fn is_current(&self, sealed: &Sealed) -> bool {
        sealed.pepper == self.current.0
    }
}

#[cfg(test)]
mod tests {
    use aiia_keys_domain::Pepper;

    use super::*;

    fn pepper(id: u16) -> Pepper {
        Pepper::new(PepperId::new(id), [id.to_be_bytes()[1]; 32])
    }

    fn sealer(current: u16, retired: &[u16]) -> PepperSealer {
        let retired = retired.iter().map(|id| pepper(*id));
        PepperSealer::new(&PepperRing::new(pepper(current), retired).unwrap())
    }

    #[test]
    fn what_was_sealed_is_opened_for_its_place_alone() {
        let keeper = sealer(1, &[]);
        let sealed = keeper.seal(b"one", b"open sesame").unwrap();
        assert_eq!(*keeper.open(b"one", &sealed).unwrap(), b"open sesame");
        let elsewhere = keeper.open(b"two", &sealed);
        assert_eq!(elsewhere, Err(OpeningFailed::Changed));
        let nothing = keeper.seal(b"one", b"").unwrap();
        assert_eq!(*keeper.open(b"one", &nothing).unwrap(), b"");
    }

    #[test]
    fn no_byte_can_be_changed_or_left_out() {
        let keeper = sealer(1, &[]);
        let sealed = keeper.seal(b"one", b"open sesame").unwrap();
        for at in 0..sealed.bytes.len() {
            let mut changed = sealed.clone();
            changed.bytes[at] ^= 1;
            let mut cut = sealed.clone();
            cut.bytes.truncate(at);
            for wrong in [changed, cut] {
                assert_eq!(keeper.open(b"one", &wrong), Err(OpeningFailed::Changed));
            }
        }
    }

    #[test]
    fn the_same_secret_is_sealed_differently_each_time_and_never_in_the_clear() {
        let keeper = sealer(1, &[]);
        let sealed = [(); 2].map(|()| keeper.seal(b"one", b"open sesame").unwrap());
        assert_ne!(sealed[0], sealed[1]);
        let clear = |sealed: &Sealed| sealed.bytes.windows(6).any(|part| part == b"sesame");
        assert!(!sealed.iter().any(clear));
        assert_eq!(
            format!("{:?} {keeper:?}", sealed[0]),
            "Sealed(1, …) PepperSealer(1, …)"
        );
    }

    #[test]
    fn after_a_rotation_both_open_and_the_new_pepper_seals() {
        let sealed = sealer(1, &[]).seal(b"one", b"open sesame").unwrap();
        let rotated = sealer(2, &[1]);
        assert_eq!(*rotated.open(b"one", &sealed).unwrap(), b"open sesame");
        let anew = rotated.seal(b"one", b"open sesame").unwrap();
        assert_eq!(anew.pepper, PepperId::new(2));
        assert!(rotated.is_current(&anew) && !rotated.is_current(&sealed));
        let gone = sealer(3, &[2]).open(b"one", &sealed);
        assert_eq!(gone, Err(OpeningFailed::UnknownPepper(PepperId::new(1))));
    }
}
