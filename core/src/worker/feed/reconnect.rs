//! When the feed is opened again, and in which way.
//!
//! Guarantees: pure; waits are drawn from a whole range (full jitter), from a second to a minute; what the
//! server asked for is kept even when the app hurries; who finds that somebody on the way collects the bytes
//! asks with long polls from then on, as long as this user stays. Owned by `listen`, on the worker's thread.

use std::time::Duration;

use crate::retry::{Policy, PolicyConfig, Randomness, retry_after};

/// Streams in a row that showed no sign of life after which no third one is opened.
const SILENT_STREAMS: u32 = 2;
/// The longest wait that a stream's `retry:` can impose.
const LONGEST_WISH: Duration = Duration::from_secs(300);

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// In order: the server ends a stream now and then.
    Ended,
    /// It broke, or did not begin; the server may have said when to come again.
    Broken { after: Option<Duration> },
    /// It began, and not one byte came: somebody on the way collects them.
    Held,
    /// Signs of life stopped, or the head never came.
    Stalled,
    /// There is no use in asking before this time, unless something changes.
    Paused { recheck: Duration },
    /// A long poll was answered: the next one follows.
    Polled,
}

/// How to listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Stream,
    LongPoll,
}

/// See the module.
pub(super) struct Reconnect {
    policy: Policy,
    way: Way,
    silent_streams: u32,
    /// What the last stream said about the time before the next.
    wish: Duration,
    /// Not before, unless someone hurries.
    own: Duration,
    /// Not before, whoever hurries.
    asked: Duration,
}

impl Reconnect {
    pub(super) fn new(config: &PolicyConfig, randomness: Box<dyn Randomness>) -> Self {
        Self {
            policy: Policy::reconnect(config, randomness),
            way: Way::Stream,
            silent_streams: 0,
            wish: Duration::ZERO,
            own: Duration::ZERO,
            asked: Duration::ZERO,
        }
    }

    pub(super) fn way(&self) -> Way {
        self.way
    }

    /// The monotonic time of the next attempt.
    pub(super) fn not_before(&self) -> Duration {
        self.own.max(self.asked)
    }

    /// Now, but not against the server's wish.
    pub(super) fn hurry(&mut self) {
        self.own = Duration::ZERO;
    }

    /// Another user: whatever stood between the last one and the server may not be there any more.
    pub(super) fn forget(&mut self) {
        self.way = Way::Stream;
        self.silent_streams = 0;
        self.wish = Duration::ZERO;
        self.own = Duration::ZERO;
        self.policy.succeeded();
    }

    /// The open stream said how long to wait before the next one.
    pub(super) fn wish(&mut self, wish: Duration) {
        self.wish = wish.min(LONGEST_WISH);
    }

    /// News came, or a heartbeat: this way works.
    pub(super) fn works(&mut self) {
        self.silent_streams = 0;
        self.policy.succeeded();
    }

    /// Learns how an attempt ended at `now`.
    pub(super) fn ended(&mut self, now: Duration, end: End) {
        let wait = match end {
            End::Polled => Duration::ZERO,
            End::Held => {
                self.way = Way::LongPoll;
                Duration::ZERO
            }
            End::Ended => self.policy.next_delay(now, None).max(self.wish),
            End::Stalled => {
                self.silent_streams += 1;
                if self.silent_streams >= SILENT_STREAMS {
                    self.way = Way::LongPoll;
                }
                self.policy.next_delay(now, None)
            }
            End::Broken { after } => {
                let after = after.map(retry_after::clamp);
                self.asked = now.saturating_add(after.unwrap_or_default());
                self.policy.next_delay(now, after).max(self.wish)
            }
            End::Paused { recheck } => recheck,
        };
        self.own = now.saturating_add(wait);
    }
}

#[cfg(test)]
#[path = "reconnect_tests.rs"]
mod tests;
