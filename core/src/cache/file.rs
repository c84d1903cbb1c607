//! The cache's file: opened, checked, replaced, removed.
//!
//! Guarantees: what is returned is empty or was written by this version for this owner; a file that is neither is
//! gone from the disk before a new one is begun. Called by [`Cache::open`](super::Cache::open) and at logout.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use super::{CacheError, search};

/// Raised whenever `schema.sql` or `words.sql` changes; an older or newer file is deleted.
const SCHEMA: i64 = 1;
/// What the file says. Negative without the index of words: neither build takes the other's file for its own.
const VERSION: i64 = if cfg!(feature = "offline-search") {
    SCHEMA
} else {
    -SCHEMA
};
const OWNER: &str = "owner";

/// Opens the file, or deletes it and opens a fresh one.
pub(super) fn open_or_replace(path: &Path, owner: &str) -> Result<Connection, CacheError> {
    if path.exists() {
        match open_checked(path, owner) {
            Ok(Some(conn)) => return Ok(conn),
            Ok(None) => tracing::debug!("the cache is another user's or another version's and begins anew"),
            Err(error) if error.passes() => return Err(error),
            Err(error) => tracing::warn!(%error, "the cache cannot be read and begins anew"),
        }
    }
    wipe(path)?;
    create(path, owner)
}

/// Removes the cache with everything beside it. Nothing to remove is fine.
///
/// # Errors
/// When a file can be neither removed nor emptied.
pub(crate) fn wipe(path: &Path) -> std::io::Result<()> {
    let mut outcome = Ok(());
    for file in ["", "-wal", "-shm", "-journal"].map(|end| beside(path, end)) {
        match std::fs::remove_file(&file) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            // What cannot be removed can perhaps be emptied, and that is what matters.
            Err(_) => {
                let emptied = std::fs::OpenOptions::new().write(true).truncate(true).open(&file);
                outcome = outcome.and(emptied.map(drop));
            }
        }
    }
    outcome
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

fn connect(path: &Path) -> Result<Connection, CacheError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(std::time::Duration::from_secs(1))?;
    // Free pages go back to the disk after an eviction; the log stays far smaller than the smallest bound.
    conn.execute_batch(
        "pragma auto_vacuum=incremental; pragma journal_mode=wal; pragma synchronous=normal;
         pragma wal_autocheckpoint=256; pragma journal_size_limit=1048576; pragma secure_delete=on;
         pragma temp_store=memory; pragma cache_size=-512; pragma cell_size_check=on;",
    )?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

fn open_checked(path: &Path, owner: &str) -> Result<Option<Connection>, CacheError> {
    let conn = connect(path)?;
    let version: i64 = conn.query_row("pragma user_version", [], |row| row.get(0))?;
    if version != VERSION {
        return Ok(None);
    }
    let found: Option<String> = conn
        .query_row("select value from about where name = ?1", [OWNER], |row| {
            row.get(0)
        })
        .optional()?;
    Ok((found.as_deref() == Some(owner)).then_some(conn))
}

fn create(path: &Path, owner: &str) -> Result<Connection, CacheError> {
    let conn = connect(path)?;
    conn.execute_batch("begin immediate;")?;
    conn.execute_batch(include_str!("schema.sql"))?;
    conn.execute_batch(search::INDEX)?;
    conn.execute(
        "insert into about (name, value) values (?1, ?2)",
        params![OWNER, owner],
    )?;
    conn.execute_batch(&format!("pragma user_version={VERSION}; commit;"))?;
    Ok(conn)
}
