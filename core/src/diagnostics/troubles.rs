//! The last things that went wrong.
//!
//! Guarantees: codes and times alone; bounded; a code that repeats is counted, so that a day without a network
//! does not push everything else out. Noted on the worker's thread, read on any.

use parking_lot::Mutex;
use serde::Serialize;

/// Different codes kept; the one that was met longest ago goes first.
const MOST: usize = 20;

/// A code that was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// The stable code.
    pub code: String,
    /// How often since the client was opened.
    pub count: u64,
    /// First and …
    pub first_ms: i64,
    /// … last time, Unix milliseconds by the device's clock.
    pub last_ms: i64,
}

/// A leaf lock, held for a look or an entry.
#[derive(Default)]
pub(crate) struct Troubles(Mutex<Vec<Trouble>>);

impl Troubles {
    /// Notes a code of ours or one that the retry policy took over from the server.
    pub(crate) fn note(&self, code: &str, now_ms: i64) {
        let mut met = self.0.lock();
        let entry = match met.iter().position(|trouble| trouble.code == code) {
            Some(place) => {
                let known = met.remove(place);
                Trouble {
                    count: known.count.saturating_add(1),
                    last_ms: now_ms,
                    ..known
                }
            }
            None => Trouble {
                code: code.to_owned(),
                count: 1,
                first_ms: now_ms,
                last_ms: now_ms,
            },
        };
        met.push(entry);
        if met.len() > MOST {
            met.remove(0);
        }
    }

    /// Newest last.
    pub(crate) fn list(&self) -> Vec<Trouble> {
        self.0.lock().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_trouble_is_counted_and_pushes_nothing_out() {
        let troubles = Troubles::default();
        troubles.note("jwt_expired", 1);
        for now in 2..1_000 {
            troubles.note("network_unavailable", now);
        }
        let list = troubles.list();
        assert_eq!(list.len(), 2);
        assert_eq!((list[0].code.as_str(), list[0].count), ("jwt_expired", 1));
        assert_eq!((list[1].count, list[1].first_ms, list[1].last_ms), (998, 2, 999));
    }

    #[test]
    fn of_many_different_ones_the_last_twenty_are_kept() {
        let troubles = Troubles::default();
        for n in 0..100 {
            troubles.note(&format!("http_{n}"), n);
        }
        assert_eq!(troubles.list().len(), MOST);
        assert_eq!(troubles.list()[0].code, "http_80");
    }
}
