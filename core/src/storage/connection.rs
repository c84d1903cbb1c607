//! Connections: pragmas, checkpoints, and what SQLite's errors mean to us.
//!
//! Guarantees: every connection has the same pragmas; checkpoints never run inside a caller's commit
//! (`wal_autocheckpoint=0`); an error is sorted once into damage, fullness, a newer schema or the rest.
//! Called by `client` at open, by the worker's checkpoints and by the turn at logout.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::config::Durability;
use crate::error::FrontdeskError;

/// What a failed statement means.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("the database is damaged")]
    Damaged(#[source] Option<rusqlite::Error>),
    #[error("no space is left on the device")]
    Full,
    #[error("the database was written by a newer version")]
    NewerSchema,
    #[error("the database is open elsewhere")]
    AlreadyOpen,
    #[error("the database cannot be used")]
    Unavailable(#[source] Option<rusqlite::Error>),
}

impl StoreError {
    pub(crate) fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged(_))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(Some(error)),
            Some(ErrorCode::DiskFull) => Self::Full,
            // Any value of another type than the schema's can only come from damage.
            None => match error {
                rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..) => Self::Damaged(Some(error)),
                _ => Self::Unavailable(Some(error)),
            },
            Some(_) => Self::Unavailable(Some(error)),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Unavailable(None),
        }
    }
}

impl From<StoreError> for FrontdeskError {
    fn from(error: StoreError) -> Self {
        let (code, message) = match &error {
            StoreError::Full => ("storage_full", "free some space on the device and call again"),
            StoreError::NewerSchema => (
                "storage_newer_schema",
                "the data was written by a newer version of the app; nothing was changed",
            ),
            StoreError::AlreadyOpen => (
                "already_open",
                "this folder is in use by another client; share that one or use another folder",
            ),
            StoreError::Damaged(_) => (
                "storage_unavailable",
                "the database is damaged; open the client again to recover it",
            ),
            StoreError::Unavailable(_) => (
                "storage_unavailable",
                "check that the folder exists and that the app may write to it",
            ),
        };
        tracing::warn!(code, cause = %Cause(&error), "storage");
        Self::Storage {
            code,
            message,
            limit: None,
        }
    }
}

/// The chain of causes of an error, for logs; SQLite's messages name tables, never values.
struct Cause<'a>(&'a dyn std::error::Error);

impl std::fmt::Display for Cause<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            write!(f, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}

/// Opens one connection with the pragmas of the house.
pub(crate) fn open_connection(path: &Path, durability: Durability) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    let synchronous = match durability {
        Durability::Process => "NORMAL",
        Durability::Power => "FULL",
    };
    conn.execute_batch(&format!(
        "pragma journal_mode=wal; pragma synchronous={synchronous}; pragma wal_autocheckpoint=0;
         pragma secure_delete=on; pragma temp_store=memory; pragma foreign_keys=on; pragma cache_size=-512;
         pragma trusted_schema=off; pragma cell_size_check=on;"
    ))?;
    conn.set_prepared_statement_cache_capacity(32);
    Ok(conn)
}

/// Moves what is committed from the log into the database without waiting for anyone; says how long the log
/// is, in pages.
pub(crate) fn checkpoint(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.query_row("pragma wal_checkpoint(passive)", [], |row| row.get::<_, i64>(1))?)
}

/// Moves everything and cuts the log to zero bytes; true when the log is empty. With `secure_delete` no copy
/// of a deleted row is left in either file.
pub(crate) fn truncate_log(conn: &Connection) -> Result<bool, StoreError> {
    Ok(conn.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, i64>(0))? == 0)
}
