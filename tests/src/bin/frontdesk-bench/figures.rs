//! Laps of callers, and what is read from them.
//!
//! Guarantees: all callers of a lap start together and stop at the same time; the latency is that of the call
//! alone, the rate counts preparing, too; nobody sleeps. Runs as many threads as there are callers.

use std::sync::Barrier;
use std::time::{Duration, Instant};

/// What one lap of one side gave.
pub(crate) struct Lap {
    /// Of all callers, nanoseconds, ascending.
    latencies: Vec<u64>,
    /// Calls of each caller.
    calls: Vec<usize>,
    seconds: f64,
    /// Events in one call.
    per_call: usize,
}

impl Lap {
    /// Lets `callers` threads call for `time`. `prepare` makes what a call uses up.
    pub(crate) fn run<P>(
        callers: usize,
        time: Duration,
        prepare: impl Fn() -> P + Sync,
        call: impl Fn(P) + Sync,
    ) -> Self {
        let start = Barrier::new(callers);
        let one = || {
            let mut latencies = Vec::with_capacity(1 << 16);
            start.wait();
            let begun = Instant::now();
            let mut end = begun;
            while end.duration_since(begun) < time {
                let prepared = prepare();
                let before = Instant::now();
                call(prepared);
                end = Instant::now();
                latencies.push(nanos(end.duration_since(before)));
            }
            (begun, end, latencies)
        };
        let ended: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..callers).map(|_| scope.spawn(one)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().expect("a caller ends"))
                .collect()
        });
        let begun = ended.iter().map(|(begun, ..)| *begun).min();
        let end = ended.iter().map(|(_, end, _)| *end).max();
        let seconds = begun
            .zip(end)
            .map_or(0.0, |(begun, end)| (end - begun).as_secs_f64());
        let calls = ended.iter().map(|(.., latencies)| latencies.len()).collect();
        let mut latencies: Vec<u64> = ended.into_iter().flat_map(|(.., latencies)| latencies).collect();
        latencies.sort_unstable();
        Self {
            latencies,
            calls,
            seconds,
            per_call: 1,
        }
    }

    /// Says how many events each call stored.
    pub(crate) fn of(mut self, events_per_call: usize) -> Self {
        self.per_call = events_per_call;
        self
    }

    /// Events per second.
    pub(crate) fn rate(&self) -> f64 {
        (self.latencies.len() * self.per_call) as f64 / self.seconds
    }

    /// Microseconds below which this part of all calls took.
    pub(crate) fn at(&self, part: f64) -> f64 {
        let place = (self.latencies.len().saturating_sub(1) as f64 * part) as usize;
        self.latencies
            .get(place)
            .map_or(f64::NAN, |nanos| *nanos as f64 / 1e3)
    }

    /// The slowest caller's calls, as a part of the fastest one's.
    pub(crate) fn fairness(&self) -> f64 {
        let (least, most) = (self.calls.iter().min(), self.calls.iter().max());
        least
            .zip(most)
            .map_or(f64::NAN, |(least, most)| *least as f64 / *most as f64)
    }
}

/// The same figure of each lap.
pub(crate) fn each(laps: &[Lap], figure: impl Fn(&Lap) -> f64) -> Vec<f64> {
    laps.iter().map(figure).collect()
}

/// The middle one.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.get(middle), sorted.len() % 2) {
        (Some(value), 1) => *value,
        (Some(value), _) => (sorted[middle - 1] + value) / 2.0,
        (None, _) => f64::NAN,
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
