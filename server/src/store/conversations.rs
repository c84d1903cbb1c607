//! Conversations between contacts and teammates.

use async_trait::async_trait;

/// The store of conversations and teammates.
#[async_trait]
pub trait ConversationStore {}
