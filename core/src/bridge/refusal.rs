//! Why a message is not carried out.
//!
//! Guarantee: a stable code, the field at fault where one can be named, and never a value: what a hostile page
//! sent does not come back. Plain values.

use serde_json::{Map, Value};

use crate::error::{FrontdeskError, InputError};
use crate::model::content::ContentStatus;

/// A refusal as it travels in `error`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal(Box<Map<String, Value>>);

impl Refusal {
    fn new(code: &str, message: &str) -> Self {
        let mut members = Map::new();
        members.insert("code".to_owned(), code.into());
        members.insert("message".to_owned(), message.into());
        members.insert("temporary".to_owned(), false.into());
        Self(Box::new(members))
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if !value.is_null() {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    /// The message, or the named member of it, is not what the schema says.
    pub(super) fn malformed(field: &str) -> Self {
        let refusal = Self::new("invalid_request", "the message is not what the schema says");
        match field {
            "" => refusal,
            field => refusal.with("field", field),
        }
    }

    pub(super) fn unknown_type() -> Self {
        Self::new("unknown_request", "there is no request of this type").with("field", "type")
    }

    pub(super) fn too_large(limit: usize) -> Self {
        Self::new("message_too_large", "the message is too large").with("limit", limit)
    }

    /// A text that is no JSON, or too much of it.
    pub(super) fn of_json(error: &InputError, most_bytes: usize) -> Self {
        match error.code {
            "message_too_large" => Self::too_large(most_bytes),
            code @ ("too_deep" | "too_many_keys") => {
                Self::new(code, "the message is nested too deeply or has too many keys")
                    .with("limit", error.limit)
            }
            _ => Self::malformed(""),
        }
    }

    pub(super) fn repeated() -> Self {
        Self::new("repeated_request", "this id was used for another request").with("field", "id")
    }

    pub(super) fn too_many(retry_after_ms: u64) -> Self {
        Self::new("too_many_requests", "the page asks faster than it may")
            .with("temporary", true)
            .with("retry_after_ms", retry_after_ms)
    }

    pub(super) fn input(code: &str, field: &str, message: &str) -> Self {
        Self::new(code, message).with("field", field)
    }

    pub(super) fn limited_to(self, limit: u64) -> Self {
        self.with("limit", limit)
    }

    #[cfg(test)]
    pub(super) fn code(&self) -> &str {
        self.0["code"].as_str().unwrap_or_default()
    }

    pub(super) fn into_json(self) -> Value {
        Value::Object(*self.0)
    }
}

impl From<FrontdeskError> for Refusal {
    fn from(error: FrontdeskError) -> Self {
        let refusal = Self::new(error.code(), &error.to_string())
            .with("temporary", error.is_temporary())
            .with("field", error.field())
            .with("limit", error.limit());
        match error {
            FrontdeskError::ContentUnavailable {
                status, user_message, ..
            } => refusal
                .with("status", status.map(ContentStatus::as_str))
                .with("user_message", user_message),
            FrontdeskError::Unreachable { retry_after, .. } => {
                let wait = retry_after.and_then(|wait| u64::try_from(wait.as_millis()).ok());
                refusal.with("retry_after_ms", wait)
            }
            _ => refusal,
        }
    }
}
