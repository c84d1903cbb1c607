//! The outbox: how an operation becomes durable, and who may write.
//!
//! Guarantees:
//! - When `append` returns `Ok`, the operation is committed; it survives a kill (`Durability::Process`) or a
//!   power cut (`Durability::Power`). When it returns an error, nothing was stored.
//! - Operations have one order, the order of their commits. Each belongs to the epoch that was current at
//!   its commit, and to no other, ever.
//! - Writers take turns in the order in which they came. Appends that wait together are committed together
//!   by the first of them (the leader), so that many callers share one commit and nobody is starved.
//! - No foreign code runs and no network is touched while the turn is held.
//!
//! `append` runs on callers' threads; `exclusive` on callers' threads (login, logout) and on the worker.

mod line;
pub(crate) mod messages;
pub(crate) mod pending;
pub(crate) mod throttle;
mod turn;
mod under_way;
mod wake;
mod writer;

pub(crate) use line::CommitLine;
pub(crate) use under_way::UnderWay;
pub(crate) use wake::Wake;
pub(crate) use writer::{Stored, Writer};
