//! [`PeopleStore`] in SQLite.

pub(super) mod companies;
pub(super) mod erase;
mod notes;
pub(super) mod push;
mod standing;
mod tags;

use async_trait::async_trait;

use super::SqliteStore;
use super::rows::users_named_by_email;
use crate::store::*;

#[async_trait]
impl PeopleStore for SqliteStore {
    async fn tags(&self, app_id: &str) -> StoreResult<Vec<Tag>> {
        let app_id = app_id.to_owned();
        self.read(move |db| tags::all(db, &app_id)).await
    }
    async fn tag(&self, app_id: &str, id: i64) -> StoreResult<Option<Tag>> {
        let app_id = app_id.to_owned();
        self.read(move |db| tags::find(db, &app_id, id)).await
    }
    async fn save_tag(&self, save: SaveTag) -> StoreResult<TagOutcome> {
        self.write(move |db| tags::save(db, &save)).await
    }
    async fn delete_tag(&self, app_id: &str, id: i64) -> StoreResult<TagOutcome> {
        let app_id = app_id.to_owned();
        self.write(move |db| tags::delete(db, &app_id, id)).await
    }
    async fn tag_contact(&self, change: TagContact) -> StoreResult<TagOutcome> {
        self.write(move |db| tags::tag_contact(db, &change)).await
    }
    async fn tag_conversation(&self, change: TagConversation) -> StoreResult<TagOutcome> {
        self.write(move |db| tags::tag_conversation(db, &change)).await
    }
    async fn contact_tags(&self, app_id: &str, contact_id: &str) -> StoreResult<Option<Vec<Tag>>> {
        let (app_id, contact_id) = (app_id.to_owned(), contact_id.to_owned());
        self.read(move |db| tags::of_contact(db, &app_id, &contact_id))
            .await
    }

    async fn add_note(&self, new: NewNote) -> StoreResult<NoteOutcome> {
        self.write(move |db| notes::add(db, &new)).await
    }
    async fn note(&self, app_id: &str, id: i64) -> StoreResult<Option<Note>> {
        let app_id = app_id.to_owned();
        self.read(move |db| notes::find(db, &app_id, id)).await
    }
    async fn notes(&self, app_id: &str, contact_id: &str, span: Span) -> StoreResult<Option<Listed<Note>>> {
        let (app_id, contact_id) = (app_id.to_owned(), contact_id.to_owned());
        self.read(move |db| notes::list(db, &app_id, &contact_id, span))
            .await
    }

    async fn save_company(&self, save: SaveCompany) -> StoreResult<CompanyOutcome> {
        self.write(move |db| companies::save(db, &save)).await
    }
    async fn company(&self, app_id: &str, key: CompanyKey) -> StoreResult<Option<Company>> {
        let app_id = app_id.to_owned();
        self.read(move |db| companies::find(db, &app_id, &key)).await
    }
    async fn companies(&self, list: ListCompanies) -> StoreResult<Listed<Company>> {
        self.search(move |db| companies::list(db, &list)).await
    }
    async fn scroll_companies(
        &self,
        app_id: &str,
        after: i64,
        limit: usize,
    ) -> StoreResult<(Vec<Company>, Option<i64>)> {
        let app_id = app_id.to_owned();
        self.search(move |db| companies::scroll(db, &app_id, after, limit))
            .await
    }
    async fn company_contacts(
        &self,
        app_id: &str,
        id: &str,
        span: Span,
    ) -> StoreResult<Option<Listed<Contact>>> {
        let (app_id, id) = (app_id.to_owned(), id.to_owned());
        self.search(move |db| companies::contacts(db, &app_id, &id, span))
            .await
    }
    async fn delete_company(&self, app_id: &str, id: &str) -> StoreResult<bool> {
        let (app_id, id) = (app_id.to_owned(), id.to_owned());
        self.write(move |db| companies::delete(db, &app_id, &id)).await
    }
    async fn attach_company(&self, attach: AttachCompany) -> StoreResult<CompanyOutcome> {
        self.write(move |db| companies::attach(db, &attach)).await
    }

    async fn users_with_email(&self, app_id: &str, email: &str) -> StoreResult<usize> {
        let (app_id, email) = (app_id.to_owned(), email.to_owned());
        self.read(move |db| Ok(users_named_by_email(db, &app_id, &email)?.len()))
            .await
    }
    async fn merge_contacts(&self, merge: MergeContacts) -> StoreResult<MergeOutcome> {
        self.write(move |db| standing::merge_two(db, &merge)).await
    }
    async fn archive_contact(&self, archive: ArchiveContact) -> StoreResult<ArchiveOutcome> {
        self.write(move |db| standing::archive(db, &archive)).await
    }
    async fn block_contact(&self, app_id: &str, id: &str, now: i64) -> StoreResult<Option<Contact>> {
        let (app_id, id) = (app_id.to_owned(), id.to_owned());
        self.write(move |db| standing::block(db, &app_id, &id, now)).await
    }
    async fn erase_contact(&self, app_id: &str, id: &str, now: i64) -> StoreResult<Option<Erased>> {
        let (app_id, id) = (app_id.to_owned(), id.to_owned());
        let erased = self.write(move |db| erase::erase(db, &app_id, &id, now)).await?;
        if erased.is_some() {
            self.empty_journal().await?;
        }
        Ok(erased)
    }

    async fn bind_push(&self, binding: PushBinding, now: i64) -> StoreResult<()> {
        self.write(move |db| push::bind(db, &binding, now)).await
    }
    async fn unbind_push(&self, app_id: &str, device_id: &str) -> StoreResult<()> {
        let (app_id, device_id) = (app_id.to_owned(), device_id.to_owned());
        self.write(move |db| push::unbind(db, &app_id, &device_id)).await
    }
    async fn push_bindings(&self, app_id: &str, contact_id: &str) -> StoreResult<Vec<PushBinding>> {
        let (app_id, contact_id) = (app_id.to_owned(), contact_id.to_owned());
        self.read(move |db| push::of_contact(db, &app_id, &contact_id))
            .await
    }
}
