//! The feed of changes: what happened to a contact, numbered from 1, and the signal that there is more.
//!
//! A change is written in the same transaction as what it tells about, so it is never lost; a signal comes
//! after the commit and only says whose feed grew. Changes are kept for 7 days and 1,000 per contact.

use std::sync::Arc;

use async_trait::async_trait;

use super::{Part, StoreResult, Summary, Unread, Viewer};

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

/// A change, as its reader sees it now: a part that was redacted since shows no words, and a conversation
/// that the contact left since is not shown at all.
#[derive(Debug, Clone)]
pub struct FeedChange {
    /// Place in the contact's feed.
    pub seq: i64,
    /// What kind.
    pub kind: ChangeKind,
    /// What it tells.
    pub data: ChangeData,
}

/// What a change tells.
#[derive(Debug, Clone)]
pub enum ChangeData {
    /// Of `part.created`.
    Part(Box<Part>),
    /// Of `conversation.updated`.
    Conversation(Box<Summary>),
    /// Of `unread.changed`.
    Unread(Unread),
    /// Of all others: JSON text of an object.
    Json(String),
}

/// Which changes are asked for.
#[derive(Debug, Clone)]
pub struct ReadFeed {
    /// Who reads.
    pub viewer: Viewer,
    /// Only later ones; `None` asks only where the feed stands.
    pub after: Option<i64>,
    /// Positions below this one belong to another feed.
    pub feed_from: i64,
    /// Most to return.
    pub limit: usize,
}

/// A piece of a feed.
#[derive(Debug, Clone)]
pub enum FeedPage {
    /// These came after.
    Changes {
        /// Oldest first; what a later one of the same page replaces is left out.
        changes: Vec<FeedChange>,
        /// Up to where the feed was read: `after` for the next time.
        seq: i64,
        /// There is more.
        more: bool,
    },
    /// The position is unknown or too old: the reader has to load everything anew.
    Gone,
}

/// The store of feeds.
#[async_trait]
pub trait FeedStore {
    /// What came after a position. `None` when there is no such contact.
    async fn read_feed(&self, read: ReadFeed) -> StoreResult<Option<FeedPage>>;
    /// Drops changes older than `before` (unix seconds) and answers how many.
    async fn purge_changes(&self, before: i64) -> StoreResult<usize>;
    /// Who is told whose feeds grew; replaces the listener before. Set once, when the server is opened.
    fn on_changes(&self, listener: ChangeListener);
}
