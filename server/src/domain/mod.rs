//! Rules that need no database and no network: what an event, an attribute, a search may be.
//! Pure functions, called on request threads and inside store transactions.

pub mod attributes;
pub mod events;
mod plain_event;
pub mod query;
pub mod rich_text;
pub mod values;
