//! The core's events for other languages.
//!
//! Guarantee: the words and members are the core's; times are milliseconds, ids and paths text.

use frontdesk_core::model::event::OperationId;
use frontdesk_core::{Author, DeliveryOutcome, Event, FeedMode};

use crate::data::{OperationKind, SessionState, signed};
use crate::error::millis;

/// Something the app may want to know.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum FrontdeskEvent {
    /// Who is logged in changed.
    SessionChanged {
        /// The new state.
        state: SessionState,
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
    /// The server found the user's JWT expired: hand over a fresh one. Everything is kept meanwhile.
    TokenRequired,
    /// The server cannot be reached or said to wait; everything is kept.
    Waiting {
        /// Why, as a stable code.
        code: String,
        /// Until the next attempt, in milliseconds.
        retry_in_ms: i64,
    },
    /// Something on the messenger's screen changed: ask for the messenger's state.
    MessengerStateChanged,
    /// A visitor left an e-mail address in the messenger.
    EmailSupplied,
    /// The messenger covers the app now.
    Shown,
    /// The messenger does not cover the app any more.
    Hidden,
    /// Another number of conversations holds something unread. Whoever starts to listen hears the present number
    /// first.
    UnreadChanged {
        /// Conversations with something unread.
        count: i64,
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
        salvaged: i64,
        /// Where the damaged file is kept.
        kept_as: String,
    },
}

impl FrontdeskEvent {
    /// The event; `None` for one that this crate does not know yet.
    pub(crate) fn of(event: &Event) -> Option<Self> {
        Some(match event.clone() {
            Event::SessionChanged { state } => Self::SessionChanged { state },
            Event::Delivery { id, kind, outcome } => Self::Delivery {
                id,
                kind: kind.into(),
                outcome,
            },
            Event::ConversationChanged { id } => Self::ConversationChanged { id },
            Event::TokenRequired => Self::TokenRequired,
            Event::Waiting { code, retry_in } => Self::Waiting {
                code,
                retry_in_ms: millis(retry_in),
            },
            Event::MessengerStateChanged => Self::MessengerStateChanged,
            Event::EmailSupplied => Self::EmailSupplied,
            Event::Shown => Self::Shown,
            Event::Hidden => Self::Hidden,
            Event::UnreadChanged { count } => Self::UnreadChanged { count: signed(count) },
            Event::TicketChanged { id } => Self::TicketChanged { id },
            Event::Typing {
                conversation_id,
                author,
            } => Self::Typing {
                conversation_id,
                author,
            },
            Event::FeedChanged { mode } => Self::FeedChanged { mode },
            Event::StoreRecovered { salvaged, kept_as } => Self::StoreRecovered {
                salvaged: signed(salvaged),
                kept_as: kept_as.to_string_lossy().into_owned(),
            },
            _ => return None,
        })
    }
}
