//! Seeded chance.
//!
//! Guarantees: the same seed gives the same choices, so a script can be repeated. A plain value.

use frontdesk_core::retry::{Randomness, SeededRandomness};

/// See the module.
#[derive(Debug, Clone)]
pub struct Chance(SeededRandomness);

impl Chance {
    /// The choices of a seed and a place in the run.
    pub fn new(seed: u64, place: &[u64]) -> Self {
        let mixed = place.iter().fold(seed, |mixed, part| {
            (mixed ^ part.wrapping_mul(0x9e37_79b9_7f4a_7c15))
                .rotate_left(23)
                .wrapping_mul(0x2545_f491_4f6c_dd1d)
        });
        Self(SeededRandomness::new(mixed))
    }

    /// A number in `0..bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0.below(bound)
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let place = usize::try_from(self.below(from.len() as u64)).unwrap_or(0);
        &from[place]
    }
}
