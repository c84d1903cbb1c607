//! The words of the domain and the rules for what an app may hand over.
//!
//! Guarantees: a value of a type here satisfies every rule of `contract/vectors/{attributes,limits,text}.json`
//! or is checked by one named call ([`UserAttributes::check`](attributes::UserAttributes::check)); input that
//! breaks a rule becomes an [`InputError`] with code, field and limit before anything is
//! stored; no check recurses, so hostile nesting costs no stack. Types that hold personal data do not show it
//! in `Debug`.
//!
//! Called on the caller's thread by the public functions, and by bindings that convert foreign maps.

pub mod attributes;
pub mod content;
pub mod conversation;
pub mod event;
pub mod help;
pub mod help_center;
pub mod identity;
pub mod json;
pub mod limits;
pub mod live_content;
pub mod message;
pub mod metadata;
pub mod news;
pub mod operation;
pub mod page;
pub mod receipt;
pub mod rejection;
pub mod scalar;
pub mod space;
pub mod text;
pub mod ticket;
pub mod unread;

pub use json::{discard, parse_json};
pub use rejection::InputError;
