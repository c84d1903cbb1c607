//! Named inputs and outputs of [`super::InboxStore`].

use crate::domain::query::Query;
use crate::store::{ContactKey, QuickReply, StoredFile};

/// Words with markup, and the same without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Sanitised.
    pub html: String,
    /// Plain.
    pub text: String,
}

/// A conversation to start.
#[derive(Debug, Clone)]
pub struct OpenConversation {
    /// The workspace.
    pub app_id: String,
    /// With whom.
    pub contact: ContactKey,
    /// The teammate who starts it; `None` when the contact does.
    pub admin_id: Option<i64>,
    /// The first part.
    pub words: Words,
    /// Unix seconds.
    pub now: i64,
}

/// Which conversations.
#[derive(Debug, Clone)]
pub struct FindConversations {
    /// The workspace.
    pub app_id: String,
    /// `None` means all.
    pub query: Option<Query>,
    /// Position from the page before.
    pub before: Option<i64>,
    /// Most to return.
    pub limit: usize,
}

/// Fields to change; absent ones stay.
#[derive(Debug, Clone, Default)]
pub struct EditConversation {
    /// The workspace.
    pub app_id: String,
    /// Which conversation.
    pub id: i64,
    /// Seen by a teammate, or not.
    pub read: Option<bool>,
    /// Subject.
    pub title: Option<Option<String>>,
    /// Merged into what is there; null removes.
    pub custom_attributes: serde_json::Map<String, serde_json::Value>,
    /// Unix seconds.
    pub now: i64,
}

/// Who writes through the operator API.
#[derive(Debug, Clone)]
pub enum ReplyAuthor {
    /// A teammate.
    Admin(i64),
    /// A contact, in whose name a script speaks.
    Contact(ContactKey),
}

/// What is written.
#[derive(Debug, Clone)]
pub enum ReplyKind {
    /// For all to see.
    Comment(Words),
    /// For teammates only.
    Note(Words),
    /// A question with answers to choose from.
    Question(Option<Words>, Vec<QuickReply>),
    /// A contact chooses the answer with this id.
    Answer(String),
}

/// Which conversation a reply is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyTo {
    /// This one.
    Number(i64),
    /// The latest one of the contact.
    Last,
}

/// A reply through the operator API.
#[derive(Debug, Clone)]
pub struct InboxReply {
    /// The workspace.
    pub app_id: String,
    /// Which conversation.
    pub to: ReplyTo,
    /// Who writes.
    pub author: ReplyAuthor,
    /// Whose latest conversation is meant, when a teammate writes to it.
    pub last_of: Option<ContactKey>,
    /// What.
    pub kind: ReplyKind,
    /// Files, which lie on disk already.
    pub files: Vec<StoredFile>,
    /// Unix seconds.
    pub now: i64,
}

/// What a teammate does to a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Management {
    /// Nothing more to do.
    Close,
    /// There is something to do.
    Open,
    /// There will be, from then on (unix seconds).
    Snooze(i64),
    /// Somebody is in charge; `None` for nobody.
    Assign(Option<i64>),
}

/// A change of what has to be done about a conversation.
#[derive(Debug, Clone)]
pub struct ManageConversation {
    /// The workspace.
    pub app_id: String,
    /// Which conversation.
    pub id: i64,
    /// Who does it.
    pub admin_id: i64,
    /// What.
    pub management: Management,
    /// Words that go with it, for all to see.
    pub words: Option<Words>,
    /// Unix seconds.
    pub now: i64,
}

/// A part whose words are taken back.
#[derive(Debug, Clone)]
pub struct RedactPart {
    /// The workspace.
    pub app_id: String,
    /// Which conversation.
    pub id: i64,
    /// Number of the part; `None` for the first one.
    pub part_id: Option<i64>,
    /// Unix seconds.
    pub now: i64,
}

/// A contact who joins or leaves a conversation.
#[derive(Debug, Clone)]
pub struct ChangeCompany {
    /// The workspace.
    pub app_id: String,
    /// Which conversation.
    pub id: i64,
    /// Who does it.
    pub admin_id: i64,
    /// Who joins or leaves.
    pub contact: ContactKey,
    /// Unix seconds.
    pub now: i64,
}

/// Two conversations that become one.
#[derive(Debug, Clone)]
pub struct MergeConversations {
    /// The workspace.
    pub app_id: String,
    /// The one that goes.
    pub from: i64,
    /// The one that stays.
    pub into: i64,
    /// Unix seconds.
    pub now: i64,
}

/// How a merge ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversationMergeOutcome {
    /// They are one; or were already.
    Done,
    /// There is no such conversation.
    NotFound,
    /// The other one is unknown, the same, or of other contacts.
    NotPossible,
}

/// How a change through the operator API ended.
#[derive(Debug, Clone)]
pub enum Handled<T> {
    /// Done.
    Done(Box<T>),
    /// There is no such conversation.
    NotFound,
    /// There is no such teammate.
    NoAdmin,
    /// There is no such contact, or it takes no part.
    NoContact,
    /// There is no such part.
    NoPart,
    /// This answer was not offered, or the question was answered already.
    NotOffered,
    /// The last contact of a conversation stays.
    LastContact,
}
