//! How long a repeated attempt waits. The only file that knows the `backoff` crate: replacing that crate
//! means replacing `Ceilings` below and nothing else.
//!
//! Guarantees:
//! - waits grow by doubling ceilings from [`PolicyConfig::first`] to [`PolicyConfig::max`] and never end: the
//!   policy has no "give up" for stored data;
//! - the actual wait is drawn from the whole range below the ceiling (full jitter), so devices that failed
//!   together do not return together;
//! - a server's `Retry-After` is the earliest moment, with the jitter on top;
//! - a budget limits the *rate* of attempts while nothing succeeds. It delays, it never deletes.
//!
//! Owned by one loop on the worker thread (uploads) or by one login under way. Time is a monotonic
//! [`Duration`] since any fixed start; no clock is read here.

use super::limits;
use super::randomness::Randomness;
use super::retry_after;
use backoff::backoff::Backoff;
use std::time::Duration;

/// The numbers of a [`Policy`]; the defaults are those of [`limits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyConfig {
    /// Ceiling of the first wait.
    pub first: Duration,
    /// Ceiling of every later wait of an upload.
    pub max: Duration,
    /// Tries of one login, the first included.
    pub login_attempts: u32,
    /// Ceiling of the waits of a login, and the longest `Retry-After` it sits through.
    pub login_max: Duration,
    /// Attempts at backoff speed before the budget limits the rate.
    pub budget_tokens: u32,
    /// Time in which one attempt comes back into the budget; zero switches the budget off.
    pub budget_refill: Duration,
}

impl Default for PolicyConfig {
    fn default() -> Self {
        Self {
            first: limits::FIRST_DELAY,
            max: limits::MAX_DELAY,
            login_attempts: limits::LOGIN_ATTEMPTS,
            login_max: limits::LOGIN_MAX_DELAY,
            budget_tokens: limits::BUDGET_TOKENS,
            budget_refill: limits::BUDGET_REFILL,
        }
    }
}

/// The waits of one series of attempts.
pub struct Policy {
    ceilings: Ceilings,
    randomness: Box<dyn Randomness>,
    budget: Option<Budget>,
    attempts: u32,
    max_attempts: Option<u32>,
    longest_retry_after: Duration,
}

impl Policy {
    /// The policy of stored operations: waits for ever, under the budget.
    #[must_use]
    pub fn upload(config: &PolicyConfig, randomness: Box<dyn Randomness>) -> Self {
        Self {
            ceilings: Ceilings::new(config.first, config.max),
            randomness,
            budget: Budget::new(config.budget_tokens, config.budget_refill),
            attempts: 0,
            max_attempts: None,
            longest_retry_after: limits::MAX_RETRY_AFTER,
        }
    }

    /// The policy of a login a caller waits for: few tries, short waits, no budget. (The login that later
    /// calls start by themselves waits by the upload policy.)
    #[must_use]
    pub fn login(config: &PolicyConfig, randomness: Box<dyn Randomness>) -> Self {
        Self {
            ceilings: Ceilings::new(config.first, config.login_max),
            randomness,
            budget: None,
            attempts: 0,
            max_attempts: Some(config.login_attempts),
            longest_retry_after: config.login_max,
        }
    }

    /// The policy of the feed: waits for ever, from [`limits::RECONNECT_FIRST`] to [`limits::RECONNECT_MAX`],
    /// without a budget. A configuration with shorter waits shortens these, too.
    #[must_use]
    pub fn reconnect(config: &PolicyConfig, randomness: Box<dyn Randomness>) -> Self {
        let first = config.first.saturating_mul(2).min(limits::RECONNECT_FIRST);
        Self {
            ceilings: Ceilings::new(first, config.max.min(limits::RECONNECT_MAX)),
            randomness,
            budget: None,
            attempts: 0,
            max_attempts: None,
            longest_retry_after: limits::MAX_RETRY_AFTER,
        }
    }

    /// Records a failed attempt and gives the wait before the next one, counted from `now`.
    ///
    /// `retry_after` is the server's wish (clamped here too, so a stored one is safe to pass). Never fails and
    /// never ends; a login asks [`Policy::next_try`] instead.
    pub fn next_delay(&mut self, now: Duration, retry_after: Option<Duration>) -> Duration {
        self.attempts = self.attempts.saturating_add(1);
        let ceiling = self.ceilings.next();
        let jitter = draw(self.randomness.as_mut(), ceiling);
        let wish = retry_after.map_or(Duration::ZERO, retry_after::clamp);
        let delay = wish.saturating_add(jitter);
        match &mut self.budget {
            Some(budget) => budget.take(now, delay),
            None => delay,
        }
    }

    /// As [`Policy::next_delay`], but `None` when this series is over: the tries are used up, or the server
    /// wants to be left alone for longer than the caller is kept waiting. The failed attempt is recorded
    /// either way.
    pub fn next_try(&mut self, now: Duration, retry_after: Option<Duration>) -> Option<Duration> {
        let delay = self.next_delay(now, retry_after);
        let used_up = self.max_attempts.is_some_and(|max| self.attempts >= max);
        let too_long = self.max_attempts.is_some() && retry_after > Some(self.longest_retry_after);
        (!used_up && !too_long).then_some(delay)
    }

    /// Records a success: the next failure waits from the first ceiling again and one attempt returns to the
    /// budget. Not the whole budget, so a server that answers every second request is not stormed.
    pub fn succeeded(&mut self) {
        self.attempts = 0;
        self.ceilings.reset();
        if let Some(budget) = &mut self.budget {
            budget.give_back();
        }
    }

    /// Failed attempts since the last success.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Policy")
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// A wait in `0..=ceiling`, to the microsecond.
fn draw(randomness: &mut dyn Randomness, ceiling: Duration) -> Duration {
    let micros = u64::try_from(ceiling.as_micros()).unwrap_or(u64::MAX - 1);
    Duration::from_micros(randomness.below(micros.saturating_add(1)))
}

/// The doubling ceilings, from the `backoff` crate with its own jitter switched off.
struct Ceilings(backoff::ExponentialBackoff);

impl Ceilings {
    fn new(first: Duration, max: Duration) -> Self {
        let mut series = backoff::ExponentialBackoff {
            initial_interval: first.min(max),
            max_interval: max,
            multiplier: limits::MULTIPLIER,
            randomization_factor: 0.0,
            // Without this the crate gives up after a quarter of an hour.
            max_elapsed_time: None,
            ..backoff::ExponentialBackoff::default()
        };
        series.reset();
        Self(series)
    }

    fn next(&mut self) -> Duration {
        self.0.next_backoff().unwrap_or(self.0.max_interval)
    }

    fn reset(&mut self) {
        self.0.reset();
    }
}

/// A token bucket kept as one moment: the time at which the bucket would be full again.
struct Budget {
    tokens: u32,
    refill: Duration,
    full_at: Duration,
}

impl Budget {
    fn new(tokens: u32, refill: Duration) -> Option<Self> {
        (!refill.is_zero()).then(|| Self {
            tokens: tokens.max(1),
            refill,
            full_at: Duration::ZERO,
        })
    }

    /// Takes one token for an attempt wanted at `now + delay`; the answer is the delay after which a token
    /// is there.
    fn take(&mut self, now: Duration, delay: Duration) -> Duration {
        let wanted = now.saturating_add(delay);
        let first_token_at = self
            .full_at
            .saturating_sub(self.refill.saturating_mul(self.tokens - 1));
        let start = wanted.max(first_token_at);
        self.full_at = self.full_at.max(start).saturating_add(self.refill);
        start.saturating_sub(now)
    }

    fn give_back(&mut self) {
        self.full_at = self.full_at.saturating_sub(self.refill);
    }
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
