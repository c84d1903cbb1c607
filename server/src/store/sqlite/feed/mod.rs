//! [`FeedStore`] in SQLite.

pub(super) mod changes;
mod reading;

use async_trait::async_trait;

use super::SqliteStore;
use crate::store::{ChangeListener, FeedPage, FeedStore, ReadFeed, StoreResult};

#[async_trait]
impl FeedStore for SqliteStore {
    fn on_changes(&self, listener: ChangeListener) {
        self.writer.on_changes(listener);
    }
    async fn read_feed(&self, read: ReadFeed) -> StoreResult<Option<FeedPage>> {
        self.read(move |db| reading::read(db, &read)).await
    }
    async fn purge_changes(&self, before: i64) -> StoreResult<usize> {
        self.write(move |db| Ok(db.execute("delete from changes where created_at < ?1", [before])?))
            .await
    }
}
