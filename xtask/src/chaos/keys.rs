//! The keys of a run, and which of them are verified at the moment.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use fastrand::Rng;

/// The scope that every verification asks for.
pub(super) const ASKED: &str = "read:findings";
/// The scope that is left to a key that loses the other.
pub(super) const LEFT: &str = "read:universe";
/// How many keys are verified more often, since they are being changed or were changed last.
const HOT: usize = 48;

/// A key that was made during the run.
pub(super) struct Key {
    pub(super) number: u32,
    pub(super) id: String,
    /// The whole request that verifies it.
    pub(super) request: Vec<u8>,
}

/// Without the request, which holds the key.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({}, {})", self.number, self.id)
    }
}

#[derive(Debug, Default)]
pub(super) struct Keys(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    all: Vec<Arc<Key>>,
    /// Keys of the organization that is suspended and resumed.
    suspended: Vec<Arc<Key>>,
    live: Vec<Arc<Key>>,
    /// The last one first.
    hot: VecDeque<Arc<Key>>,
}

impl Keys {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a new key in. With `suspended`, it is one of the organization that is suspended.
    pub(super) fn add(&self, id: String, key: &str, suspended: bool) {
        let request = format!(
            "GET /auth?scope={ASKED} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ApiKey {key}\r\n\r\n"
        );
        let mut state = self.state();
        let key = Arc::new(Key {
            number: u32::try_from(state.all.len()).unwrap_or(u32::MAX),
            id,
            request: request.into_bytes(),
        });
        state.all.push(Arc::clone(&key));
        if suspended {
            state.suspended.push(key);
        } else {
            state.live.push(key);
        }
    }

    /// How many may still be changed.
    pub(super) fn live(&self) -> usize {
        self.state().live.len()
    }

    /// Takes one out that is going to be changed. It is verified all the more from now on.
    pub(super) fn take(&self, random: &mut Rng) -> Option<Arc<Key>> {
        let mut state = self.state();
        if state.live.is_empty() {
            return None;
        }
        let place = random.usize(0..state.live.len());
        let key = state.live.swap_remove(place);
        state.hot.push_front(Arc::clone(&key));
        state.hot.truncate(HOT);
        Some(key)
    }

    /// Some to be verified next: half of them hot ones.
    pub(super) fn choose(&self, count: usize, random: &mut Rng, into: &mut Vec<Arc<Key>>) {
        into.clear();
        let state = self.state();
        for _ in 0..count {
            let chosen = match random.u8(0..16) {
                0 => random.choice(&state.suspended),
                1..8 => random.choice(&state.live),
                _ => random.choice(&state.hot),
            };
            into.extend(chosen.cloned());
        }
    }

    pub(super) fn all(&self) -> Vec<Arc<Key>> {
        self.state().all.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_taken_is_verified_all_the_more_and_taken_once() {
        let keys = Keys::default();
        for id in ["a", "b"] {
            keys.add(id.to_owned(), "secret", false);
        }
        let mut random = Rng::with_seed(1);
        let taken = keys.take(&mut random).unwrap();
        let mut chosen = Vec::new();
        keys.choose(1000, &mut random, &mut chosen);
        let hot = chosen.iter().filter(|key| key.id == taken.id).count();
        assert!((400..600).contains(&hot), "{hot}");
        assert_ne!(keys.take(&mut random).unwrap().id, taken.id);
        assert!(keys.take(&mut random).is_none());
        assert_eq!(keys.all().len(), 2);
    }

    #[test]
    fn what_is_shown_of_a_key_is_not_the_key() {
        let keys = Keys::default();
        keys.add("id".to_owned(), "aiia_secret", true);
        assert_eq!(format!("{:?}", keys.all()), "[Key(0, id)]");
    }
}
