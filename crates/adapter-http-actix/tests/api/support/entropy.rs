//! Randomness that tests can repeat.

use std::sync::{Arc, Mutex};

use aiia_keys_ports::{Entropy, EntropyUnavailable};
use aiia_keys_system::SystemEntropy;
use blake3::OutputReader;

/// The machine's randomness, until a seed is given: then what follows from it.
#[derive(Default)]
pub(crate) struct TestEntropy(Mutex<Option<OutputReader>>);

impl TestEntropy {
    pub(crate) fn seed(&self, seed: &str) {
        *self.0.lock().unwrap() =
            Some(blake3::Hasher::new().update(seed.as_bytes()).finalize_xof());
    }

    pub(crate) fn shared(self: Arc<Self>) -> impl Entropy {
        Shared(self)
    }
}

struct Shared(Arc<TestEntropy>);

impl Entropy for Shared {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyUnavailable> {
        match &mut *self.0.0.lock().unwrap() {
            Some(reader) => {
                reader.fill(bytes);
                Ok(())
            }
            None => SystemEntropy.fill(bytes),
        }
    }
}
