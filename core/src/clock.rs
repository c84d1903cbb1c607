//! Time, injected.
//!
//! Guarantees: no other room reads a system clock or sleeps on its own, so that tests of backoff, expiry and
//! clock steps take no real time. Wall time is for what people and servers see; waits use monotonic time
//! only, so that a wall clock set back or forward neither stalls nor hurries a retry.
//! Called from callers' threads (wall time of an operation) and from the worker (waits).

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

/// A future that ends when a deadline passed.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where time comes from.
pub trait Clock: Send + Sync + 'static {
    /// Unix time in milliseconds, as the device believes it to be.
    fn wall_ms(&self) -> i64;
    /// Time since an arbitrary start; never goes back.
    fn monotonic(&self) -> Duration;
    /// Ends when [`Clock::monotonic`] reached `deadline`. Polled inside the worker's runtime.
    fn sleep_until(&self, deadline: Duration) -> Sleep;
}

/// The device's own clocks.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self {
            start: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn wall_ms(&self) -> i64 {
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            Err(before) => -i64::try_from(before.duration().as_millis()).unwrap_or(i64::MAX),
        }
    }

    fn monotonic(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep_until(&self, deadline: Duration) -> Sleep {
        let left = deadline.saturating_sub(self.monotonic());
        Box::pin(async move { tokio::time::sleep(left).await })
    }
}

/// A clock that moves only when told, for tests of everything that waits.
#[derive(Debug)]
pub struct ManualClock {
    now: watch::Sender<(i64, Duration)>,
}

impl ManualClock {
    /// Starts at the given Unix time in milliseconds.
    pub fn new(wall_ms: i64) -> Self {
        Self {
            now: watch::Sender::new((wall_ms, Duration::ZERO)),
        }
    }

    /// Moves both clocks forward and wakes whoever waits.
    pub fn advance(&self, by: Duration) {
        let by_ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.now.send_modify(|(wall, mono)| {
            *wall = wall.saturating_add(by_ms);
            *mono += by;
        });
    }

    /// Steps the wall clock alone, as a user or NTP does.
    pub fn set_wall_ms(&self, wall_ms: i64) {
        self.now.send_modify(|(wall, _)| *wall = wall_ms);
    }
}

impl Clock for ManualClock {
    fn wall_ms(&self) -> i64 {
        self.now.borrow().0
    }

    fn monotonic(&self) -> Duration {
        self.now.borrow().1
    }

    fn sleep_until(&self, deadline: Duration) -> Sleep {
        let mut changes = self.now.subscribe();
        Box::pin(async move {
            // The sender lives as long as the clock; when it is gone nothing can pass the deadline.
            if changes.wait_for(|(_, mono)| *mono >= deadline).await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}
