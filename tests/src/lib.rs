//! Whole-system test support: the real server under a fault plan, a client that can be killed, and the
//! checks that compare what was promised with what arrived.
//!
//! Everything here may panic: a panic is how a test reports. Nothing here sleeps to let time pass; whoever
//! waits, waits for a thing, with a deadline.

pub mod crash;
pub mod model;
pub mod scenario;
pub mod support;

// The README's code must compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
