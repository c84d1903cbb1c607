//! What a developer needs to find out why something does not work.
//!
//! Guarantees: every stable code is listed once with what to do about it ([`codes`]), and `docs/errors.md` is
//! that list; an error says which of the app's settings is at fault when one is ([`Fault`]); a [`Diagnostics`]
//! report can be pasted into a public bug report: it holds no token, hash, key, e-mail address, id or word of
//! a person, because none of its fields can. Read on any thread; the report is collected on the worker's.

pub mod codes;
mod fault;
mod report;
mod troubles;

pub use codes::Known;
pub use fault::Fault;
pub(crate) use report::collect;
pub use report::{
    ClockReport, Diagnostics, FeedReport, LimitsReport, QueueReport, SessionReport, StoreReport,
};
pub use troubles::Trouble;
pub(crate) use troubles::Troubles;
