//! What the policy decides: the next step after one answer.
//!
//! Guarantee: there is no action that deletes. Plain values, made by [`classify`](super::classify()) and
//! carried out by the worker and by login on the worker thread.

use std::time::Duration;

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// The answer is what was promised. For an upload each item is then judged by
    /// [`classify_item`](super::classify_item).
    Ack,
    /// Keep everything and repeat the same bytes at the policy's pace, not before `after`.
    Retry {
        /// The server's wish, for [`Policy::next_delay`](super::Policy::next_delay).
        after: Option<Duration>,
    },
    /// The session is over: create it anew, once, then repeat.
    RefreshSession,
    /// Keep everything, stop sending, tell the app why; ask again after `recheck` or when identity,
    /// configuration or network change.
    Pause {
        /// Why.
        reason: PauseReason,
        /// Until the next attempt.
        recheck: Duration,
    },
    /// Several items were refused together: send the two halves apart to find the offender.
    Split {
        /// What to halve by.
        by: SplitBy,
    },
    /// The one item of this upload is refused for good: set it aside with this code and tell the app.
    Quarantine {
        /// The stable code of the reason.
        code: String,
    },
    /// The caller's question is answered with this refusal; nothing stored is affected.
    Refuse {
        /// The stable code of the reason.
        code: String,
    },
}

/// Why sending stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PauseReason {
    /// A new session was refused too: identity, hash or token must change.
    AuthRequired,
    /// The server refuses this app, key or contact.
    Forbidden,
    /// The address does not lead to a Frontdesk server.
    MisconfiguredEndpoint,
    /// The server's certificate cannot be trusted.
    TlsUntrusted,
    /// The server's certificate is not valid at the time that the device believes it is.
    TlsNotValidNow,
}

impl PauseReason {
    /// The stable code the app sees.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            PauseReason::AuthRequired => "auth_required",
            PauseReason::Forbidden => "forbidden",
            PauseReason::MisconfiguredEndpoint => "misconfigured_endpoint",
            PauseReason::TlsUntrusted => "tls_untrusted",
            PauseReason::TlsNotValidNow => "tls_not_valid_now",
        }
    }
}

/// How a batch is halved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitBy {
    /// Half the items.
    Items,
    /// Half the bytes.
    Bytes,
}
