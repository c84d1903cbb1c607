//! Who is logged in, and push.

use crate::data::{RejectedField, signed};

pub use frontdesk_core::client::LoggedInUser;
pub use frontdesk_core::session::StateName as SessionState;
pub use frontdesk_core::{PushEnvironment, PushProvider, Role};

/// Where the session stands.
#[uniffi::remote(Enum)]
pub enum SessionState {
    /// Nobody is logged in.
    LoggedOut,
    /// A login is under way.
    LoggingIn,
    /// Somebody is logged in.
    LoggedIn,
    /// A login is wanted and all its tries failed: the next call tries it first.
    LoginPending,
}

/// Who a contact is.
#[uniffi::remote(Enum)]
pub enum Role {
    /// Unidentified.
    Lead,
    /// Identified.
    User,
}

/// Who is logged in.
#[uniffi::remote(Record)]
pub struct LoggedInUser {
    /// Lead or user.
    pub role: Role,
    /// The app's own id of the user.
    pub user_id: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
}

/// A login that the server accepted, or that was answered from the stored session.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct LoginResult {
    /// The contact's id on the server, once known.
    pub contact_id: Option<String>,
    /// The unidentified user's history was merged into this contact by this login.
    pub merged: bool,
    /// Answered at once from the stored session, because this person was logged in already.
    pub from_stored_session: bool,
    /// Attributes the server would not take, one by one.
    pub rejected: Vec<RejectedField>,
    /// Keys that were no attribute, as paths.
    pub ignored: Vec<String>,
}

impl LoginResult {
    pub(crate) fn of(login: frontdesk_core::Login, ignored: Vec<String>) -> Self {
        Self {
            contact_id: login.contact_id,
            merged: login.merged,
            from_stored_session: login.from_stored_session,
            rejected: login.rejected,
            ignored,
        }
    }
}

/// Whose push service a token belongs to.
#[uniffi::remote(Enum)]
pub enum PushProvider {
    /// Apple's.
    Apns,
    /// Google's.
    Fcm,
    /// A browser's.
    Webpush,
}

/// Which of a provider's environments.
#[uniffi::remote(Enum)]
pub enum PushEnvironment {
    /// For apps from a store.
    Production,
    /// For apps from a development machine (Apple's).
    Sandbox,
}

/// What a push of ours says.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PushMessage {
    /// The conversation with something new.
    pub conversation_id: String,
    /// The new part.
    pub part_id: Option<String>,
    /// Where the feed of changes stands with it.
    pub seq: Option<i64>,
    /// Conversations with something unread, for a badge.
    pub unread: Option<i64>,
}

impl From<frontdesk_core::PushMessage> for PushMessage {
    fn from(message: frontdesk_core::PushMessage) -> Self {
        Self {
            conversation_id: message.conversation_id,
            part_id: message.part_id,
            seq: message.seq.map(signed),
            unread: message.unread.map(signed),
        }
    }
}
