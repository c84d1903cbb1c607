//! Where to push to.
//!
//! Guarantees: the token is bound to this device and its present user by an operation of the outbox, bound again
//! at the next login of this process, and unbound by the server when the session is closed, which is repeated
//! until the server knows, also when the logout happened offline. The token is kept in memory only: the system
//! hands it to the app at every start. Called by the app on any thread.
//!
//! Without the feature `push` no token is taken: the calls answer `feature_left_out`.

#[cfg(feature = "push")]
mod bound;
#[cfg(not(feature = "push"))]
mod left_out;

#[cfg(feature = "push")]
pub(crate) use bound::{PushToken, bind_for_new_session};
#[cfg(not(feature = "push"))]
pub(crate) use left_out::{PushToken, bind_for_new_session};

/// Whose push service a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushProvider {
    /// Apple.
    Apns,
    /// Firebase Cloud Messaging.
    Fcm,
    /// A browser's.
    Webpush,
}

/// Which of Apple's two services; `Production` elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PushEnvironment {
    /// Apps from the store, and everything that is not Apple's.
    #[default]
    Production,
    /// Apps from the development tools.
    Sandbox,
}

impl PushProvider {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Apns => "apns",
            Self::Fcm => "fcm",
            Self::Webpush => "webpush",
        }
    }
}

impl PushEnvironment {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
        }
    }
}
