//! The store in SQLite: one writing thread with group commit, a pool of readers, one file.
//!
//! On disk: WAL, synchronous FULL, so what was answered survives kill -9 and a power cut. In memory there
//! is one connection, and reads take their turn on the writing thread.

mod attributes;
mod connection;
mod contacts;
mod content;
mod conversations;
mod events;
mod feed;
mod help;
mod inbox;
mod keys;
mod looks;
mod merge;
mod patch;
mod people;
#[cfg(test)]
mod plans;
mod readers;
mod rows;
mod search;
mod sessions;
mod tickets;
mod tokens;
mod workspaces;
mod writer;

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use rusqlite::Connection;

pub use self::connection::FILE_NAME;
use self::readers::Readers;
use self::writer::Writer;
use super::*;

/// See the module.
pub struct SqliteStore {
    writer: Writer,
    readers: Option<Readers>,
    /// For searches and long lists of operators: apart, so that no search keeps a device waiting.
    searchers: Option<Readers>,
    /// The file; `None` in memory.
    path: Option<PathBuf>,
}

impl SqliteStore {
    /// Opens or makes `frontdesk-server.sqlite3` in `dir`, which must exist. Blocks for the disk.
    pub fn open(dir: &Path) -> StoreResult<Self> {
        let path = dir.join(FILE_NAME);
        let connection = connection::open_writer(Some(&path))?;
        Ok(Self {
            writer: Writer::start(connection)?,
            readers: Some(Readers::new(&path, readers::FOR_REQUESTS)),
            searchers: Some(Readers::new(&path, readers::FOR_SEARCHES)),
            path: Some(path),
        })
    }

    /// A store that is gone when it is dropped.
    pub fn in_memory() -> StoreResult<Self> {
        Ok(Self {
            writer: Writer::start(connection::open_writer(None)?)?,
            readers: None,
            searchers: None,
            path: None,
        })
    }

    async fn read<T, F>(&self, work: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    {
        match &self.readers {
            Some(readers) => readers.run(work).await,
            None => self.writer.run(move |connection, _| work(connection)).await,
        }
    }

    /// Reads what may take long: see [`Readers::run_within`].
    async fn search<T, F>(&self, work: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    {
        match &self.searchers {
            Some(searchers) => searchers.run_within(readers::SEARCH_DEADLINE, work).await,
            None => self.read(work).await,
        }
    }

    /// Moves everything out of the journal and empties it, so that what was deleted is nowhere on disk.
    async fn empty_journal(&self) -> StoreResult<()> {
        let Some(path) = self.path.clone() else {
            return Ok(());
        };
        tokio::task::spawn_blocking(move || connection::empty_journal(&path))
            .await
            .map_err(|error| StoreError::Internal(error.to_string()))?
    }

    async fn write<T, F>(&self, work: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    {
        self.writer.run(move |connection, _| work(connection)).await
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn create_workspace(&self, new: NewWorkspace) -> StoreResult<Option<[u8; 32]>> {
        self.write(move |db| workspaces::create(db, &new)).await
    }
    async fn dev_seed(&self) -> StoreResult<Option<[u8; 32]>> {
        self.read(workspaces::dev_seed).await
    }
    async fn workspaces(&self) -> StoreResult<Vec<Workspace>> {
        self.read(workspaces::all).await
    }
    async fn app_key(&self, app_id: &str, key: &str) -> StoreResult<Option<AppKey>> {
        let (app_id, key) = (app_id.to_owned(), key.to_owned());
        self.read(move |db| workspaces::app_key(db, &app_id, &key)).await
    }
    async fn operator(&self, token_hash: [u8; 32]) -> StoreResult<Option<Workspace>> {
        self.read(move |db| workspaces::operator(db, token_hash)).await
    }
    async fn verification(&self, app_id: &str) -> StoreResult<Vec<PlatformVerification>> {
        let app_id = app_id.to_owned();
        self.read(move |db| workspaces::verification(db, &app_id)).await
    }
    async fn set_verification(
        &self,
        app_id: &str,
        platform: Platform,
        mode: VerificationMode,
    ) -> StoreResult<()> {
        let app_id = app_id.to_owned();
        self.write(move |db| workspaces::set_verification(db, &app_id, platform, mode))
            .await
    }
    async fn add_identity_secret(&self, new: NewIdentitySecret) -> StoreResult<Option<IdentitySecret>> {
        self.write(move |db| workspaces::add_secret(db, &new)).await
    }
    async fn remove_identity_secret(&self, app_id: &str, platform: Platform, id: i64) -> StoreResult<bool> {
        let app_id = app_id.to_owned();
        self.write(move |db| workspaces::remove_secret(db, &app_id, platform, id))
            .await
    }
    async fn note_unverified(&self, app_id: &str, platform: Platform, now: i64) -> StoreResult<()> {
        let app_id = app_id.to_owned();
        self.write(move |db| workspaces::note_unverified(db, &app_id, platform, now))
            .await
    }
    async fn unverified_logins(&self, app_id: &str, platform: Platform, since: i64) -> StoreResult<i64> {
        let app_id = app_id.to_owned();
        self.read(move |db| workspaces::unverified(db, &app_id, platform, since))
            .await
    }

    async fn open_session(&self, login: OpenSession) -> StoreResult<SessionOutcome> {
        self.write(move |db| sessions::open(db, &login)).await
    }
    async fn session(&self, token_hash: [u8; 32]) -> StoreResult<Option<Session>> {
        match &self.readers {
            Some(readers) => readers.run_short(move |db| tokens::find(db, token_hash)).await,
            None => self.read(move |db| tokens::find(db, token_hash)).await,
        }
    }
    async fn close_session(&self, token_hash: [u8; 32], now: i64) -> StoreResult<()> {
        self.write(move |db| tokens::close(db, token_hash, now)).await
    }
    async fn update_contact(&self, update: UpdateContact) -> StoreResult<UpdateOutcome> {
        self.write(move |db| contacts::update_once(db, &update)).await
    }
    async fn ingest_events(&self, batch: IngestEvents) -> StoreResult<Option<Vec<EventOutcome>>> {
        self.writer
            .run_with_others(move |db, memory| events::ingest(db, memory, &batch))
            .await
    }
    async fn presence(&self, visit: Visit) -> StoreResult<Presence> {
        self.write(move |db| contacts::presence(db, &visit)).await
    }

    async fn contact(&self, app_id: &str, key: ContactKey) -> StoreResult<Option<Contact>> {
        let app_id = app_id.to_owned();
        self.read(move |db| contacts::find_by_key(db, &app_id, &key))
            .await
    }
    async fn create_contact(&self, new: CreateContact) -> StoreResult<EditOutcome> {
        self.write(move |db| contacts::create(db, &new)).await
    }
    async fn edit_contact(&self, edit: EditContact) -> StoreResult<EditOutcome> {
        self.write(move |db| contacts::edit(db, &edit)).await
    }
    async fn find_contacts(&self, find: FindContacts) -> StoreResult<Page<Contact>> {
        self.search(move |db| contacts::find(db, &find)).await
    }
    async fn add_operator_event(&self, event: OperatorEvent) -> StoreResult<OperatorEventOutcome> {
        self.writer
            .run(move |db, memory| events::add_for_operator(db, memory, &event))
            .await
    }
    async fn events(&self, list: ListEvents) -> StoreResult<Page<Event>> {
        self.search(move |db| events::list(db, &list)).await
    }
    async fn event_summaries(&self, contact_id: &str) -> StoreResult<Vec<EventSummary>> {
        let contact_id = contact_id.to_owned();
        self.search(move |db| events::summaries(db, &contact_id)).await
    }

    async fn data_attributes(&self, app_id: &str, archived: bool) -> StoreResult<Vec<DataAttribute>> {
        let app_id = app_id.to_owned();
        self.read(move |db| attributes::list(db, &app_id, archived)).await
    }
    async fn create_data_attribute(&self, new: NewDataAttribute) -> StoreResult<NewAttributeOutcome> {
        self.write(move |db| attributes::create(db, &new)).await
    }
    async fn edit_data_attribute(&self, edit: EditDataAttribute) -> StoreResult<Option<DataAttribute>> {
        self.write(move |db| attributes::edit(db, &edit)).await
    }

    async fn content(&self, app_id: &str, kind: &str, id: &str) -> StoreResult<Option<Content>> {
        let (app_id, kind, id) = (app_id.to_owned(), kind.to_owned(), id.to_owned());
        self.read(move |db| content::rows::get(db, &app_id, &kind, &id))
            .await
    }
    async fn contents(&self, app_id: &str) -> StoreResult<Vec<Content>> {
        let app_id = app_id.to_owned();
        self.read(move |db| content::rows::all(db, &app_id)).await
    }
    async fn put_content(&self, app_id: &str, content: Content, only_new: bool) -> StoreResult<()> {
        let app_id = app_id.to_owned();
        self.writer
            .run(move |db, memory| {
                memory.targets.remove(&app_id);
                content::rows::put(db, &app_id, &content, only_new)
            })
            .await
    }

    async fn purge(&self, before: i64) -> StoreResult<Purged> {
        self.write(move |db| {
            let operations = db.execute("delete from operations where received_at < ?1", [before])?;
            let sessions = db.execute("delete from sessions where expires_at < ?1", [before])?;
            db.execute("delete from erased_devices where erased_at < ?1", [before])?;
            db.execute(
                "delete from unverified_logins where hour < ?1",
                [before.div_euclid(3600)],
            )?;
            Ok(Purged { operations, sessions })
        })
        .await
    }
    async fn check(&self) -> StoreResult<()> {
        self.read(|db| Ok(db.query_row("select 1", [], |_| Ok(()))?))
            .await
    }
    async fn close(&self) {
        for readers in self.readers.iter().chain(&self.searchers) {
            readers.close();
        }
        self.writer.close();
    }
}
