//! [`InboxStore`] in SQLite.

mod company;
mod deleting;
pub(super) mod managing;
mod merging;
mod reading;
pub(super) mod replying;

use async_trait::async_trait;

use super::SqliteStore;
use crate::store::*;

#[async_trait]
impl InboxStore for SqliteStore {
    async fn open_conversation(&self, new: OpenConversation) -> StoreResult<Handled<InboxConversation>> {
        self.write(move |db| replying::open(db, &new)).await
    }
    async fn find_conversations(&self, find: FindConversations) -> StoreResult<Page<InboxConversation>> {
        self.search(move |db| reading::find(db, &find)).await
    }
    async fn conversation(&self, app_id: &str, id: i64) -> StoreResult<Option<InboxConversation>> {
        let app_id = app_id.to_owned();
        self.read(move |db| reading::one(db, &app_id, id)).await
    }
    async fn edit_conversation(&self, edit: EditConversation) -> StoreResult<Handled<InboxConversation>> {
        self.write(move |db| managing::edit(db, &edit)).await
    }
    async fn delete_conversation(&self, app_id: &str, id: i64, now: i64) -> StoreResult<Option<Vec<String>>> {
        let app_id = app_id.to_owned();
        self.write(move |db| deleting::delete(db, &app_id, id, now)).await
    }
    async fn reply(&self, reply: InboxReply) -> StoreResult<Handled<InboxConversation>> {
        self.write(move |db| replying::reply(db, &reply)).await
    }
    async fn manage_conversation(
        &self,
        change: ManageConversation,
    ) -> StoreResult<Handled<InboxConversation>> {
        self.write(move |db| managing::manage(db, &change)).await
    }
    async fn redact_part(&self, redact: RedactPart) -> StoreResult<Handled<InboxConversation>> {
        self.write(move |db| deleting::redact(db, &redact)).await
    }
    async fn attach_contact(&self, change: ChangeCompany) -> StoreResult<Handled<InboxConversation>> {
        self.write(move |db| company::attach(db, &change)).await
    }
    async fn detach_contact(&self, change: ChangeCompany) -> StoreResult<Handled<InboxConversation>> {
        self.write(move |db| company::detach(db, &change)).await
    }
    async fn merge_conversations(&self, merge: MergeConversations) -> StoreResult<ConversationMergeOutcome> {
        self.write(move |db| merging::merge(db, &merge)).await
    }
    async fn company_of(&self, app_id: &str, id: i64) -> StoreResult<Option<Vec<String>>> {
        let app_id = app_id.to_owned();
        self.read(move |db| company::of(db, &app_id, id)).await
    }
    async fn wake_snoozed(&self, now: i64) -> StoreResult<usize> {
        self.write(move |db| managing::wake(db, now)).await
    }
}
