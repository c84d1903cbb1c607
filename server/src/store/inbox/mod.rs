//! The teammates' side of conversations: what a store must do.
//!
//! Each change is one transaction together with what it appends to the feeds of the contacts who take part,
//! and answers the conversation as it is afterwards.

mod model;
mod params;

use async_trait::async_trait;

pub use model::*;
pub use params::*;

use super::{Page, StoreResult};

/// The store of the inbox.
#[async_trait]
pub trait InboxStore {
    /// Starts a conversation, for a contact or by a teammate; the first part with the conversation.
    async fn open_conversation(&self, new: OpenConversation) -> StoreResult<Handled<InboxConversation>>;
    /// Conversations of a workspace, latest activity first, without their parts.
    async fn find_conversations(&self, find: FindConversations) -> StoreResult<Page<InboxConversation>>;
    /// One conversation with its newest 500 parts; one that was merged is followed.
    async fn conversation(&self, app_id: &str, id: i64) -> StoreResult<Option<InboxConversation>>;
    /// Changes fields of a conversation.
    async fn edit_conversation(&self, edit: EditConversation) -> StoreResult<Handled<InboxConversation>>;
    /// Deletes a conversation; the names of its files on disk, or `None` when there is none.
    async fn delete_conversation(&self, app_id: &str, id: i64, now: i64) -> StoreResult<Option<Vec<String>>>;
    /// Adds what a teammate or, through the operator API, a contact writes.
    async fn reply(&self, reply: InboxReply) -> StoreResult<Handled<InboxConversation>>;
    /// Closes, opens, snoozes or assigns a conversation.
    async fn manage_conversation(
        &self,
        change: ManageConversation,
    ) -> StoreResult<Handled<InboxConversation>>;
    /// Takes the words of a part back.
    async fn redact_part(&self, redact: RedactPart) -> StoreResult<Handled<InboxConversation>>;
    /// Lets a contact take part.
    async fn attach_contact(&self, change: ChangeCompany) -> StoreResult<Handled<InboxConversation>>;
    /// Lets a contact take part no more. The last one stays.
    async fn detach_contact(&self, change: ChangeCompany) -> StoreResult<Handled<InboxConversation>>;
    /// Moves all parts of a conversation to another one of the same contacts.
    async fn merge_conversations(&self, merge: MergeConversations) -> StoreResult<ConversationMergeOutcome>;
    /// Ids of the contacts who take part in a conversation; `None` when there is none.
    async fn company_of(&self, app_id: &str, id: i64) -> StoreResult<Option<Vec<String>>>;
    /// Opens conversations whose time of snoozing is over; how many.
    async fn wake_snoozed(&self, now: i64) -> StoreResult<usize>;
}
