//! Where the jitter's randomness comes from: a seam, so that tests draw the same numbers every time.
//!
//! [`SystemRandomness`] is used by the SDK, [`SeededRandomness`] by tests and simulations. Both are plain
//! values owned by one policy; neither may be used for secrets.

use std::hash::{BuildHasher, Hasher};

/// A source of whole numbers for jitter.
pub trait Randomness: Send {
    /// A number in `0..bound`, each about equally likely; 0 when `bound` is 0.
    fn below(&mut self, bound: u64) -> u64;
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn below(&mut self, bound: u64) -> u64 {
        // A device without system randomness still must not retry in step with all others: the standard
        // library's per-process hash keys are the second best spread there is.
        let word = getrandom::u64().unwrap_or_else(|_| {
            std::collections::hash_map::RandomState::new()
                .build_hasher()
                .finish()
        });
        scale(word, bound)
    }
}

/// The splitmix64 sequence of a seed: the same seed gives the same waits on every platform.
#[derive(Debug, Clone, Copy)]
pub struct SeededRandomness {
    state: u64,
}

impl SeededRandomness {
    /// Starts the sequence of `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }
}

impl Randomness for SeededRandomness {
    fn below(&mut self, bound: u64) -> u64 {
        let word = self.next();
        scale(word, bound)
    }
}

/// Fills `bytes` with random ones for jitter and ids; never fails.
///
/// A device without system randomness still must not retry in step with all others: the standard library's
/// hash keys, new for every hasher, are the second best spread there is.
pub fn fill(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        for chunk in bytes.chunks_mut(8) {
            let word = std::collections::hash_map::RandomState::new()
                .build_hasher()
                .finish();
            for (byte, random) in chunk.iter_mut().zip(word.to_le_bytes()) {
                *byte = random;
            }
        }
    }
}

/// Maps a 64-bit word onto `0..bound` by its high bits; the bias is below `bound / 2^64`.
fn scale(word: u64, bound: u64) -> u64 {
    let product = u128::from(word) * u128::from(bound);
    u64::try_from(product >> 64).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_published_splitmix_sequence() {
        let mut random = SeededRandomness::new(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn numbers_stay_below_their_bound_and_reach_both_halves() {
        let mut seeded = SeededRandomness::new(7);
        let mut system = SystemRandomness;
        let mut low = 0;
        for _ in 0..1_000 {
            let drawn = seeded.below(10);
            assert!(drawn < 10);
            assert!(system.below(3) < 3);
            low += u32::from(drawn < 5);
        }
        assert!((400..600).contains(&low), "{low}");
        assert_eq!(seeded.below(0), 0);
        assert_eq!(system.below(0), 0);
        assert_eq!(system.below(1), 0);
    }
}
