//! A network that comes and goes while clients are killed.
//!
//! Guarantees: the moments are random, as the world's are, so this is the one place that sleeps; in the end the
//! network is there and nothing goes wrong any more. One thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::Mutex;

use super::chance::Chance;
use crate::support::{Fault, On, Reply, TestServer};

/// See the module.
pub(super) struct Trouble {
    over: Arc<AtomicBool>,
    cuts: Arc<AtomicU64>,
    thread: JoinHandle<()>,
}

impl Trouble {
    pub(super) fn start(server: &Arc<TestServer>, seed: u64) -> Self {
        add_faults(server, seed);
        let over = Arc::new(AtomicBool::new(false));
        let cuts = Arc::new(AtomicU64::new(0));
        let thread = std::thread::spawn({
            let (server, over, cuts) = (server.clone(), over.clone(), cuts.clone());
            move || {
                let mut chance = Chance::new(seed, &[1_000_001]);
                while !over.load(Ordering::Acquire) {
                    std::thread::sleep(Duration::from_millis(40 + chance.below(300)));
                    server.cut_network();
                    std::thread::sleep(Duration::from_millis(5 + chance.below(90)));
                    server.restore_network();
                    cuts.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        Self { over, cuts, thread }
    }

    /// Ends the trouble; says how often the network was cut.
    pub(super) fn end(self, server: &TestServer) -> u64 {
        self.over.store(true, Ordering::Release);
        let _ = self.thread.join();
        server.restore_network();
        server.no_more_faults();
        self.cuts.load(Ordering::Relaxed)
    }
}

/// About one request in six goes wrong.
fn add_faults(server: &TestServer, seed: u64) {
    let page = Fault::Reply(Reply::page(200));
    let down = Fault::Reply(Reply::error(503, "service_unavailable"));
    for (place, (share, fault)) in [
        (7, Fault::DropAfter),
        (3, Fault::DropBefore),
        (2, Fault::Truncate),
        (2, down),
        (1, page),
        (1, Fault::Twice),
        (1, Fault::Garbage),
    ]
    .into_iter()
    .enumerate()
    {
        let chance = Mutex::new(Chance::new(seed, &[2_000_003, place as u64]));
        server.fault(On::any().when(move |_| chance.lock().percent(share)), fault);
    }
}
