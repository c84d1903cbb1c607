//! The whole answer to "it failed, what now?".
//!
//! [`classify()`] turns one answer of the network into one [`Action`]; [`Policy`] says how long a repeated
//! attempt waits; [`retry_after`] reads the header of that name; [`body`] names what came back. No other
//! code decides about statuses or waits.
//!
//! Guarantees: nothing here does I/O, sleeps, reads a clock or draws randomness that was not handed in, and
//! no action drops data because of a fault of the server or of anything between: what is not acknowledged is
//! kept, isolated ([`Action::Split`], [`Action::Quarantine`]) or waits ([`Action::Retry`],
//! [`Action::Pause`]). The shared cases are `contract/vectors/retry.json`.
//!
//! Called by the worker and by login on the worker thread; every function is pure or owns its state, so any
//! thread would do.

pub mod action;
pub mod answer;
pub mod body;
pub mod classify;
pub mod item;
pub mod limits;
pub mod policy;
pub mod randomness;
pub mod retry_after;

pub use action::{Action, PauseReason, SplitBy};
pub use answer::{Answer, Purpose, Request, TransportFailure};
pub use body::Body;
pub use classify::classify;
pub use item::{ItemAction, ItemResult, classify_item};
pub use policy::{Policy, PolicyConfig};
pub use randomness::{Randomness, SeededRandomness, SystemRandomness};
