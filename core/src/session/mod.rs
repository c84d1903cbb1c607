//! Login: who is logged in, and what moves that.
//!
//! Guarantees: every path from one session state to another is one row of [`transition`]; it does no I/O,
//! reads no clock and holds no lock, so that the vectors in `contract/vectors/session.json` can run it in
//! every language. `ledger` carries the effects out in one transaction. Called by `client` and `worker`
//! inside the store's exclusive turn.

mod device;
mod leaving;
pub(crate) mod ledger;
mod transition;

pub(crate) use device::id as device_id;
pub use transition::{Effect, Input, Person, State, StateName, Verdict, transition};
