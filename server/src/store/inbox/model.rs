//! A conversation as teammates see it.

use crate::store::{ConversationState, Part};

/// Everything about a conversation.
#[derive(Debug, Clone)]
pub struct InboxConversation {
    /// Number within the server.
    pub id: i64,
    /// Subject.
    pub title: Option<String>,
    /// State.
    pub state: ConversationState,
    /// Unix seconds.
    pub snoozed_until: Option<i64>,
    /// Marked as more urgent than others.
    pub priority: bool,
    /// Teammate in charge.
    pub assignee_id: Option<i64>,
    /// A teammate has seen everything that contacts wrote.
    pub read: bool,
    /// Since when a contact waits for an answer; unix seconds.
    pub waiting_since: Option<i64>,
    /// Set by teammates.
    pub custom_attributes: serde_json::Map<String, serde_json::Value>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// A teammate started it.
    pub by_admin: bool,
    /// The page of a web site on which a contact started it.
    pub page_url: Option<String>,
    /// The first part.
    pub source: Option<Part>,
    /// When a contact first answered; unix seconds.
    pub first_contact_reply: Option<i64>,
    /// Id and user id of the contacts who take part.
    pub contacts: Vec<(String, Option<String>)>,
    /// Teammates who wrote or did something.
    pub teammates: Vec<i64>,
    /// Tags.
    pub tags: Vec<AppliedTag>,
    /// All other parts, oldest first; empty in lists.
    pub parts: Vec<Part>,
    /// How many parts there are beside the first one.
    pub total_parts: i64,
}

/// A tag on a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedTag {
    /// Number of the tag.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Unix seconds.
    pub applied_at: i64,
    /// Who put it there.
    pub admin_id: Option<i64>,
}
