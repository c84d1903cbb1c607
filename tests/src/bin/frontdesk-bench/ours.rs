//! Our side: a client whose identity waits for a server that is not there, so that everything stays queued.
//!
//! Guarantees: only public calls; no limit of the queue is met. Used on the measuring threads.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Waker};

use frontdesk_core::{Durability, Frontdesk, FrontdeskError, Limits, Login, Metadata};

use crate::sample;

/// Nobody listens on the discard port of this machine.
pub(crate) const NOWHERE: &str = "http://127.0.0.1:9";

/// Whose folder it is.
pub(crate) const APP: &str = "bench";

/// A client with somebody who wants to be logged in.
pub(crate) struct Ours {
    pub(crate) desk: Frontdesk,
    _login: Pin<Box<dyn Future<Output = Result<Login, FrontdeskError>> + Send>>,
}

impl Ours {
    pub(crate) fn start(folder: &Path, app: &str, durability: Durability) -> Self {
        let desk = open(folder, NOWHERE, app, "bench-key", durability);
        let own = desk.clone();
        let mut login: Pin<Box<dyn Future<Output = _> + Send>> =
            Box::pin(async move { own.login_unidentified_user().await });
        // The first poll makes the session; its answer never comes.
        let answer = login.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(answer.is_pending(), "nobody answers on that port");
        Self { desk, _login: login }
    }

    /// Logs so many events, one by one.
    pub(crate) fn fill(&self, events: u64) {
        for number in 0..events {
            log(&self.desk, sample::metadata(number));
        }
    }
}

impl Drop for Ours {
    fn drop(&mut self) {
        self.desk.shutdown();
    }
}

/// What is measured.
pub(crate) fn log(desk: &Frontdesk, metadata: Metadata) {
    desk.log_event(sample::NAME, Some(metadata))
        .expect("the event is stored");
}

/// Opens a client with room for everything.
pub(crate) fn open(folder: &Path, url: &str, app: &str, key: &str, durability: Durability) -> Frontdesk {
    Frontdesk::builder(url, app, key)
        .data_dir(folder)
        .durability(durability)
        .limits(Limits {
            max_operations: 1_000_000_000,
            ..Limits::default()
        })
        .open()
        .expect("the client opens")
}
