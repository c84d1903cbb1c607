//! Tags, notes, companies, what operators do to a contact as a whole, and where a device can be pushed to.

mod model;

use async_trait::async_trait;

pub use self::model::*;
use super::{Contact, StoreResult};

/// The store of what is known about people.
#[async_trait]
pub trait PeopleStore {
    /// All tags, oldest first.
    async fn tags(&self, app_id: &str) -> StoreResult<Vec<Tag>>;
    /// One tag.
    async fn tag(&self, app_id: &str, id: i64) -> StoreResult<Option<Tag>>;
    /// Makes, renames and applies a tag: all of it or nothing.
    async fn save_tag(&self, save: SaveTag) -> StoreResult<TagOutcome>;
    /// Takes a tag off everything and forgets it; says what stands in the way, if anything does.
    async fn delete_tag(&self, app_id: &str, id: i64) -> StoreResult<TagOutcome>;
    /// Tags or untags a contact.
    async fn tag_contact(&self, change: TagContact) -> StoreResult<TagOutcome>;
    /// Tags or untags a conversation.
    async fn tag_conversation(&self, change: TagConversation) -> StoreResult<TagOutcome>;
    /// Tags of a contact, in the order applied; `None` when there is no such contact.
    async fn contact_tags(&self, app_id: &str, contact_id: &str) -> StoreResult<Option<Vec<Tag>>>;

    /// Adds a note.
    async fn add_note(&self, new: NewNote) -> StoreResult<NoteOutcome>;
    /// One note.
    async fn note(&self, app_id: &str, id: i64) -> StoreResult<Option<Note>>;
    /// Notes of a contact, newest first; `None` when there is no such contact.
    async fn notes(&self, app_id: &str, contact_id: &str, span: Span) -> StoreResult<Option<Listed<Note>>>;

    /// Makes or changes a company: all of it or, when a field cannot be set, nothing.
    async fn save_company(&self, save: SaveCompany) -> StoreResult<CompanyOutcome>;
    /// One company.
    async fn company(&self, app_id: &str, key: CompanyKey) -> StoreResult<Option<Company>>;
    /// Companies, part by part.
    async fn companies(&self, list: ListCompanies) -> StoreResult<Listed<Company>>;
    /// Companies after a position, oldest first, and the position to go on from while there are more.
    async fn scroll_companies(
        &self,
        app_id: &str,
        after: i64,
        limit: usize,
    ) -> StoreResult<(Vec<Company>, Option<i64>)>;
    /// Live contacts of a company, newest first; `None` when there is no such company.
    async fn company_contacts(
        &self,
        app_id: &str,
        id: &str,
        span: Span,
    ) -> StoreResult<Option<Listed<Contact>>>;
    /// Forgets a company and lets its people go; `false` when there is none.
    async fn delete_company(&self, app_id: &str, id: &str) -> StoreResult<bool>;
    /// Lets a contact belong to a company, or no longer.
    async fn attach_company(&self, attach: AttachCompany) -> StoreResult<CompanyOutcome>;

    /// How many users an address means to operators; ten at most are counted.
    async fn users_with_email(&self, app_id: &str, email: &str) -> StoreResult<usize>;
    /// Makes a lead part of a user.
    async fn merge_contacts(&self, merge: MergeContacts) -> StoreResult<MergeOutcome>;
    /// Puts a contact away, or brings it back.
    async fn archive_contact(&self, archive: ArchiveContact) -> StoreResult<ArchiveOutcome>;
    /// Shuts a contact out; `None` when there is no such contact.
    async fn block_contact(&self, app_id: &str, id: &str, now: i64) -> StoreResult<Option<Contact>>;
    /// Removes a contact and everything of it, for good; `None` when there is no such contact. Files on disk
    /// are named in the answer: removing them is the caller's.
    async fn erase_contact(&self, app_id: &str, id: &str, now: i64) -> StoreResult<Option<Erased>>;

    /// Binds a push token to a device; whoever had it before loses it.
    async fn bind_push(&self, binding: PushBinding, now: i64) -> StoreResult<()>;
    /// Ends the binding of a device.
    async fn unbind_push(&self, app_id: &str, device_id: &str) -> StoreResult<()>;
    /// Where a contact can be pushed to, latest binding first.
    async fn push_bindings(&self, app_id: &str, contact_id: &str) -> StoreResult<Vec<PushBinding>>;
}
