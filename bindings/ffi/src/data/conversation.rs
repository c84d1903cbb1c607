//! Conversations and their parts.

use frontdesk_core::Delivery;
use frontdesk_core::model::conversation as core_side;
use frontdesk_core::model::event::OperationId;
use frontdesk_core::model::page::Page;

use crate::data::signed;

pub use frontdesk_core::model::message::{NewAttachment, NewReply, SentPart};
pub use frontdesk_core::{Author, AuthorKind, ConversationState, PartDelivery, PartState, QuickReply};

/// Whether a conversation is being dealt with.
#[uniffi::remote(Enum)]
pub enum ConversationState {
    /// Closed by a teammate; a reply opens it again.
    Closed,
    /// Set aside by a teammate; a reply opens it again.
    Snoozed,
    /// Open.
    Open,
}

/// What kind of author wrote a part.
#[uniffi::remote(Enum)]
pub enum AuthorKind {
    /// The contact itself.
    User,
    /// A teammate.
    Admin,
    /// The server.
    Bot,
}

/// Who wrote something.
#[uniffi::remote(Record)]
pub struct Author {
    /// The kind of author.
    pub kind: AuthorKind,
    /// The name to show.
    pub name: Option<String>,
    /// Address of a picture.
    pub avatar: Option<String>,
}

/// A file that belongs to a part.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Attachment {
    /// The id of its upload.
    pub id: String,
    /// The file's name.
    pub name: String,
    /// The media type, e.g. `image/png`.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Signed address; empty while the file was not sent yet.
    pub url: String,
    /// When the address stops to work, in unix seconds; then read the conversation again.
    pub expires_at: i64,
    /// Pixels across, of a picture as it is shown upright; absent when the server does not know.
    pub width: Option<i64>,
    /// Pixels down.
    pub height: Option<i64>,
}

/// An answer that a tap can give.
#[uniffi::remote(Record)]
pub struct QuickReply {
    /// Its id, sent back when it is chosen.
    pub id: String,
    /// The words on the button.
    pub text: String,
}

/// What the server says about a part.
#[uniffi::remote(Enum)]
pub enum PartState {
    /// Seen by a teammate (own parts only).
    Seen,
    /// Its words were taken back; the bodies are absent.
    Redacted,
    /// Sent.
    Sent,
}

/// How far a part that this device wrote has come.
#[uniffi::remote(Enum)]
pub enum PartDelivery {
    /// The server has it.
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

/// One message of a conversation.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Part {
    /// The id: the device's UUID when a device wrote it, decimal otherwise.
    pub id: String,
    /// The place within the conversation, from 1, with gaps; 0 while the server does not have the part.
    pub seq: i64,
    /// Who wrote it.
    pub author: Author,
    /// Sanitised HTML.
    pub body_html: Option<String>,
    /// The same as plain text.
    pub body_text: Option<String>,
    /// Files, at most ten.
    pub attachments: Vec<Attachment>,
    /// Answers to choose from.
    pub quick_replies: Vec<QuickReply>,
    /// Unix seconds.
    pub created_at: i64,
    /// What the server says about it.
    pub state: PartState,
    /// How far it has come when this device wrote it.
    pub delivery: PartDelivery,
}

/// A conversation as it stands in a list.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ConversationSummary {
    /// The server's id (decimal), or `client_id` while the server does not know the conversation.
    pub id: String,
    /// The id the device gave it, when a device started it.
    pub client_id: Option<String>,
    /// Title, when it has one.
    pub title: Option<String>,
    /// Open, closed or snoozed.
    pub state: ConversationState,
    /// Unix seconds; lists are sorted by it, newest first.
    pub updated_at: i64,
    /// The newest part.
    pub last_part: Option<Part>,
    /// Parts of others that were not read yet.
    pub unread_count: i64,
    /// Teammates who take part.
    pub participants: Vec<Author>,
}

/// A conversation with one page of its parts.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Conversation {
    /// The server's id (decimal), or `client_id` while the server does not know the conversation.
    pub id: String,
    /// The id the device gave it, when a device started it.
    pub client_id: Option<String>,
    /// Title, when it has one.
    pub title: Option<String>,
    /// Open, closed or snoozed.
    pub state: ConversationState,
    /// Unix seconds.
    pub updated_at: i64,
    /// Parts of others that were not read yet.
    pub unread_count: i64,
    /// Teammates who take part.
    pub participants: Vec<Author>,
    /// Oldest first, at most 50.
    pub parts: Vec<Part>,
    /// `before` for the page of older parts; absent when there are none.
    pub previous: Option<i64>,
    /// The server could not be asked: this is what was seen before.
    pub from_cache: bool,
}

/// One page of conversations.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ConversationPage {
    /// Newest first.
    pub data: Vec<ConversationSummary>,
    /// The cursor of the next page; absent on the last one.
    pub next: Option<String>,
    /// The server could not be asked: this is what was seen before.
    pub from_cache: bool,
}

/// A file to send.
#[uniffi::remote(Record)]
pub struct NewAttachment {
    /// The file's name.
    pub name: String,
    /// The media type, e.g. `image/png`.
    pub content_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A message to send: words, files or both.
#[uniffi::remote(Record)]
pub struct NewReply {
    /// The words; may be empty when there are files.
    pub body: String,
    /// Files, at most ten.
    pub attachments: Vec<NewAttachment>,
}

/// A message that was stored.
#[uniffi::remote(Record)]
pub struct SentPart {
    /// The conversation: the server's id when it has answered already.
    pub conversation_id: String,
    /// The part's id, which is also its operation's.
    pub part_id: OperationId,
    /// Whether the server has it already.
    pub delivery: Delivery,
}

impl From<core_side::Attachment> for Attachment {
    fn from(file: core_side::Attachment) -> Self {
        Self {
            id: file.id,
            name: file.name,
            content_type: file.content_type,
            size: signed(file.size),
            url: file.url,
            expires_at: file.expires_at,
            width: file.width.map(Into::into),
            height: file.height.map(Into::into),
        }
    }
}

impl From<core_side::Part> for Part {
    fn from(part: core_side::Part) -> Self {
        Self {
            id: part.id,
            seq: part.seq,
            author: part.author,
            body_html: part.body_html,
            body_text: part.body_text,
            attachments: part.attachments.into_iter().map(Into::into).collect(),
            quick_replies: part.quick_replies,
            created_at: part.created_at,
            state: part.state,
            delivery: part.delivery,
        }
    }
}

impl From<core_side::ConversationSummary> for ConversationSummary {
    fn from(summary: core_side::ConversationSummary) -> Self {
        Self {
            id: summary.id,
            client_id: summary.client_id,
            title: summary.title,
            state: summary.state,
            updated_at: summary.updated_at,
            last_part: summary.last_part.map(Into::into),
            unread_count: signed(summary.unread_count),
            participants: summary.participants,
        }
    }
}

impl From<core_side::Conversation> for Conversation {
    fn from(conversation: core_side::Conversation) -> Self {
        Self {
            id: conversation.id,
            client_id: conversation.client_id,
            title: conversation.title,
            state: conversation.state,
            updated_at: conversation.updated_at,
            unread_count: signed(conversation.unread_count),
            participants: conversation.participants,
            parts: conversation.parts.into_iter().map(Into::into).collect(),
            previous: conversation.previous,
            from_cache: conversation.from_cache,
        }
    }
}

impl From<Page<core_side::ConversationSummary>> for ConversationPage {
    fn from(page: Page<core_side::ConversationSummary>) -> Self {
        Self {
            data: page.data.into_iter().map(Into::into).collect(),
            next: page.next,
            from_cache: page.from_cache,
        }
    }
}
