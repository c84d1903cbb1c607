//! The rate and the latency of `log_event`.
//!
//! Guarantees: a latency is from before the event's metadata is built until the event is durable; every call
//! counts, none is left out as a warm-up; the rate is all events by the wall time from the first call to the
//! last answer, over all callers.

use std::sync::{Arc, Barrier};
use std::time::Instant;

use frontdesk_core::Frontdesk;
use hdrhistogram::Histogram;
use serde_json::json;

use super::{MeasureError, RecordArguments, begin_login, log_one, must_be_fresh, open};

/// Longest latency told apart, nanoseconds; three digits are exact up to it.
const LONGEST_NS: u64 = 60_000_000_000;

pub(super) fn record(arguments: &RecordArguments) -> Result<String, MeasureError> {
    let fill = &arguments.fill;
    must_be_fresh(&fill.dir)?;
    let desk = open(&fill.dir, fill.durability.into())?;
    let login = begin_login(&desk)?;
    let callers = u64::from(arguments.callers);
    let (latencies, seconds) = if callers == 1 {
        let begun = Instant::now();
        let latencies = caller(&desk, fill.events)?;
        (latencies, begun.elapsed().as_secs_f64())
    } else {
        side_by_side(&desk, fill.events, callers)?
    };
    drop(login);
    desk.shutdown();
    let micros = |quantile| rounded(as_float(latencies.value_at_quantile(quantile)) / 1000.0);
    let line = json!({
        "what": "record",
        "events": latencies.len(),
        "eps": (as_float(latencies.len()) / seconds).round(),
        "p50_us": micros(0.5),
        "p99_us": micros(0.99),
        "p999_us": micros(0.999),
        "max_us": rounded(as_float(latencies.max()) / 1000.0),
        "callers": callers,
        "durability": fill.durability.as_str(),
    });
    Ok(line.to_string())
}

fn side_by_side(desk: &Frontdesk, events: u64, callers: u64) -> Result<(Histogram<u64>, f64), MeasureError> {
    let start = Arc::new(Barrier::new(
        usize::try_from(callers).unwrap_or(usize::MAX).saturating_add(1),
    ));
    let mut threads = Vec::new();
    for index in 0..callers {
        let (desk, start) = (desk.clone(), start.clone());
        let share = events / callers + u64::from(index < events % callers);
        let thread = std::thread::Builder::new()
            .name(format!("caller-{index}"))
            .spawn(move || {
                start.wait();
                caller(&desk, share)
            })?;
        threads.push(thread);
    }
    start.wait();
    let begun = Instant::now();
    let mut all = histogram()?;
    for thread in threads {
        let one = thread.join().map_err(|_| MeasureError::Caller)??;
        all.add(one)
            .map_err(|error| MeasureError::Histogram(error.to_string()))?;
    }
    Ok((all, begun.elapsed().as_secs_f64()))
}

fn caller(desk: &Frontdesk, events: u64) -> Result<Histogram<u64>, MeasureError> {
    let mut latencies = histogram()?;
    for _ in 0..events {
        let begun = Instant::now();
        log_one(desk)?;
        let took = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        latencies.saturating_record(took);
    }
    Ok(latencies)
}

fn histogram() -> Result<Histogram<u64>, MeasureError> {
    Histogram::new_with_max(LONGEST_NS, 3).map_err(|error| MeasureError::Histogram(error.to_string()))
}

#[expect(clippy::cast_precision_loss, reason = "figures for people, far below 2^53")]
fn as_float(whole: u64) -> f64 {
    whole as f64
}

fn rounded(micros: f64) -> f64 {
    (micros * 10.0).round() / 10.0
}
