//! Rules that need no database and no network: what an event, an attribute, a search may be.
//! Pure functions, called on request threads and inside store transactions.

pub mod attributes;
pub mod conversation_fields;
pub mod events;
pub mod file_types;
pub mod guides;
pub mod help;
pub mod live;
pub mod locale;
pub mod look;
pub mod pictures;
mod plain_event;
pub mod query;
pub mod receipts;
pub mod rich_text;
pub mod surveys;
pub mod targeting;
pub mod tickets;
pub mod values;
pub mod web_page;
