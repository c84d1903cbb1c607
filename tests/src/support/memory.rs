//! How much memory this process takes.
//!
//! Guarantees: the highest value between start and end, looked at about a thousand times a second; where the
//! system does not say, zero. Used on test threads, in a test that nothing runs beside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Watches until it is ended.
pub struct Memory {
    start: u64,
    most: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
    watcher: JoinHandle<()>,
}

impl Memory {
    /// Begins to watch.
    pub fn watch() -> Self {
        let start = resident();
        let most = Arc::new(AtomicU64::new(start));
        let over = Arc::new(AtomicBool::new(false));
        let watcher = std::thread::spawn({
            let (most, over) = (most.clone(), over.clone());
            move || {
                while !over.load(Ordering::Acquire) {
                    most.fetch_max(resident(), Ordering::AcqRel);
                    std::thread::park_timeout(Duration::from_millis(1));
                }
            }
        });
        Self {
            start,
            most,
            over,
            watcher,
        }
    }

    /// Bytes by which the process grew at most since the start.
    pub fn growth(self) -> u64 {
        self.over.store(true, Ordering::Release);
        self.watcher.join().expect("the watcher ends");
        self.most.load(Ordering::Acquire) - self.start
    }
}

/// Bytes in memory now.
fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or(0) * 4096
}
