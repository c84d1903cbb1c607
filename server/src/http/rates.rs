//! Who asks too often.
//!
//! Devices have a bucket per kind of request, addresses one for logins, operators a window of ten seconds per
//! workspace. Counts live in memory: a restart forgives. The number of buckets is bounded: whoever was not
//! seen for the longest time is forgotten first, so callers that invent names cost no more memory than
//! honest ones. Called on request threads; the lock is held for one look-up.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;

use parking_lot::Mutex;

use crate::config::Rates;

/// Kind of request of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Read,
    Write,
    /// Reads that cost more than others.
    Search,
    /// Signs of life that change nothing: they take no share of the writes.
    Typing,
    Login,
}

impl Kind {
    /// How many, and in how many seconds.
    fn share(self, rates: &Rates) -> (u32, u32) {
        match self {
            Self::Read => (rates.reads_per_minute, 60),
            Self::Write => (rates.writes_per_minute, 60),
            Self::Search => (rates.searches_per_second, 1),
            Self::Typing => (rates.typing_per_minute, 60),
            Self::Login => (rates.logins_per_minute, 60),
        }
    }
}

/// A share that is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exceeded {
    /// Requests allowed …
    pub(super) limit: u32,
    /// … in this many seconds.
    pub(super) seconds: u32,
    /// Seconds until the next one is.
    pub(super) wait: u64,
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

/// Buckets of one generation; there are two. Most that are remembered: twice this.
const GENERATION: usize = 50_000;

/// Buckets in two generations: who is seen moves to the young one, and when that is full the old one is
/// forgotten. A forgotten bucket counts as full: at worst somebody gets their share a second time.
#[derive(Default)]
struct Buckets {
    young: HashMap<u64, Bucket>,
    old: HashMap<u64, Bucket>,
}

impl Buckets {
    fn take(&mut self, key: u64, (limit, seconds): (u32, u32), now_ms: i64) -> Result<(), Exceeded> {
        let size = f64::from(limit.max(1));
        let per_ms = size / (f64::from(seconds.max(1)) * 1000.0);
        if self.young.len() >= GENERATION && !self.young.contains_key(&key) {
            self.old = std::mem::take(&mut self.young);
        }
        let known = self.old.remove(&key);
        let bucket = self.young.entry(key).or_insert(known.unwrap_or(Bucket {
            tokens: size,
            at_ms: now_ms,
        }));
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
        Err(Exceeded {
            limit: limit.max(1),
            seconds,
            wait: wait.max(1),
        })
    }
}

/// All counts.
#[derive(Default)]
pub(super) struct RateCounts {
    buckets: Mutex<Buckets>,
    /// Keys are hashes under a seed of this process: nobody can aim at another's bucket.
    seed: RandomState,
    /// Bounded by the workspaces that exist.
    operators: Mutex<HashMap<String, (i64, u32)>>,
}

impl RateCounts {
    /// Counts a request of a device.
    pub(super) fn device(
        &self,
        rates: &Rates,
        (app_id, device): (&str, &str),
        kind: Kind,
        now_ms: i64,
    ) -> Result<(), Exceeded> {
        let key = self.seed.hash_one((app_id, device, kind));
        self.buckets.lock().take(key, kind.share(rates), now_ms)
    }

    /// Counts a login from an address: ids of devices are free to invent, addresses are not. Addresses of
    /// one IPv6 network (/64) are one.
    pub(super) fn login_from(&self, rates: &Rates, address: IpAddr, now_ms: i64) -> Result<(), Exceeded> {
        let network = match address.to_canonical() {
            IpAddr::V4(address) => u128::from(u32::from(address)),
            IpAddr::V6(address) => u128::from(address) >> 64 << 64,
        };
        let key = self.seed.hash_one(("address", network));
        let share = (rates.logins_per_address_minute, 60);
        self.buckets.lock().take(key, share, now_ms)
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

    fn waits(exceeded: Result<(), Exceeded>) -> Option<(u32, u32, u64)> {
        exceeded.err().map(|it| (it.limit, it.seconds, it.wait))
    }

    #[test]
    fn a_device_waits_after_its_share_and_may_go_on_later() {
        let counts = RateCounts::default();
        let rates = Rates {
            logins_per_minute: 2,
            ..Rates::default()
        };
        let login = |now_ms| counts.device(&rates, ("a", "d"), Kind::Login, now_ms);
        assert!(login(0).is_ok() && login(0).is_ok());
        assert_eq!(waits(login(0)), Some((2, 60, 30)));
        assert!(login(30_000).is_ok());
        for other in [("a", "other"), ("other", "d")] {
            assert!(counts.device(&rates, other, Kind::Login, 0).is_ok(), "{other:?}");
        }
    }

    #[test]
    fn searches_are_counted_by_the_second_and_apart_from_other_reads() {
        let counts = RateCounts::default();
        let rates = Rates::default();
        let search = |now_ms| counts.device(&rates, ("a", "d"), Kind::Search, now_ms);
        assert!((0..10).all(|_| search(0).is_ok()));
        assert_eq!(waits(search(0)), Some((10, 1, 1)));
        assert!(counts.device(&rates, ("a", "d"), Kind::Read, 0).is_ok());
        assert!(search(100).is_ok() && search(100).is_err());
    }

    #[test]
    fn one_network_has_one_share_of_logins_however_many_devices_it_invents() {
        let counts = RateCounts::default();
        let rates = Rates {
            logins_per_address_minute: 2,
            ..Rates::default()
        };
        let from = |address: &str| counts.login_from(&rates, address.parse().unwrap(), 0);
        assert!(from("2001:db8::1").is_ok() && from("2001:db8::2").is_ok());
        assert!(from("2001:db8::3").is_err());
        assert!(from("2001:db8:0:1::3").is_ok());
        assert!(from("192.0.2.1").is_ok() && from("::ffff:192.0.2.1").is_ok());
        assert!(from("192.0.2.1").is_err());
        assert!(from("192.0.2.2").is_ok());
    }

    #[test]
    fn invented_names_do_not_grow_the_memory_and_forget_the_idle_first() {
        let counts = RateCounts::default();
        let rates = Rates {
            logins_per_minute: 1,
            ..Rates::default()
        };
        let login = |device: &str| counts.device(&rates, ("a", device), Kind::Login, 0);
        assert!(login("busy").is_ok() && login("idle").is_ok());
        for n in 0..3 * GENERATION {
            assert!(login(&n.to_string()).is_ok());
            if n % 1000 == 0 {
                assert!(login("busy").is_err(), "who goes on asking is remembered");
            }
        }
        let buckets = counts.buckets.lock();
        assert!(buckets.young.len() + buckets.old.len() <= 2 * GENERATION);
        drop(buckets);
        assert!(login("idle").is_ok());
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
