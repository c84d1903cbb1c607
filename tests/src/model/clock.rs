//! A clock that stands still and knows who waits for it.
//!
//! Guarantees: time moves only when told; the nearest moment somebody waits for is known. Moved on the test's
//! thread, waited for on the worker's.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use frontdesk_core::clock::{Clock, ManualClock, Sleep};
use parking_lot::Mutex;

type Sleepers = Arc<Mutex<(u64, BTreeMap<u64, Duration>)>>;

/// See the module.
#[derive(Debug)]
pub(super) struct PatientClock {
    time: ManualClock,
    sleepers: Sleepers,
}

/// Leaves the list however its wait ends.
struct Asleep {
    number: u64,
    sleepers: Sleepers,
}

impl Drop for Asleep {
    fn drop(&mut self) {
        self.sleepers.lock().1.remove(&self.number);
    }
}

impl PatientClock {
    /// Starts in spring 2026.
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            time: ManualClock::new(1_780_000_000_000),
            sleepers: Sleepers::default(),
        })
    }

    /// Lets time pass.
    pub(super) fn advance(&self, by: Duration) {
        self.time.advance(by);
    }

    /// How long until the nearest moment somebody waits for; `None` when nobody waits.
    pub(super) fn nearest(&self) -> Option<Duration> {
        let now = self.time.monotonic();
        let sleepers = self.sleepers.lock();
        sleepers
            .1
            .values()
            .filter(|deadline| **deadline > now)
            .min()
            .map(|deadline| *deadline - now)
    }
}

impl Clock for PatientClock {
    fn wall_ms(&self) -> i64 {
        self.time.wall_ms()
    }

    fn monotonic(&self) -> Duration {
        self.time.monotonic()
    }

    fn sleep_until(&self, deadline: Duration) -> Sleep {
        let number = {
            let mut sleepers = self.sleepers.lock();
            sleepers.0 += 1;
            let number = sleepers.0;
            sleepers.1.insert(number, deadline);
            number
        };
        let asleep = Asleep {
            number,
            sleepers: Arc::clone(&self.sleepers),
        };
        let passed = self.time.sleep_until(deadline);
        Box::pin(async move {
            let _asleep = asleep;
            passed.await;
        })
    }
}
