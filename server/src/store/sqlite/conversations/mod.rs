//! [`ConversationStore`] in SQLite. Each file holds one idea: finding conversations, reading parts, writing
//! them, telling those who take part, files, teammates.

mod admins;
pub(super) mod announce;
mod finding;
pub(super) mod parts;
pub(super) mod starting;
mod uploads;
pub(super) mod writing;

use async_trait::async_trait;

pub(super) use self::admins::make_first as make_first_admin;
pub(super) use self::announce::move_to_user;
pub(super) use self::finding::{any_of, is_member, summary, unread, unread_of, visible_part};
use super::SqliteStore;
use crate::store::*;

#[async_trait]
impl ConversationStore for SqliteStore {
    async fn conversations_of(&self, list: ListConversations) -> StoreResult<ConversationPage> {
        self.read(move |db| finding::list(db, &list)).await
    }
    async fn conversation_of(&self, read: ReadConversation) -> StoreResult<Looked<Thread>> {
        self.read(move |db| finding::read(db, &read)).await
    }
    async fn start_conversation(&self, new: StartConversation) -> StoreResult<Written<Thread>> {
        self.write(move |db| starting::start(db, &new)).await
    }
    async fn reply_as_contact(&self, reply: ContactReply) -> StoreResult<Written<Part>> {
        self.write(move |db| starting::reply(db, &reply)).await
    }
    async fn mark_read(&self, mark: MarkRead) -> StoreResult<Looked<Unread>> {
        self.write(move |db| announce::mark_read(db, &mark)).await
    }
    async fn company_in(
        &self,
        viewer: Viewer,
        key: ConversationKey,
    ) -> StoreResult<Looked<(i64, Vec<String>)>> {
        self.read(move |db| announce::company(db, &viewer, &key)).await
    }
    async fn unread_of(&self, viewer: Viewer) -> StoreResult<Unread> {
        self.read(move |db| finding::unread(db, &viewer)).await
    }

    async fn add_upload(&self, upload: NewUpload) -> StoreResult<UploadOutcome> {
        self.write(move |db| uploads::add(db, &upload)).await
    }
    async fn purge_uploads(&self, before: i64) -> StoreResult<Vec<String>> {
        self.write(move |db| uploads::purge(db, before)).await
    }
    async fn file(&self, file_id: &str) -> StoreResult<Option<StoredFile>> {
        let file_id = file_id.to_owned();
        self.read(move |db| uploads::file(db, &file_id)).await
    }
    async fn server_secret(&self, name: &'static str, fresh: [u8; 32]) -> StoreResult<Vec<u8>> {
        self.write(move |db| uploads::secret(db, name, fresh)).await
    }

    async fn admins(&self, app_id: &str) -> StoreResult<Vec<Admin>> {
        let app_id = app_id.to_owned();
        self.read(move |db| admins::all(db, &app_id)).await
    }
    async fn add_admin(&self, new: NewAdmin) -> StoreResult<Admin> {
        self.write(move |db| admins::add(db, &new)).await
    }
}
