//! The core's errors for other languages.
//!
//! Guarantees: the variants are the core's, shaped by what the caller should do; the codes are the same words in
//! every language; `detail` is a sentence for developers without a token, a hash, an e-mail address or a body.

use frontdesk_core::FrontdeskError;

use crate::data::signed;

/// What went wrong, shaped by what the caller should do about it. `detail` is for developers and holds nothing
/// personal; `code` is stable across releases and languages. Since 0.1.
#[derive(Debug, Clone, PartialEq, thiserror::Error, uniffi::Error)]
pub enum CoreError {
    /// The call's arguments break a rule: change the call. Nothing was stored.
    #[error("{detail}")]
    InvalidInput {
        /// Stable code, for example `too_long`.
        code: String,
        /// The field at fault, for example `custom_attributes.plan`.
        field: String,
        /// The limit that was exceeded, in the unit its code names.
        limit: Option<i64>,
        /// What to do, in words.
        detail: String,
    },
    /// No user is logged in: call a login function first.
    #[error("{detail}")]
    NotLoggedIn {
        /// What to do, in words.
        detail: String,
    },
    /// The session forbids this call: log out first, or do not log out at all. Codes `logout_required`,
    /// `unidentified_logout`, `superseded`.
    #[error("{detail}")]
    SessionConflict {
        /// Stable code.
        code: String,
        /// What to do, in words.
        detail: String,
    },
    /// The server could not be reached or could not answer; what the app told is kept and tried again. Codes
    /// `network_unavailable`, `server_unavailable`, `rate_limited`, `misconfigured_endpoint`, `tls_untrusted`,
    /// `tls_not_valid_now`.
    #[error("{detail}")]
    Unreachable {
        /// Stable code.
        code: String,
        /// How long the server asked to wait, when it did, in milliseconds.
        retry_after_ms: Option<i64>,
        /// What happened, in words.
        detail: String,
    },
    /// The server understood and said no: fix the key, the hash, the token or the call.
    #[error("{detail}")]
    Refused {
        /// The server's stable code.
        code: String,
        /// The field it named, when it named one.
        field: Option<String>,
        /// What happened, in words.
        detail: String,
    },
    /// The content cannot be shown now. Codes `content_not_live`, `content_not_targeted`, `not_found`.
    #[error("{detail}")]
    ContentUnavailable {
        /// Stable code.
        code: String,
        /// Its status on the server (`draft`, `paused`, `archived`), when it is not live.
        status: Option<String>,
        /// A sentence an end user may see.
        user_message: String,
        /// What happened, in words.
        detail: String,
    },
    /// The device cannot store now; earlier operations are intact. Codes `storage_full`, `storage_unavailable`,
    /// `queue_full`, `storage_newer_schema`, `already_open`.
    #[error("{detail}")]
    Storage {
        /// Stable code.
        code: String,
        /// The limit that was met, for `queue_full` (operations).
        limit: Option<i64>,
        /// What to do, in words.
        detail: String,
    },
    /// The client was shut down: open a new one.
    #[error("{detail}")]
    ShutDown {
        /// What to do, in words.
        detail: String,
    },
    /// A defect of the SDK; the operation may or may not have been stored.
    #[error("{detail}")]
    Internal {
        /// The room that met it.
        room: String,
        /// What happened, in words.
        detail: String,
    },
}

impl CoreError {
    pub(crate) fn panicked() -> Self {
        Self::Internal {
            room: "ffi".to_owned(),
            detail: "a call panicked; later calls work".to_owned(),
        }
    }
}

impl From<FrontdeskError> for CoreError {
    fn from(error: FrontdeskError) -> Self {
        let detail = error.to_string();
        match error {
            FrontdeskError::InvalidInput(input) => Self::InvalidInput {
                code: input.code.to_owned(),
                field: input.field,
                limit: input.limit.map(signed),
                detail,
            },
            FrontdeskError::NotLoggedIn => Self::NotLoggedIn { detail },
            FrontdeskError::SessionConflict { code, .. } => Self::SessionConflict {
                code: code.to_owned(),
                detail,
            },
            FrontdeskError::Unreachable { code, retry_after } => Self::Unreachable {
                code: code.to_owned(),
                retry_after_ms: retry_after.map(millis),
                detail,
            },
            FrontdeskError::Refused { code, field } => Self::Refused { code, field, detail },
            FrontdeskError::ContentUnavailable {
                code,
                status,
                user_message,
            } => Self::ContentUnavailable {
                code: code.to_owned(),
                status: status.map(|status| status.as_str().to_owned()),
                user_message: user_message.to_owned(),
                detail,
            },
            FrontdeskError::Storage { code, limit, .. } => Self::Storage {
                code: code.to_owned(),
                limit: limit.map(signed),
                detail,
            },
            FrontdeskError::ShutDown => Self::ShutDown { detail },
            FrontdeskError::Internal { room } => Self::Internal {
                room: room.to_owned(),
                detail,
            },
            // A variant that this crate does not know yet is a defect of this crate.
            _ => Self::Internal {
                room: "ffi".to_owned(),
                detail,
            },
        }
    }
}

impl From<frontdesk_core::model::InputError> for CoreError {
    fn from(error: frontdesk_core::model::InputError) -> Self {
        FrontdeskError::from(error).into()
    }
}

/// Whole milliseconds, as every language counts them.
pub(crate) fn millis(time: std::time::Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk_core::ContentStatus;

    #[test]
    fn code_field_limit_and_sentence_survive() {
        let input = frontdesk_core::model::InputError::over("too_long", "name", 120, "must be shorter");
        assert_eq!(
            CoreError::from(input),
            CoreError::InvalidInput {
                code: "too_long".into(),
                field: "name".into(),
                limit: Some(120),
                detail: "name: must be shorter".into(),
            }
        );
        let error = FrontdeskError::ContentUnavailable {
            code: "content_not_live",
            status: Some(ContentStatus::Draft),
            user_message: "Not available now.",
        };
        let CoreError::ContentUnavailable {
            status, user_message, ..
        } = CoreError::from(error)
        else {
            unreachable!("another variant")
        };
        assert_eq!(
            (status.as_deref(), user_message.as_str()),
            (Some("draft"), "Not available now.")
        );
    }
}
