//! The feed of changes: what happened to a contact, numbered from 1, and the signal that there is more.
//!
//! A change is written in the same transaction as what it tells about, so it is never lost; a signal comes
//! after the commit and only says whose feed grew. Changes are kept for 7 days and 1,000 per contact.

use std::sync::Arc;

use async_trait::async_trait;

/// Most changes that are kept of one contact; older ones are dropped as new ones come.
pub const CHANGES_KEPT: i64 = 1_000;

/// Told after each commit whose feeds grew. Called on the store's own thread: it must be quick and must
/// not call the store.
pub type ChangeListener = Arc<dyn Fn(&[String]) + Send + Sync>;

/// What kind of change it is. The words are those of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// Somebody wrote something.
    PartCreated,
    /// State, title or people of a conversation.
    ConversationUpdated,
    /// What is unread.
    UnreadChanged,
    /// Content became due.
    ContentShow,
    /// A ticket moved.
    TicketUpdated,
    /// The settings of the messenger.
    SettingsChanged,
    /// This contact was merged into another one.
    ContactMerged,
    /// Its sessions were ended.
    SessionRevoked,
}

impl ChangeKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::PartCreated,
        Self::ConversationUpdated,
        Self::UnreadChanged,
        Self::ContentShow,
        Self::TicketUpdated,
        Self::SettingsChanged,
        Self::ContactMerged,
        Self::SessionRevoked,
    ];

    /// The word on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PartCreated => "part.created",
            Self::ConversationUpdated => "conversation.updated",
            Self::UnreadChanged => "unread.changed",
            Self::ContentShow => "content.show",
            Self::TicketUpdated => "ticket.updated",
            Self::SettingsChanged => "settings.changed",
            Self::ContactMerged => "contact.merged",
            Self::SessionRevoked => "session.revoked",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// The store of feeds.
#[async_trait]
pub trait FeedStore {
    /// Who is told whose feeds grew; replaces the listener before. Set once, when the server is opened.
    fn on_changes(&self, listener: ChangeListener);
}
