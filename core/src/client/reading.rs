//! Reading conversations, and keeping what is not finished.
//!
//! Guarantees: what was written on this device is always there, as pending, failed or sent; without a network
//! what was seen before is read (`from_cache`); the `cached_*` calls never ask the server. Called by the app on
//! any thread, answered by the worker.

use super::Frontdesk;
use super::conversations::checked_id;
use crate::error::{FrontdeskError, InputError};
use crate::model::conversation::{Conversation, ConversationSummary};
use crate::model::limits::MESSAGE_BYTES;
use crate::model::page::Page;
use crate::worker::conversations;

impl Frontdesk {
    /// Conversations of the present user, newest first; `limit` is 1 to 150, `cursor` is `next` of the page
    /// before. Since 0.1.
    ///
    /// # Errors
    /// `not_logged_in`; [`FrontdeskError::Unreachable`] when nothing was seen before; the server's codes.
    pub async fn list_conversations(
        &self,
        limit: u32,
        cursor: Option<String>,
    ) -> Result<Page<ConversationSummary>, FrontdeskError> {
        self.ask_as_user(async move |context| conversations::list(&context, limit, cursor).await)
            .await
    }

    /// The newest conversations as they were seen before.
    ///
    /// # Errors
    /// `not_logged_in`, `shut_down`.
    pub async fn cached_conversations(
        &self,
        limit: u32,
    ) -> Result<Page<ConversationSummary>, FrontdeskError> {
        self.ask_as_user(async move |context| conversations::cached_list(&context, limit, None))
            .await
    }

    /// A conversation with its newest 50 parts, or the 50 below `before` (`previous` of the page above).
    ///
    /// # Errors
    /// `not_logged_in`; input codes with the field `conversation_id`; `not_found`;
    /// [`FrontdeskError::Unreachable`] when it was not seen before.
    pub async fn conversation(&self, id: &str, before: Option<i64>) -> Result<Conversation, FrontdeskError> {
        let id = checked_id(id)?;
        self.ask_as_user(async move |context| conversations::read(&context, id, before).await)
            .await
    }

    /// A conversation as it was seen before, or as it is being started; `None` when it is not here.
    ///
    /// # Errors
    /// `not_logged_in`; input codes with the field `conversation_id`.
    pub async fn cached_conversation(
        &self,
        id: &str,
        before: Option<i64>,
    ) -> Result<Option<Conversation>, FrontdeskError> {
        let id = checked_id(id)?;
        self.ask_as_user(async move |context| conversations::cached(&context, &id, before))
            .await
    }

    /// What the user began to write in a conversation; `new` for one that is not started. Kept until it is
    /// replaced or its user logs out.
    ///
    /// # Errors
    /// `not_logged_in`; input codes with the field `conversation_id`.
    pub async fn draft(&self, conversation_id: &str) -> Result<Option<String>, FrontdeskError> {
        let id = checked_id(conversation_id)?;
        self.ask_as_user(async move |context| {
            let owner = context.owner()?;
            Ok(context.cache(&owner, |cache| cache.draft(&id)).flatten())
        })
        .await
    }

    /// Keeps what the user began to write; an empty text forgets it. Nothing is sent.
    ///
    /// # Errors
    /// `not_logged_in`; `too_long` (64 KiB) with the field `text`; input codes with `conversation_id`.
    pub async fn set_draft(&self, conversation_id: &str, text: &str) -> Result<(), FrontdeskError> {
        let id = checked_id(conversation_id)?;
        if text.len() > MESSAGE_BYTES {
            let advice = format!("must not be longer than {MESSAGE_BYTES} bytes");
            return Err(InputError::over("too_long", "text", MESSAGE_BYTES, &advice).into());
        }
        let text = text.to_owned();
        self.ask_as_user(async move |context| {
            let owner = context.owner()?;
            // A cache that cannot be written costs the draft and nothing else.
            let _not_kept = context.cache(&owner, |cache| cache.set_draft(&id, &text));
            Ok(())
        })
        .await
    }
}
