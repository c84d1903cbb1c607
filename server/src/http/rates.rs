//! Who asks too often.
//!
//! Devices have a bucket per kind of request, operators a window of ten seconds per workspace. Counts live
//! in memory: a restart forgives. Called on request threads; the lock is held for one look-up.

use std::collections::HashMap;

use parking_lot::Mutex;

use crate::config::Rates;

/// Kind of request of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Read,
    Write,
    Login,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at_ms: i64,
}

/// What an operator's answer says about the limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) limit: u32,
    pub(super) remaining: u32,
    /// Unix seconds.
    pub(super) reset: i64,
    pub(super) exceeded: bool,
}

/// Devices remembered at most; beyond it the idle ones are forgotten.
const REMEMBERED: usize = 100_000;

/// All counts.
#[derive(Default)]
pub(super) struct RateCounts {
    devices: Mutex<HashMap<(String, Kind), Bucket>>,
    operators: Mutex<HashMap<String, (i64, u32)>>,
}

impl RateCounts {
    /// Counts a request of a device: `Err` holds the limit per minute and the seconds to wait.
    pub(super) fn device(
        &self,
        rates: &Rates,
        device: &str,
        kind: Kind,
        now_ms: i64,
    ) -> Result<(), (u32, u64)> {
        let per_minute = match kind {
            Kind::Read => rates.reads_per_minute,
            Kind::Write => rates.writes_per_minute,
            Kind::Login => rates.logins_per_minute,
        }
        .max(1);
        let size = f64::from(per_minute);
        let per_ms = size / 60_000.0;
        let mut devices = self.devices.lock();
        if devices.len() >= REMEMBERED {
            // A full bucket says nothing: forgetting it changes no answer.
            devices.retain(|_, bucket| now_ms - bucket.at_ms < 60_000);
        }
        let bucket = devices.entry((device.to_owned(), kind)).or_insert(Bucket {
            tokens: size,
            at_ms: now_ms,
        });
        #[allow(clippy::cast_precision_loss)]
        let gained = (now_ms - bucket.at_ms).max(0) as f64 * per_ms;
        bucket.tokens = (bucket.tokens + gained).min(size);
        bucket.at_ms = now_ms;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let wait = ((1.0 - bucket.tokens) / per_ms / 1000.0).ceil() as u64;
        Err((per_minute, wait.max(1)))
    }

    /// Counts a request of an operator.
    pub(super) fn operator(&self, per_minute: u32, app_id: &str, now: i64) -> Window {
        let limit = per_minute.div_ceil(6).max(1);
        let start = now.div_euclid(10) * 10;
        let mut operators = self.operators.lock();
        let (window, used) = operators.entry(app_id.to_owned()).or_insert((start, 0));
        if *window != start {
            (*window, *used) = (start, 0);
        }
        *used = used.saturating_add(1);
        Window {
            limit,
            remaining: limit.saturating_sub(*used),
            reset: start + 10,
            exceeded: *used > limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_waits_after_its_share_and_may_go_on_later() {
        let counts = RateCounts::default();
        let rates = Rates {
            logins_per_minute: 2,
            ..Rates::default()
        };
        let login = |now_ms| counts.device(&rates, "d", Kind::Login, now_ms);
        assert!(login(0).is_ok() && login(0).is_ok());
        assert_eq!(login(0), Err((2, 30)));
        assert!(login(30_000).is_ok());
        assert!(counts.device(&rates, "other", Kind::Login, 0).is_ok());
    }

    #[test]
    fn an_operator_window_starts_anew_every_ten_seconds() {
        let counts = RateCounts::default();
        assert!(!counts.operator(6, "a", 100).exceeded);
        assert!(counts.operator(6, "a", 109).exceeded);
        assert_eq!(counts.operator(6, "a", 110).remaining, 0);
        assert!(!counts.operator(6, "b", 110).exceeded);
    }
}
