//! One page of a list, from the server or from what was seen before.
//!
//! Guarantee: the field names are the wire's. Made on the worker's thread, read by the app on any thread.

use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The entries, newest first.
    pub data: Vec<T>,
    /// The cursor of the next page; absent on the last one.
    #[serde(default)]
    pub next: Option<String>,
    /// The server could not be asked: this is what was seen before. Not on the wire.
    #[serde(default)]
    pub from_cache: bool,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            data: Vec::new(),
            next: None,
            from_cache: false,
        }
    }
}
