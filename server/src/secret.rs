//! Values that must not reach a log: their `Debug` shows nothing and they have no `Display`.
//!
//! Serializing one writes it out, on purpose: that is how `dev` prints its line and how an answer hands a
//! token to its device.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A token, key or hash. Read it with [`Secret::expose`], next to the place that needs it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a value.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
