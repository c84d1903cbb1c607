//! Where the server's state becomes true.
//!
//! [`Store`] is what every engine must do; `tests/store_conformance` holds each of them to it. A method
//! that changes something returns only after the change is committed, and each is one transaction: either
//! all of it is there or nothing. No method names an engine's types, so PostgreSQL fits beside SQLite.
//! Called from request tasks on the runtime; implementations must not block it.

mod content;
mod conversations;
mod feed;
mod help;
mod inbox;
mod looks;
mod model;
mod operator_params;
mod params;
mod people;
pub mod sqlite;
mod tickets;

use async_trait::async_trait;

pub use content::*;
pub use conversations::*;
pub use feed::*;
pub use help::*;
pub use inbox::*;
pub use looks::*;
pub use model::*;
pub use operator_params::*;
pub use params::*;
pub use people::*;
pub use tickets::*;

use crate::config::VerificationMode;

/// Why the store could not do it. None of these is the caller's fault.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Too many changes wait already. Try again soon.
    #[error("too many changes are waiting")]
    Busy,
    /// No space is left.
    #[error("no space is left for the database")]
    Full,
    /// It cannot be opened, read or written.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// It was written by a newer version and is left untouched.
    #[error("the database has schema {found}, this server knows up to {known}: use a newer server")]
    NewerSchema {
        /// Version in the file.
        found: i64,
        /// Newest version known here.
        known: i64,
    },
    /// A statement failed: a bug, or damaged data.
    #[error("the database refused: {0}")]
    Internal(String),
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::Unavailable(kind.to_string()),
        }
    }
}

/// Result of a store call.
pub type StoreResult<T> = Result<T, StoreError>;

/// What every engine must do. See the module's promise: committed when answered, one transaction each.
/// Each area has a trait of its own, in a file of its own; this one holds identity, events and settings.
#[async_trait]
pub trait Store:
    ContentStore
    + ConversationStore
    + FeedStore
    + HelpStore
    + InboxStore
    + LookStore
    + PeopleStore
    + TicketStore
    + Send
    + Sync
    + 'static
{
    /// Makes a workspace. With a `dev_seed`, returns the seed of the one development workspace: the given
    /// one, or that of the workspace made earlier, which is then left as it is.
    async fn create_workspace(&self, new: NewWorkspace) -> StoreResult<Option<[u8; 32]>>;
    /// The seed of the development workspace, when there is one.
    async fn dev_seed(&self) -> StoreResult<Option<[u8; 32]>>;
    /// All workspaces, oldest first.
    async fn workspaces(&self) -> StoreResult<Vec<Workspace>>;
    /// The workspace and what the key is in it; `None` for an unknown workspace.
    async fn app_key(&self, app_id: &str, key: &str) -> StoreResult<Option<AppKey>>;
    /// The workspace of an operator token.
    async fn operator(&self, token_hash: [u8; 32]) -> StoreResult<Option<Workspace>>;
    /// The identity switch of every platform.
    async fn verification(&self, app_id: &str) -> StoreResult<Vec<PlatformVerification>>;
    /// Sets the identity switch of one platform.
    async fn set_verification(
        &self,
        app_id: &str,
        platform: Platform,
        mode: VerificationMode,
    ) -> StoreResult<()>;
    /// Adds an identity secret; `None` when two are live already.
    async fn add_identity_secret(&self, new: NewIdentitySecret) -> StoreResult<Option<IdentitySecret>>;
    /// Ends an identity secret; `false` when there is none with this id.
    async fn remove_identity_secret(&self, app_id: &str, platform: Platform, id: i64) -> StoreResult<bool>;
    /// Counts a login whose proof was missing or wrong.
    async fn note_unverified(&self, app_id: &str, platform: Platform, now: i64) -> StoreResult<()>;
    /// Such logins since a time, to the hour, per platform.
    async fn unverified_logins(&self, app_id: &str, platform: Platform, since: i64) -> StoreResult<i64>;

    /// Opens a session: finds, makes, promotes or merges the contact, sets attributes, stores the token.
    async fn open_session(&self, login: OpenSession) -> StoreResult<SessionOutcome>;
    /// Looks up a bearer token.
    async fn session(&self, token_hash: [u8; 32]) -> StoreResult<Option<Session>>;
    /// Revokes every token of the session's device and unlinks it. Unknown tokens do nothing.
    async fn close_session(&self, token_hash: [u8; 32], now: i64) -> StoreResult<()>;
    /// Applies a device's change once.
    async fn update_contact(&self, update: UpdateContact) -> StoreResult<UpdateOutcome>;
    /// Stores a batch of events; one outcome each, in order. `None` when there is no such contact.
    async fn ingest_events(&self, batch: IngestEvents) -> StoreResult<Option<Vec<EventOutcome>>>;
    /// Notes that a contact is here, and answers what is new for it.
    async fn presence(&self, visit: Visit) -> StoreResult<Presence>;

    /// One contact.
    async fn contact(&self, app_id: &str, key: ContactKey) -> StoreResult<Option<Contact>>;
    /// Makes a contact for an operator.
    async fn create_contact(&self, new: CreateContact) -> StoreResult<EditOutcome>;
    /// Changes a contact for an operator.
    async fn edit_contact(&self, edit: EditContact) -> StoreResult<EditOutcome>;
    /// Contacts, newest first; merged and archived ones are left out.
    async fn find_contacts(&self, find: FindContacts) -> StoreResult<Page<Contact>>;
    /// Stores an event for an operator.
    async fn add_operator_event(&self, event: OperatorEvent) -> StoreResult<OperatorEventOutcome>;
    /// Events of a contact, latest arrival first.
    async fn events(&self, list: ListEvents) -> StoreResult<Page<Event>>;
    /// Events of a contact by name.
    async fn event_summaries(&self, contact_id: &str) -> StoreResult<Vec<EventSummary>>;

    /// Data attributes, oldest first.
    async fn data_attributes(&self, app_id: &str, archived: bool) -> StoreResult<Vec<DataAttribute>>;
    /// Makes a data attribute.
    async fn create_data_attribute(&self, new: NewDataAttribute) -> StoreResult<NewAttributeOutcome>;
    /// Changes a data attribute; `None` when there is none.
    async fn edit_data_attribute(&self, edit: EditDataAttribute) -> StoreResult<Option<DataAttribute>>;

    /// One piece of content.
    async fn content(&self, app_id: &str, kind: &str, id: &str) -> StoreResult<Option<Content>>;
    /// All content, oldest first.
    async fn contents(&self, app_id: &str) -> StoreResult<Vec<Content>>;
    /// Makes or replaces a piece of content. With `only_new`, leaves an existing one alone.
    async fn put_content(&self, app_id: &str, content: Content, only_new: bool) -> StoreResult<()>;

    /// Forgets ids of operations received before, and sessions that expired before, `before`.
    async fn purge(&self, before: i64) -> StoreResult<Purged>;
    /// Whether it answers at all.
    async fn check(&self) -> StoreResult<()>;
    /// Waits for the changes under way and closes. Later calls fail.
    async fn close(&self);
}
