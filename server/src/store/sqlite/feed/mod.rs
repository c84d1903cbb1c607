//! [`FeedStore`] in SQLite.

pub(super) mod changes;

use async_trait::async_trait;

use super::SqliteStore;
use crate::store::{ChangeListener, FeedStore};

#[async_trait]
impl FeedStore for SqliteStore {
    fn on_changes(&self, listener: ChangeListener) {
        self.writer.on_changes(listener);
    }
}
