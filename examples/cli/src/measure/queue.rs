//! What is in a folder: filled, killed over, counted, opened.
//!
//! Guarantees: `kill` prints what was accepted before it ends itself, so that the number can be compared with
//! what `count` finds in another process; `cold` times the constructor alone, then the first event when it is asked
//! for, and counts afterwards.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use frontdesk_core::Durability;
use serde_json::json;

use super::{FillArguments, MeasureError, begin_login, log_one, must_be_fresh, open, queued};
use crate::crash;

pub(super) fn kill(arguments: &FillArguments) -> Result<String, MeasureError> {
    must_be_fresh(&arguments.dir)?;
    let desk = open(&arguments.dir, arguments.durability.into())?;
    let _login = begin_login(&desk)?;
    for _ in 0..arguments.events {
        log_one(&desk)?;
    }
    let mut out = std::io::stdout().lock();
    let line = json!({"what": "kill", "accepted": arguments.events});
    let written = writeln!(out, "{line}").and_then(|()| out.flush());
    crash::now();
    // Never reached: nothing runs after SIGKILL.
    written.map(|()| String::new()).map_err(MeasureError::from)
}

pub(super) fn fill(arguments: &FillArguments) -> Result<String, MeasureError> {
    let desk = open(&arguments.dir, arguments.durability.into())?;
    let _login = begin_login(&desk)?;
    for _ in 0..arguments.events {
        log_one(&desk)?;
    }
    let line = json!({"what": "fill", "events": arguments.events, "queued": queued(&desk)?});
    desk.shutdown();
    Ok(line.to_string())
}

pub(super) fn count(dir: &Path) -> Result<String, MeasureError> {
    let desk = open(dir, Durability::Process)?;
    let queued = queued(&desk)?;
    desk.shutdown();
    Ok(queued.to_string())
}

pub(super) fn cold(dir: &Path, first_event: bool) -> Result<String, MeasureError> {
    let begun = Instant::now();
    let desk = open(dir, Durability::Process)?;
    let ms = millis(begun);
    let mut line = json!({"what": "cold", "ms": ms});
    if first_event {
        let ready = Instant::now();
        let _login = begin_login(&desk)?;
        log_one(&desk)?;
        line["first_event_ms"] = json!(millis(ready));
    }
    line["queued"] = queued(&desk)?;
    desk.shutdown();
    Ok(line.to_string())
}

fn millis(since: Instant) -> f64 {
    (since.elapsed().as_secs_f64() * 1_000_000.0).round() / 1000.0
}
