//! What a conversation is made of.

use serde::{Deserialize, Serialize};

use crate::domain::pictures::Sides;

/// A teammate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin {
    /// Number within the server.
    pub id: i64,
    /// Shown to contacts.
    pub name: String,
    /// Shown to teammates only.
    pub email: Option<String>,
    /// Address of a picture.
    pub avatar_url: Option<String>,
    /// Shown to contacts.
    pub job_title: Option<String>,
    /// Does not answer at the moment.
    pub away: bool,
    /// Unix seconds.
    pub created_at: i64,
}

/// Who wrote a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// What kind of author.
    pub kind: AuthorKind,
    /// Id of the contact or teammate; `None` for the workspace itself.
    pub id: Option<String>,
    /// Name, when it is known.
    pub name: Option<String>,
    /// Address; never shown to other contacts.
    pub email: Option<String>,
    /// Address of a picture.
    pub avatar_url: Option<String>,
}

/// What kind of author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorKind {
    /// An identified contact.
    User,
    /// An unidentified contact; devices see it as a user.
    Lead,
    /// A teammate.
    Admin,
    /// The workspace itself.
    Bot,
}

/// Whether somebody has to do something about a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversationState {
    /// Yes.
    Open,
    /// No.
    Closed,
    /// Later.
    Snoozed,
}

impl ConversationState {
    /// The word on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Snoozed => "snoozed",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Open, Self::Closed, Self::Snoozed]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

/// An answer that a part offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuickReply {
    /// UUID.
    pub id: String,
    /// What choosing it says.
    pub text: String,
}

/// A file of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The id that the device gave, or ours for a file of a teammate.
    pub id: String,
    /// Name on disk and in links.
    pub file_id: String,
    /// Name shown.
    pub name: String,
    /// Type from the list of allowed ones.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// How large a picture is, when its file says.
    pub sides: Option<Sides>,
}

/// One message, or one thing done to the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Number within the server.
    pub id: i64,
    /// The id that the device gave.
    pub client_id: Option<String>,
    /// The conversation.
    pub conversation_id: i64,
    /// Order within the conversation, from 1. Contacts see gaps where notes are.
    pub seq: i64,
    /// `comment`, `quick_reply`, `note`, `close`, `open`, `snoozed`, `assignment` …
    pub kind: String,
    /// Who wrote it.
    pub author: Author,
    /// Sanitised.
    pub body_html: Option<String>,
    /// The same without markup.
    pub body_text: Option<String>,
    /// At most ten.
    pub attachments: Vec<Attachment>,
    /// What it offers to choose from.
    pub quick_replies: Vec<QuickReply>,
    /// Id of the teammate that an assignment names.
    pub assigned_to: Option<i64>,
    /// Whether a teammate has seen it.
    pub seen: bool,
    /// Its words were taken back; the bodies are gone.
    pub redacted: bool,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
}

impl Part {
    /// About how many bytes it takes in an answer.
    #[must_use]
    pub fn weight(&self) -> usize {
        let words = [&self.body_html, &self.body_text];
        words
            .iter()
            .filter_map(|text| text.as_ref().map(String::len))
            .sum::<usize>()
            + 256
    }
}

/// A conversation in a list, as one contact sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Number within the server.
    pub id: i64,
    /// The id that the device gave, when a device started it.
    pub client_id: Option<String>,
    /// Subject.
    pub title: Option<String>,
    /// State.
    pub state: ConversationState,
    /// Unix seconds of the latest activity.
    pub updated_at: i64,
    /// The newest part that contacts see.
    pub last_part: Option<Part>,
    /// Parts of teammates that this contact has not read.
    pub unread: i64,
    /// Teammates who wrote, then the other contacts.
    pub participants: Vec<Author>,
}

/// A page of a contact's conversations.
#[derive(Debug, Clone)]
pub struct ConversationPage {
    /// Latest activity first.
    pub items: Vec<Summary>,
    /// Where the next page starts; `None` at the end.
    pub next: Option<i64>,
}

/// A conversation with a page of its parts.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The conversation.
    pub summary: Summary,
    /// Oldest first.
    pub parts: Vec<Part>,
    /// `before` for the page of older parts; `None` when there is none.
    pub previous: Option<i64>,
}

/// What a contact has not read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    /// Ids of conversations with unread parts of teammates, latest activity first.
    pub conversations: Vec<i64>,
}
