//! Conversations and their parts, as the server tells them and as a messenger shows them.
//!
//! Guarantees: the field names are the wire's (`contract/openapi.yaml`); fields of a newer server are ignored
//! and absent optional ones have a default, so that an old app goes on reading; what people wrote, their names
//! and signed links are never part of `Debug`. Made on the worker's thread from answers and from the cache,
//! read by the app on any thread.

use serde::{Deserialize, Serialize};

/// Whether a conversation is being dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConversationState {
    /// Closed by a teammate; a reply opens it again.
    Closed,
    /// Set aside by a teammate; a reply opens it again.
    Snoozed,
    /// Open, or in a state this version does not know.
    #[default]
    #[serde(other)]
    Open,
}

/// What kind of author wrote a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorKind {
    /// The contact itself.
    User,
    /// A teammate.
    Admin,
    /// The server, or a kind this version does not know.
    #[default]
    #[serde(other)]
    Bot,
}

/// Who wrote something.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Author {
    /// The kind of author.
    #[serde(rename = "type", default)]
    pub kind: AuthorKind,
    /// The name to show.
    #[serde(default)]
    pub name: Option<String>,
    /// Address of a picture.
    #[serde(default)]
    pub avatar: Option<String>,
}

impl std::fmt::Debug for Author {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Author")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// A file that belongs to a part.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The id of its upload.
    pub id: String,
    /// The file's name.
    pub name: String,
    /// The media type, e.g. `image/png`.
    pub content_type: String,
    /// Bytes.
    pub size: u64,
    /// Signed address; empty while the file was not sent yet.
    #[serde(default)]
    pub url: String,
    /// When the address stops to work, in unix seconds; then read the conversation again.
    #[serde(default)]
    pub expires_at: i64,
    /// Pixels across, of a picture as it is shown upright; absent when the server does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Pixels down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Attachment")
            .field("id", &self.id)
            .field("content_type", &self.content_type)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// An answer that a tap can give.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuickReply {
    /// Its id, sent back when it is chosen.
    pub id: String,
    /// The words on the button.
    pub text: String,
}

impl std::fmt::Debug for QuickReply {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("QuickReply")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// What the server says about a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Seen by a teammate (own parts only).
    Seen,
    /// Its words were taken back; the bodies are absent.
    Redacted,
    /// Sent, or in a state this version does not know.
    #[default]
    #[serde(other)]
    Sent,
}

/// How far a part that this device wrote has come. Not on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum PartDelivery {
    /// The server has it.
    #[default]
    Sent,
    /// Stored on this device and on its way.
    Pending,
    /// Refused by the server; the user may retry or discard it.
    Failed {
        /// The stable code of the refusal.
        code: String,
        /// The field at fault.
        field: Option<String>,
    },
}

impl PartDelivery {
    /// Whether the server has the part.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        *self == PartDelivery::Sent
    }
}

/// One message of a conversation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The id: the device's UUID when a device wrote it, decimal otherwise.
    pub id: String,
    /// The place within the conversation, from 1, with gaps; 0 while the server does not have the part.
    #[serde(default)]
    pub seq: i64,
    /// Who wrote it.
    #[serde(default)]
    pub author: Author,
    /// Sanitised HTML.
    #[serde(default)]
    pub body_html: Option<String>,
    /// The same as plain text.
    #[serde(default)]
    pub body_text: Option<String>,
    /// Files, at most ten.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// Answers to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quick_replies: Vec<QuickReply>,
    /// Unix seconds.
    #[serde(default)]
    pub created_at: i64,
    /// What the server says about it.
    #[serde(default)]
    pub state: PartState,
    /// How far it has come when this device wrote it.
    #[serde(default, skip_serializing_if = "PartDelivery::is_sent")]
    pub delivery: PartDelivery,
}

impl std::fmt::Debug for Part {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Part")
            .field("id", &self.id)
            .field("seq", &self.seq)
            .field("author", &self.author.kind)
            .field("state", &self.state)
            .field("delivery", &self.delivery)
            .finish_non_exhaustive()
    }
}

/// A conversation as it stands in a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationSummary {
    /// The server's id (decimal), or `client_id` while the server does not know the conversation.
    pub id: String,
    /// The id the device gave it, when a device started it.
    #[serde(default)]
    pub client_id: Option<String>,
    /// Title, when it has one.
    #[serde(default)]
    pub title: Option<String>,
    /// Open, closed or snoozed.
    #[serde(default)]
    pub state: ConversationState,
    /// Unix seconds; lists are sorted by it, newest first.
    #[serde(default)]
    pub updated_at: i64,
    /// The newest part.
    #[serde(default)]
    pub last_part: Option<Part>,
    /// Parts of others that were not read yet.
    #[serde(default)]
    pub unread_count: u64,
    /// Teammates who take part.
    #[serde(default)]
    pub participants: Vec<Author>,
}

impl std::fmt::Debug for ConversationSummary {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ConversationSummary")
            .field("id", &self.id)
            .field("client_id", &self.client_id)
            .field("state", &self.state)
            .field("updated_at", &self.updated_at)
            .field("unread_count", &self.unread_count)
            .finish_non_exhaustive()
    }
}

/// A conversation with one page of its parts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// The server's id (decimal), or `client_id` while the server does not know the conversation.
    pub id: String,
    /// The id the device gave it, when a device started it.
    #[serde(default)]
    pub client_id: Option<String>,
    /// Title, when it has one.
    #[serde(default)]
    pub title: Option<String>,
    /// Open, closed or snoozed.
    #[serde(default)]
    pub state: ConversationState,
    /// Unix seconds.
    #[serde(default)]
    pub updated_at: i64,
    /// Parts of others that were not read yet.
    #[serde(default)]
    pub unread_count: u64,
    /// Teammates who take part.
    #[serde(default)]
    pub participants: Vec<Author>,
    /// Oldest first, at most 50.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// `before` for the page of older parts; absent when there are none.
    #[serde(default)]
    pub previous: Option<i64>,
    /// The server could not be asked: this is what was seen before. Not on the wire.
    #[serde(default)]
    pub from_cache: bool,
}

impl Conversation {
    /// The same conversation as it stands in a list.
    #[must_use]
    pub fn summary(&self) -> ConversationSummary {
        ConversationSummary {
            id: self.id.clone(),
            client_id: self.client_id.clone(),
            title: self.title.clone(),
            state: self.state,
            updated_at: self.updated_at,
            last_part: self.parts.last().cloned(),
            unread_count: self.unread_count,
            participants: self.participants.clone(),
        }
    }
}

impl std::fmt::Debug for Conversation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Conversation")
            .field("id", &self.id)
            .field("client_id", &self.client_id)
            .field("state", &self.state)
            .field("updated_at", &self.updated_at)
            .field("unread_count", &self.unread_count)
            .field("parts", &self.parts)
            .field("previous", &self.previous)
            .field("from_cache", &self.from_cache)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "conversation_tests.rs"]
mod tests;
