//! What was not read yet.
//!
//! Guarantee: the field names are the wire's. Made on the worker's thread from pings and changes.

use serde::{Deserialize, Serialize};

/// Conversations with something unread.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Unread {
    /// How many conversations hold unread parts of teammates.
    #[serde(default)]
    pub count: u64,
    /// Their ids.
    #[serde(default)]
    pub conversation_ids: Vec<String>,
}
