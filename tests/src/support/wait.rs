//! Waiting for a thing, never for time.
//!
//! Guarantees: every wait ends, at the latest at [`DEADLINE`] with a panic that says what did not happen.
//! Called on test threads.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

/// How long a test waits for anything before it fails: it only ends a test that would hang, also on a machine
/// that has much else to do.
pub const DEADLINE: Duration = Duration::from_secs(60);

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs a future of the SDK on this thread; any executor would do, this one has a deadline.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let until = Instant::now() + DEADLINE * 2;
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        let left = until.saturating_duration_since(Instant::now());
        assert!(!left.is_zero(), "a call got no answer within {:?}", DEADLINE * 2);
        std::thread::park_timeout(left);
    }
}

/// A value that can be watched from other threads.
#[derive(Debug, Default)]
pub struct Watched<T> {
    value: Mutex<T>,
    changed: Condvar,
}

impl<T> Watched<T> {
    /// Starts with `value`.
    pub fn new(value: T) -> Self {
        Self {
            value: Mutex::new(value),
            changed: Condvar::new(),
        }
    }

    /// Changes the value and wakes whoever watches.
    pub fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.value.lock());
        self.changed.notify_all();
        result
    }

    /// Reads without waiting.
    pub fn read<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.value.lock())
    }

    /// Waits until `ready` gives something, for `patience` at most.
    pub fn wait_at_most<R>(&self, patience: Duration, mut ready: impl FnMut(&T) -> Option<R>) -> Option<R> {
        let until = Instant::now() + patience;
        let mut value = self.value.lock();
        loop {
            if let Some(result) = ready(&value) {
                return Some(result);
            }
            if self.changed.wait_until(&mut value, until).timed_out() {
                return ready(&value);
            }
        }
    }

    /// Waits until `ready` gives something, and panics with `what` when it does not in time.
    pub fn wait_for<R>(&self, what: &str, ready: impl FnMut(&T) -> Option<R>) -> R
    where
        T: std::fmt::Debug,
    {
        self.wait_for_within(DEADLINE, what, ready)
    }

    /// As `wait_for`, for what may take longer than [`DEADLINE`] without hanging.
    pub fn wait_for_within<R>(
        &self,
        patience: Duration,
        what: &str,
        mut ready: impl FnMut(&T) -> Option<R>,
    ) -> R
    where
        T: std::fmt::Debug,
    {
        let until = Instant::now() + patience;
        let mut value = self.value.lock();
        loop {
            if let Some(result) = ready(&value) {
                return result;
            }
            if self.changed.wait_until(&mut value, until).timed_out() {
                let shown = format!("{value:?}");
                let shown: String = shown.chars().take(4_000).collect();
                panic!("waited {patience:?} for: {what}; there is {shown}");
            }
        }
    }
}
