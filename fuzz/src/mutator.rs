//! Makes new inputs out of known ones: a seeded source of small, stacked changes.

use fastrand::Rng;

/// Longer inputs find nothing here that shorter ones do not: every field has a limit far below.
const MAX_LENGTH: usize = 4096;
/// How many changes are stacked on one input at most.
const MAX_CHANGES: usize = 6;
/// Bytes at which parsers tend to decide: ends of ranges, separators, the first byte of longer characters.
const EDGES: &[u8] = b"\x00\t\n \x20!*+,-./09:;=@AZ[]_az{}~\x7f\x80\xc3\xe2\xff";

/// A source of inputs that the same seed repeats.
#[derive(Debug)]
pub(crate) struct Mutator {
    rng: Rng,
    tokens: &'static [&'static str],
}

impl Mutator {
    /// Inputs made by `seed`, with words of the parser's language.
    pub(crate) fn new(seed: u64, tokens: &'static [&'static str]) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            tokens,
        }
    }

    /// A number below `bound`, from the same source.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.rng.usize(..bound)
    }

    /// An input derived from one or two of the pool; an empty pool counts as one empty input.
    pub(crate) fn next(&mut self, pool: &[Vec<u8>]) -> Vec<u8> {
        let mut input = self.pick(pool).to_vec();
        for _ in 0..=self.rng.usize(..MAX_CHANGES) {
            self.change(&mut input, pool);
        }
        input.truncate(MAX_LENGTH);
        input
    }

    fn pick<'a>(&mut self, pool: &'a [Vec<u8>]) -> &'a [u8] {
        self.rng.choice(pool).map_or(&[], Vec::as_slice)
    }

    fn change(&mut self, input: &mut Vec<u8>, pool: &[Vec<u8>]) {
        let at = self.rng.usize(..=input.len());
        let end = self.rng.usize(at..=input.len());
        match self.rng.u8(..9) {
            0 if at < input.len() => input[at] ^= 1 << self.rng.u8(..8),
            1 if at < input.len() => input[at] = self.edge(),
            2 => input.insert(at, self.edge()),
            3 => input.insert(at, self.rng.u8(..)),
            4 => drop(input.drain(at..end)),
            5 => {
                let part = input[at..end].to_vec();
                input.splice(at..at, part);
            }
            6 => {
                let token = self.rng.choice(self.tokens).copied().unwrap_or_default();
                let end = if self.rng.bool() { at } else { end };
                input.splice(at..end, token.bytes());
            }
            7 => {
                let other = self.pick(pool);
                let from = self.rng.usize(..=other.len());
                input.splice(at.., other[from..].iter().copied());
            }
            _ if at < input.len() => input[at] = self.rng.alphanumeric() as u8,
            _ => input.truncate(at),
        }
        // Doubling a part again and again must not fill the memory.
        input.truncate(MAX_LENGTH);
    }

    fn edge(&mut self) -> u8 {
        self.rng.choice(EDGES).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn inputs(seed: u64, count: usize) -> Vec<Vec<u8>> {
        let pool = [b"read:findings".to_vec(), "é".repeat(1500).into_bytes()];
        let mut mutator = Mutator::new(seed, &["write:", "*"]);
        (0..count).map(|_| mutator.next(&pool)).collect()
    }

    #[test]
    fn the_same_seed_repeats_the_same_inputs() {
        assert_eq!(inputs(7, 200), inputs(7, 200));
        assert_ne!(inputs(7, 200), inputs(8, 200));
    }

    #[test]
    fn inputs_differ_and_stay_bounded() {
        let made = inputs(1, 5000);
        assert!(made.iter().all(|input| input.len() <= MAX_LENGTH));
        assert!(made.iter().collect::<BTreeSet<_>>().len() > 4000);
    }

    #[test]
    fn tokens_and_parts_of_other_inputs_turn_up() {
        let made = inputs(1, 2000);
        let holds = |part: &str| {
            made.iter()
                .any(|i| i.windows(part.len()).any(|w| w == part.as_bytes()))
        };
        assert!(holds("write:"));
        assert!(holds("read:findings"));
    }

    #[test]
    fn an_empty_pool_still_makes_inputs() {
        let mut mutator = Mutator::new(3, &[]);
        assert!((0..100).any(|_| !mutator.next(&[]).is_empty()));
    }
}
