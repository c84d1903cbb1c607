//! A place where a request stands still until the test lets it go on.
//!
//! Guarantees: the test learns that the request arrived before it opens the gate; an open gate stays open.
//! Held by a fault on the server's runtime or by a failure point, opened on the test's thread.

use std::sync::Arc;

use tokio::sync::watch;

use super::wait::Watched;

/// See the module. Clones are one gate.
#[derive(Clone, Debug)]
pub struct Gate {
    arrived: Arc<Watched<usize>>,
    open: Arc<watch::Sender<bool>>,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            arrived: Arc::default(),
            open: Arc::new(watch::Sender::new(false)),
        }
    }
}

impl Gate {
    /// A closed gate.
    pub fn closed() -> Self {
        Self::default()
    }

    /// Waits until a request stands at the gate.
    pub fn wait_for_arrival(&self) {
        self.arrived
            .wait_for("a request at the gate", |count| (*count > 0).then_some(()));
    }

    /// Lets everyone through, now and later.
    pub fn open(&self) {
        self.open.send_replace(true);
    }

    /// Stands at the gate on a thread that may be blocked, such as one held at a failure point.
    pub fn pass_blocking(&self) {
        super::block_on(self.pass());
    }

    pub(super) async fn pass(&self) {
        self.arrived.change(|count| *count += 1);
        let mut open = self.open.subscribe();
        // The sender lives as long as this gate does.
        let _open = open.wait_for(|open| *open).await;
    }
}
