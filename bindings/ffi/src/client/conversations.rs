//! Conversations: read and written.

use super::CoreClient;
use crate::data::{Conversation, ConversationPage, NewReply, SentPart};
use crate::error::CoreError;

#[uniffi::export]
impl CoreClient {
    /// Conversations, newest first; those seen before when the server cannot be asked.
    #[uniffi::method(default(cursor = None))]
    pub async fn list_conversations(
        &self,
        limit: u32,
        cursor: Option<String>,
    ) -> Result<ConversationPage, CoreError> {
        self.ask(|desk| async move { desk.list_conversations(limit, cursor).await })
            .await
            .map(Into::into)
    }

    /// Conversations seen before, without asking the server.
    pub async fn cached_conversations(&self, limit: u32) -> Result<ConversationPage, CoreError> {
        self.ask(|desk| async move { desk.cached_conversations(limit).await })
            .await
            .map(Into::into)
    }

    /// A conversation with its newest parts, or with those before `before`.
    #[uniffi::method(default(before = None))]
    pub async fn conversation(&self, id: String, before: Option<i64>) -> Result<Conversation, CoreError> {
        self.ask(|desk| async move { desk.conversation(&id, before).await })
            .await
            .map(Into::into)
    }

    /// The same as it was seen before, without asking the server; absent when it was not.
    #[uniffi::method(default(before = None))]
    pub async fn cached_conversation(
        &self,
        id: String,
        before: Option<i64>,
    ) -> Result<Option<Conversation>, CoreError> {
        self.ask(|desk| async move { desk.cached_conversation(&id, before).await })
            .await
            .map(|found| found.map(Into::into))
    }

    /// Starts a conversation with words and shows it.
    pub async fn start_conversation(&self, body: String) -> Result<SentPart, CoreError> {
        self.ask(|desk| async move { desk.start_conversation(&body).await })
            .await
    }

    /// Starts a conversation with words, files or both. What is on the screen stays.
    pub async fn start_conversation_with(&self, first: NewReply) -> Result<SentPart, CoreError> {
        self.ask(|desk| async move { desk.start_conversation_with(first).await })
            .await
    }

    /// Replies in a conversation. A closed one is opened again by it.
    pub async fn reply(&self, conversation_id: String, reply: NewReply) -> Result<SentPart, CoreError> {
        self.ask(|desk| async move { desk.reply(&conversation_id, reply).await })
            .await
    }

    /// Chooses one of the answers a teammate or bot offered.
    pub async fn quick_reply(
        &self,
        conversation_id: String,
        quick_reply_id: String,
    ) -> Result<SentPart, CoreError> {
        self.ask(|desk| async move { desk.quick_reply(&conversation_id, &quick_reply_id).await })
            .await
    }

    /// Everything in the conversation was read. False when there was nothing new to tell.
    pub async fn mark_conversation_read(&self, id: String) -> Result<bool, CoreError> {
        self.ask(|desk| async move { desk.mark_conversation_read(&id).await })
            .await
    }

    /// Tells the teammates that the user is typing: at most once in 3 s, never stored, never repeated.
    pub async fn send_typing(&self, id: String) -> Result<(), CoreError> {
        self.ask(|desk| async move { desk.send_typing(&id).await }).await
    }

    /// What the user wrote in a conversation and did not send.
    pub async fn draft(&self, id: String) -> Result<Option<String>, CoreError> {
        self.ask(|desk| async move { desk.draft(&id).await }).await
    }

    /// Keeps it; empty text forgets it.
    pub async fn set_draft(&self, id: String, text: String) -> Result<(), CoreError> {
        self.ask(|desk| async move { desk.set_draft(&id, &text).await })
            .await
    }
}
