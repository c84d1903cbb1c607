//! Conversations between contacts and teammates: what a store must do, and the words it speaks.
//!
//! A change of a conversation and what it appends to the feeds of those who take part are one transaction.
//! Whoever takes no part in a conversation is answered as if it did not exist.

mod files;
mod model;
mod params;

use async_trait::async_trait;

pub use files::*;
pub use model::*;
pub use params::*;

use super::StoreResult;

/// The store of conversations, teammates and files.
#[async_trait]
pub trait ConversationStore {
    /// Conversations of a contact, latest activity first.
    async fn conversations_of(&self, list: ListConversations) -> StoreResult<ConversationPage>;
    /// One conversation with a page of its parts, oldest first.
    async fn conversation_of(&self, read: ReadConversation) -> StoreResult<Looked<Thread>>;
    /// Starts a conversation, once per id.
    async fn start_conversation(&self, new: StartConversation) -> StoreResult<Written<Thread>>;
    /// Adds a part of a contact, once per id. A closed or snoozed conversation opens again.
    async fn reply_as_contact(&self, reply: ContactReply) -> StoreResult<Written<Part>>;
    /// Marks parts as read by a contact; a lower number than before changes nothing.
    async fn mark_read(&self, mark: MarkRead) -> StoreResult<Looked<Unread>>;
    /// The number of a conversation, and the ids of all contacts who take part in it.
    async fn company_in(
        &self,
        viewer: Viewer,
        key: ConversationKey,
    ) -> StoreResult<Looked<(i64, Vec<String>)>>;
    /// What a contact has not read.
    async fn unread_of(&self, viewer: Viewer) -> StoreResult<Unread>;

    /// Remembers a file that was written to disk, once per id.
    async fn add_upload(&self, upload: NewUpload) -> StoreResult<UploadOutcome>;
    /// Forgets files that came before `before` (unix seconds) and were never sent; their names on disk.
    async fn purge_uploads(&self, before: i64) -> StoreResult<Vec<String>>;
    /// The file with this name on disk.
    async fn file(&self, file_id: &str) -> StoreResult<Option<StoredFile>>;
    /// Random bytes kept under a name: the given ones when there are none yet.
    async fn server_secret(&self, name: &'static str, fresh: [u8; 32]) -> StoreResult<Vec<u8>>;

    /// Teammates, oldest first.
    async fn admins(&self, app_id: &str) -> StoreResult<Vec<Admin>>;
    /// Adds a teammate.
    async fn add_admin(&self, new: NewAdmin) -> StoreResult<Admin>;
}
