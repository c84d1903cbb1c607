//! [`ConversationStore`] in SQLite.

use async_trait::async_trait;

use super::SqliteStore;
use crate::store::ConversationStore;

#[async_trait]
impl ConversationStore for SqliteStore {}
