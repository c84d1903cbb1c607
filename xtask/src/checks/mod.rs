//! Rules of the house that no compiler checks, each one a step of `cargo xtask test`.
//!
//! They read files and change nothing; what is wrong is listed whole, with file and line.

pub(crate) mod delivery;
pub(crate) mod files;
pub(crate) mod links;
pub(crate) mod lock;
mod markdown;
mod tree;

use crate::steps::Verdict;
use crate::stop::Stop;

/// Turns a list of faults into a verdict: none is a pass with the note, any is a stop that shows all.
fn verdict(faults: &[String], note: String) -> Result<Verdict, Stop> {
    if faults.is_empty() {
        return Ok(Verdict::Passed(note));
    }
    Err(Stop::with_tail(
        format!("{} found", faults.len()),
        faults.join("\n"),
    ))
}
