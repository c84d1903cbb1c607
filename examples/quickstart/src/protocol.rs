//! What story and app say to each other: one JSON line each way.
//!
//! Guarantees: an order has a number and is answered with that number once; what the app's listener hears
//! comes between the answers, in its own order. Used by the app's process and by the story.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What the story tells the app to do.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) number: u64,
    pub(crate) call: Call,
}

/// A call of the SDK.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Call {
    LoginUnidentifiedUser,
    LoginUser {
        user_id: String,
    },
    LogEvent {
        name: String,
        metadata: Map<String, Value>,
    },
    /// Attributes, flat as in every language.
    UpdateUser(Value),
    Logout,
    Pending,
    Flush,
}

impl Call {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::LoginUnidentifiedUser => "login_unidentified_user",
            Self::LoginUser { .. } => "login_user_with_user_attributes",
            Self::LogEvent { .. } => "log_event",
            Self::UpdateUser(_) => "update_user",
            Self::Logout => "logout",
            Self::Pending => "pending",
            Self::Flush => "flush",
        }
    }
}

/// What the app tells the story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Report {
    /// The answer to an order.
    Answer { number: u64, answer: Answer },
    /// The listener heard that the session changed.
    Session { state: String },
    /// The listener heard how an operation ended.
    Ended { id: String, outcome: String },
    /// The listener heard that nothing is sent for a reason.
    Waiting { code: String },
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    LoggedIn {
        merged: bool,
        from_stored_session: bool,
    },
    /// The id of a stored event.
    Stored {
        id: String,
    },
    Updated {
        delivered: bool,
        rejected: Vec<String>,
    },
    Left {
        queued: u64,
        waiting_for: Option<String>,
        refused: u64,
    },
    Done,
    Error {
        code: String,
        message: String,
    },
}
