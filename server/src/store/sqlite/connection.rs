//! Opening a SQLite database: pragmas, migrations, and what an engine error means for a caller.
//!
//! A database with a newer schema is refused and not touched. Migrations are numbered files; each runs in
//! one transaction together with its `user_version`, so a crash in the middle leaves the old schema.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::store::{StoreError, StoreResult};

/// All migrations, in order. Append only.
const MIGRATIONS: [&str; 5] = [
    include_str!("../../../migrations/0001_spine.sql"),
    include_str!("../../../migrations/0002_conversations.sql"),
    include_str!("../../../migrations/0003_content.sql"),
    include_str!("../../../migrations/0004_people.sql"),
    include_str!("../../../migrations/0005_web.sql"),
];

/// The file inside the data folder.
pub const FILE_NAME: &str = "frontdesk-server.sqlite3";

/// Opens the one connection that writes, and brings the schema up to date.
pub(super) fn open_writer(path: Option<&Path>) -> StoreResult<Connection> {
    let mut connection = match path {
        Some(path) => {
            make_private(path)?;
            Connection::open(path)?
        }
        None => Connection::open_in_memory()?,
    };
    connection.busy_timeout(Duration::from_secs(5))?;
    // The version is looked at before anything is written, the journal mode included.
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    if path.is_some() {
        // WAL lets readers go on during a commit; FULL makes a commit survive a power cut.
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "wal_autocheckpoint", 4000)?;
    }
    // What is deleted is overwritten: a person who asks to be forgotten is, also in freed pages.
    connection.pragma_update(None, "secure_delete", true)?;
    configure(&connection)?;
    for (index, sql) in MIGRATIONS
        .iter()
        .enumerate()
        .skip(usize::try_from(found).unwrap_or(0))
    {
        let transaction = connection.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", i64::try_from(index + 1).unwrap_or(0))?;
        transaction.commit()?;
    }
    Ok(connection)
}

/// Makes the file, for its owner alone, before SQLite would make it for everybody; SQLite gives its journals
/// the same rights. A file that is there is not even opened: closing it would drop SQLite's locks.
fn make_private(path: &Path) -> StoreResult<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::Unavailable(error.to_string())),
    }
}

/// Moves everything out of the journal and empties it. Waits for readers under way, a few seconds at most:
/// what is left then goes with a later checkpoint.
pub(super) fn empty_journal(path: &Path) -> StoreResult<()> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    let busy: bool = connection.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))?;
    if busy {
        tracing::warn!("the journal could not be emptied yet");
    }
    Ok(())
}

/// Opens a connection that cannot write.
pub(super) fn open_reader(path: &Path) -> StoreResult<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(Duration::from_secs(5))?;
    configure(&connection)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> StoreResult<()> {
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(())
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        // The engine's messages name tables and constraints, never values.
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::OperationInterrupted) => {
                Self::Busy
            }
            Some(
                ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::SystemIoFailure
                | ErrorCode::NotADatabase
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::PermissionDenied,
            ) => Self::Unavailable(error.to_string()),
            _ => Self::Internal(error.to_string()),
        }
    }
}
