//! The core's plain values for other languages.
//!
//! Guarantee: the same names and members as in the core: most are the core's own types, declared again only so that
//! the generator sees them (a member that differs does not compile). Times are unix seconds unless a name says
//! `_ms`; JSON of any shape is text; counts are signed, because Java has no other numbers.

mod conversation;
mod help;
mod library;
mod messenger;
mod outbox;
mod session;

pub use conversation::*;
pub use help::*;
pub use library::*;
pub use messenger::*;
pub use outbox::*;
pub use session::*;

/// A count as Java can hold it.
pub(crate) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
