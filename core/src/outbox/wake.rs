//! How a caller's thread tells the worker that there is work.
//!
//! Guarantees: telling costs one atomic read while the worker already knows, so that a burst of appends does
//! not pay for wake-ups; no signal is lost between the worker's look and its sleep.
//! `poke` is called on any thread; `wait` by the worker.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

/// A flag with a bell.
#[derive(Debug, Default)]
pub(crate) struct Wake {
    known: AtomicBool,
    bell: Notify,
}

impl Wake {
    /// There is something to do.
    pub(crate) fn poke(&self) {
        if !self.known.load(Ordering::SeqCst) && !self.known.swap(true, Ordering::SeqCst) {
            self.bell.notify_one();
        }
    }

    /// The worker is about to look: whatever comes from now on must ring again.
    pub(crate) fn look(&self) {
        self.known.store(false, Ordering::SeqCst);
    }

    /// Ends when someone poked since the last look.
    pub(crate) async fn wait(&self) {
        while !self.known.load(Ordering::SeqCst) {
            self.bell.notified().await;
        }
    }
}
