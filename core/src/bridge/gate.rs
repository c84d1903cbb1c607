//! How fast a page may ask, and that it asks each thing once.
//!
//! Guarantees: at most 100 requests at once and 50 a second after that, however they are spread over pages of
//! one client; an id is answered once among the last 1,024; both whatever the wall clock does. A leaf lock.

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use parking_lot::Mutex;

use super::refusal::Refusal;

/// Requests at once.
const BURST: u32 = 100;
/// One more every …
const REFILL: Duration = Duration::from_millis(20);
/// Ids that are remembered.
const MOST_IDS: usize = 1_024;

/// See the module.
#[derive(Default)]
pub(super) struct Gate(Mutex<Passed>);

#[derive(Default)]
struct Passed {
    /// When the bucket will be full again, monotonic.
    full_at: Duration,
    ids: HashSet<String>,
    order: VecDeque<String>,
}

impl Gate {
    /// A message arrives, readable or not.
    pub(super) fn admit(&self, now: Duration) -> Result<(), Refusal> {
        let mut passed = self.0.lock();
        let full_at = passed.full_at.max(now).saturating_add(REFILL);
        let debt = full_at.saturating_sub(now);
        if debt > REFILL * BURST {
            let wait = debt.saturating_sub(REFILL * BURST);
            return Err(Refusal::too_many(
                u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1),
            ));
        }
        passed.full_at = full_at;
        Ok(())
    }

    /// An id is used.
    pub(super) fn once(&self, id: &str) -> Result<(), Refusal> {
        let mut passed = self.0.lock();
        if !passed.ids.insert(id.to_owned()) {
            return Err(Refusal::repeated());
        }
        passed.order.push_back(id.to_owned());
        if passed.order.len() > MOST_IDS
            && let Some(oldest) = passed.order.pop_front()
        {
            passed.ids.remove(&oldest);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_fifty_a_second() {
        let gate = Gate::default();
        let at = Duration::from_millis;
        let passed = |now: Duration| (0..1_000).filter(|_| gate.admit(now).is_ok()).count();
        assert_eq!(passed(at(0)), 100);
        let refused = gate.admit(at(0)).unwrap_err();
        assert_eq!(refused.code(), "too_many_requests");
        assert_eq!(refused.clone().into_json()["retry_after_ms"], 20);
        assert_eq!(passed(at(1_000)), 50);
        assert_eq!(passed(at(1_010)), 0);
        assert_eq!(passed(at(1_020)), 1);
        assert_eq!(passed(at(3_600_000)), 100, "an hour does not save up more");
    }

    #[test]
    fn an_id_is_used_once_and_memory_is_bounded() {
        let gate = Gate::default();
        gate.once("a").unwrap();
        assert_eq!(gate.once("a").unwrap_err().code(), "repeated_request");
        for n in 0..100_000 {
            gate.once(&n.to_string()).unwrap();
        }
        let passed = gate.0.lock();
        assert_eq!((passed.ids.len(), passed.order.len()), (MOST_IDS, MOST_IDS));
    }
}
