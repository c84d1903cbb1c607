//! The errors an app can see.
//!
//! Guarantees: every public call that fails ends in one [`FrontdeskError`]; each variant says what the
//! caller should *do*, [`FrontdeskError::code`] is stable across releases and languages, and no message
//! holds a token, a hash, an e-mail address or a body. Rich causes stay in the rooms that met them.
//! Used by every room, on any thread.

use std::time::Duration;

use crate::model::content::ContentStatus;
pub use crate::model::rejection::InputError;

/// What went wrong, shaped by what the caller should do about it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FrontdeskError {
    /// The call's arguments break a rule: change the call. Nothing was stored.
    #[error(transparent)]
    InvalidInput(#[from] InputError),

    /// No user is logged in: call a login function first. Code `not_logged_in`.
    #[error("no user is logged in: call login_unidentified_user or login_user_with_user_attributes first")]
    NotLoggedIn,

    /// The session forbids this call: log out first, or do not log out at all.
    /// Codes `logout_required`, `unidentified_logout`, `superseded`.
    #[error("{message}")]
    SessionConflict {
        /// Stable code.
        code: &'static str,
        /// What to do, in words.
        message: &'static str,
    },

    /// The server could not be reached or could not answer; the SDK keeps what it was told and goes on
    /// trying. Codes `network_unavailable`, `server_unavailable`, `rate_limited`,
    /// `misconfigured_endpoint`, `tls_untrusted`, `tls_not_valid_now`.
    #[error("the server could not be reached ({code}); what the app told is kept and tried again")]
    Unreachable {
        /// Stable code.
        code: &'static str,
        /// How long the server asked to wait, when it did.
        retry_after: Option<Duration>,
    },

    /// The server understood and said no: fix the key, the hash, the token or the call.
    /// Codes are the server's, for example `identity_verification_failed`, `api_key_invalid`.
    #[error("the server refused the call ({code})")]
    Refused {
        /// The server's stable code.
        code: String,
        /// The field it named, when it named one.
        field: Option<String>,
    },

    /// The content cannot be shown now. Codes `content_not_live`, `content_not_targeted`, `not_found`.
    #[error("the content cannot be shown ({code})")]
    ContentUnavailable {
        /// Stable code.
        code: &'static str,
        /// Its status on the server, when it is not live.
        status: Option<ContentStatus>,
        /// A sentence an end user may see.
        user_message: &'static str,
    },

    /// The device cannot store now. Codes `storage_full`, `storage_unavailable`, `queue_full`,
    /// `storage_newer_schema`, `already_open`. Earlier operations are intact.
    #[error("the device could not store the operation ({code}): {message}")]
    Storage {
        /// Stable code.
        code: &'static str,
        /// What to do, in words.
        message: &'static str,
        /// The limit that was met, for `queue_full` (operations).
        limit: Option<u64>,
    },

    /// The client was shut down: open a new one. Code `shut_down`.
    #[error("the client was shut down")]
    ShutDown,

    /// A defect of the SDK; the operation may or may not have been stored. Code `internal`.
    #[error("an internal error in {room}")]
    Internal {
        /// The room that met it.
        room: &'static str,
    },
}

impl FrontdeskError {
    /// The stable code of this error, the same word in every language.
    pub fn code(&self) -> &str {
        match self {
            Self::InvalidInput(input) => input.code,
            Self::NotLoggedIn => "not_logged_in",
            Self::SessionConflict { code, .. }
            | Self::Unreachable { code, .. }
            | Self::ContentUnavailable { code, .. }
            | Self::Storage { code, .. } => code,
            Self::Refused { code, .. } => code,
            Self::ShutDown => "shut_down",
            Self::Internal { .. } => "internal",
        }
    }

    /// The field at fault, as a path such as `custom_attributes.plan`.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::InvalidInput(input) => Some(&input.field),
            Self::Refused { field, .. } => field.as_deref(),
            _ => None,
        }
    }

    /// The limit that was exceeded, in the unit its code names.
    pub fn limit(&self) -> Option<u64> {
        match self {
            Self::InvalidInput(input) => input.limit,
            Self::Storage { limit, .. } => *limit,
            _ => None,
        }
    }

    /// Whether the same call may succeed later without the app changing anything.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::Storage {
                    code: "storage_full" | "queue_full",
                    ..
                }
        )
    }

    pub(crate) fn internal(room: &'static str) -> Self {
        Self::Internal { room }
    }
}
