//! The things that can be announced, and who hears them.
//!
//! Guarantees: no event holds a token, a hash, an e-mail address or a body. Built by the worker and by the
//! caller's thread that changed the session; read on `frontdesk-events`.

use std::path::PathBuf;
use std::time::Duration;

use crate::messenger::FeedMode;
use crate::model::conversation::Author;
use crate::model::event::OperationId;
pub use crate::model::operation::OperationKind;

/// A single attribute the server would not take; the rest of the operation took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedField {
    /// Path of the field, for example `custom_attributes.plan`.
    pub field: String,
    /// The server's stable code, for example `attribute_not_found`.
    pub code: String,
}

/// How `update_user` ended for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The server accepted it; attributes it would not take are listed.
    Delivered {
        /// Rejected one by one, never failing the rest.
        rejected: Vec<RejectedField>,
    },
    /// Durably queued; its fate is announced by [`Event::Delivery`].
    Queued,
}

/// The final fate of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// Accepted by the server, once.
    Delivered,
    /// Refused by the server for good; kept in `pending()` with its reason.
    Rejected {
        /// The server's stable code.
        code: String,
        /// The field it named.
        field: Option<String>,
    },
    /// Older than the declared maximum age; given up.
    Expired,
    /// Its stored bytes no longer match their checksum; not sent, because changed data is worse than none.
    Damaged,
    /// Joined with a later change of the same user, because there were more than `Limits::update_quota`; the
    /// later one's fate is this one's.
    Coalesced {
        /// The later change.
        into: OperationId,
    },
    /// Removed at the app's explicit wish (`logout` with `UnsentOperations::Purge`, or a message that was dismissed
    /// before it was sent).
    Purged,
}

/// Something the app may want to know.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// Who is logged in changed: `logged_out`, `logging_in`, `logged_in`, `login_pending`.
    SessionChanged {
        /// The new state.
        state: crate::session::StateName,
    },
    /// An operation reached its end.
    Delivery {
        /// The id that the call returned.
        id: OperationId,
        /// What it was.
        kind: OperationKind,
        /// How it ended.
        outcome: DeliveryOutcome,
    },
    /// A conversation holds something new, what was written in it got further, or its state, title or people are
    /// others. Read it again.
    ConversationChanged {
        /// The server's id, or the device's own while the server does not know the conversation.
        id: String,
    },
    /// The server found the user's JWT expired: hand over a fresh one with `set_user_jwt`, or let
    /// `Builder::token_refresh` do it. Everything is kept meanwhile.
    TokenRequired,
    /// The server cannot be reached or said to wait; everything is kept.
    Waiting {
        /// Why, as a stable code.
        code: String,
        /// Until the next attempt.
        retry_in: Duration,
    },
    /// Something on the messenger's screen changed: ask `messenger_state`. Changes that come faster than
    /// they are heard are announced once.
    MessengerStateChanged,
    /// A visitor left an e-mail address in the messenger. The address itself is in the user's attributes.
    EmailSupplied,
    /// The messenger covers the app now.
    Shown,
    /// The messenger does not cover the app any more.
    Hidden,
    /// Another number of conversations holds something unread. Whoever starts to listen hears the present
    /// number first.
    UnreadChanged {
        /// Conversations with something unread.
        count: u64,
    },
    /// A ticket changed.
    TicketChanged {
        /// Its id.
        id: String,
    },
    /// Somebody is writing; true for a few seconds.
    Typing {
        /// Where.
        conversation_id: String,
        /// Who.
        author: Author,
    },
    /// News arrive in another way now.
    FeedChanged {
        /// How.
        mode: FeedMode,
    },
    /// The database could not be read; it was kept under another name and what was readable was saved.
    StoreRecovered {
        /// Operations saved.
        salvaged: u64,
        /// Where the damaged file is kept.
        kept_as: PathBuf,
    },
}

/// Hears events on the thread `frontdesk-events`, one after the other.
///
/// It may call any function of the client. It must not own the client (that would be a cycle).
pub trait Listener: Send + Sync + 'static {
    /// One event.
    fn on_event(&self, event: &Event);
}
