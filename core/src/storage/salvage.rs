//! Opening, and what happens when a database cannot be read.
//!
//! Guarantees: nothing is deleted: the damaged files are renamed and kept beside the fresh one; every row that
//! can still be read and whose checksum holds is carried over with its sequence number, epoch and id; the
//! fresh database is complete before it takes the place of the damaged one, so that a kill at any moment
//! leaves one of the two; a full disk is no damage and costs nothing. A newer schema is refused before
//! anything is written. Called by `client` at open and by the worker when a statement meets damage, inside
//! the exclusive turn.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::readout::{self, Found};
use super::{
    SessionState, StoreError, migrate, open_connection, operations, sessions, settings, truncate_log,
};
use crate::config::Durability;

/// What was done to a damaged database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recovery {
    /// Operations carried over.
    pub(crate) salvaged: u64,
    /// Where the damaged file is kept.
    pub(crate) kept_as: PathBuf,
}

/// A usable connection, and what it took.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) conn: Connection,
    pub(crate) recovery: Option<Recovery>,
}

/// A database with its log and its index of the log.
const FILES: [&str; 3] = ["", "-wal", "-shm"];

/// Opens the database, or recovers it.
pub(crate) fn open_or_recover(
    path: &Path,
    durability: Durability,
    now_ms: i64,
) -> Result<Opened, StoreError> {
    finish_interrupted(path, now_ms)?;
    if main_file_lost(path) {
        return recover(path, durability, now_ms);
    }
    match open_checked(path, durability) {
        Ok(conn) => Ok(Opened { conn, recovery: None }),
        Err(StoreError::Damaged(_)) => recover(path, durability, now_ms),
        Err(other) => Err(other),
    }
}

/// A recovery that was killed: its fresh database either takes its place now or is begun anew.
fn finish_interrupted(path: &Path, now_ms: i64) -> Result<(), StoreError> {
    let fresh = beside(path, ".new");
    if !fresh.exists() {
        return Ok(());
    }
    if path.exists() {
        remove(&fresh);
        return Ok(());
    }
    put_aside(path, &unused_name(path, now_ms))?;
    fs::rename(&fresh, path)?;
    Ok(())
}

/// SQLite throws a log away when its database is missing or empty; committed rows would go with it.
fn main_file_lost(path: &Path) -> bool {
    let size = |p: &Path| fs::metadata(p).map_or(0, |m| m.len());
    size(path) == 0 && size(&beside(path, "-wal")) > 0
}

fn open_checked(path: &Path, durability: Durability) -> Result<Connection, StoreError> {
    check_header(path)?;
    let conn = open_connection(path, durability).map_err(damage_if_logical)?;
    migrate::migrate(&conn).map_err(damage_if_logical)?;
    probe(&conn).map_err(damage_if_logical)?;
    Ok(conn)
}

/// Looks at the schema version without letting SQLite write to the file.
fn check_header(path: &Path) -> Result<(), StoreError> {
    let Ok(header) = fs::File::open(path).and_then(|mut file| {
        use std::io::Read;
        let mut header = [0u8; 64];
        file.read_exact(&mut header).map(|()| header)
    }) else {
        return Ok(());
    };
    let version = i64::from(u32::from_be_bytes([
        header[60], header[61], header[62], header[63],
    ]));
    let ours = header.starts_with(b"SQLite format 3\0");
    if ours && !header[18..20].iter().all(|format| matches!(format, 1 | 2)) {
        // SQLite would take the file for one of a later format, and for read-only.
        return Err(StoreError::Damaged(None));
    }
    if !ours || version <= migrate::VERSION {
        return Ok(());
    }
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let schema = Connection::open_with_flags(path, flags)
        .map_err(StoreError::from)
        .and_then(|conn| settings::get_number(&conn, settings::SCHEMA));
    match schema {
        Ok(Some(schema)) if schema <= migrate::VERSION => Err(StoreError::Damaged(None)),
        _ => Err(StoreError::NewerSchema),
    }
}

/// Touches every table once; costs the same whatever their size.
fn probe(conn: &Connection) -> Result<(), StoreError> {
    if !migrate::is_intact(conn)? {
        return Err(StoreError::Damaged(None));
    }
    sessions::all(conn)?;
    settings::get(conn, settings::CURRENT_EPOCH)?;
    operations::bounds(conn)?;
    super::rejected::newest(conn, 1)?;
    if settings::get_number(conn, settings::SCHEMA)? != Some(migrate::VERSION) {
        return Err(StoreError::Damaged(None));
    }
    Ok(())
}

/// A missing table or column in a database of our version is damage, not an unavailable disk.
fn damage_if_logical(error: StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(Some(cause))
            if matches!(
                cause.sqlite_error_code(),
                None | Some(rusqlite::ErrorCode::Unknown)
            ) =>
        {
            StoreError::Damaged(Some(cause))
        }
        other => other,
    }
}

/// Fills a fresh database with what is readable, keeps the damaged files and puts the fresh one in place.
pub(crate) fn recover(path: &Path, durability: Durability, now_ms: i64) -> Result<Opened, StoreError> {
    let fresh = beside(path, ".new");
    remove(&fresh);
    let salvaged = fill(&fresh, path, durability, now_ms).inspect_err(|_| remove(&fresh))?;
    fail::fail_point!("recover.filled");
    let kept_as = unused_name(path, now_ms);
    put_aside(path, &kept_as)?;
    fail::fail_point!("recover.put_aside");
    fs::rename(&fresh, path)?;
    let conn = open_checked(path, durability)?;
    Ok(Opened {
        conn,
        recovery: Some(Recovery { salvaged, kept_as }),
    })
}

/// Builds the fresh database, whole in one file.
fn fill(fresh: &Path, damaged: &Path, durability: Durability, now_ms: i64) -> Result<u64, StoreError> {
    let conn = open_connection(fresh, durability)?;
    migrate::migrate(&conn)?;
    truncate_log(&conn)?;
    let copy = beside(damaged, ".salvage");
    let salvaged = match readout::read_out(damaged, &copy, fresh) {
        Ok(found) => carry_over(&conn, &found, now_ms).inspect(|_| carry_over_rejected(&conn, &copy)),
        // Nothing readable: the damaged file is kept. A disk that is full is another matter.
        Err(StoreError::Damaged(_)) => Ok(0),
        Err(other) => Err(other),
    };
    remove(&copy);
    let salvaged = salvaged?;
    truncate_log(&conn)?;
    Ok(salvaged)
}

/// Writes what was found; operations without their session are left in the kept file, because nobody could
/// say whose they are.
fn carry_over(conn: &Connection, found: &Found, now_ms: i64) -> Result<u64, StoreError> {
    let current = found
        .settings
        .iter()
        .find(|(name, _)| *name == settings::CURRENT_EPOCH);
    let current = current.and_then(|(_, epoch)| epoch.parse::<i64>().ok());
    let known = found
        .sessions
        .iter()
        .any(|session| Some(session.epoch) == current);
    conn.execute_batch("begin immediate")?;
    let written = (|| {
        for session in &found.sessions {
            let mut session = session.clone();
            if !known && session.state != SessionState::Refused {
                // Nobody can say any more who is logged in: what is queued is still delivered as its own user.
                session.state = SessionState::Closing;
                session.closing_since = session.closing_since.or(Some(now_ms));
            }
            sessions::put(conn, &session)?;
        }
        for (name, value) in found
            .settings
            .iter()
            .filter(|(name, _)| known || *name != settings::CURRENT_EPOCH)
        {
            settings::set(conn, name, Some(value))?;
        }
        let mut salvaged = 0;
        for operation in found.operations.values() {
            if found
                .sessions
                .iter()
                .any(|session| session.epoch == operation.epoch)
            {
                operations::insert(conn, operation.seq, operation.epoch, &operation.row)?;
                salvaged += 1;
            }
        }
        Ok(salvaged)
    })();
    conn.execute_batch(if written.is_ok() { "commit" } else { "rollback" })?;
    written
}

/// Refused operations are for people to look at; what can be read of them comes along.
fn carry_over_rejected(conn: &Connection, copy: &Path) {
    let taken = conn
        .execute("attach database ?1 as damaged", [copy.to_string_lossy()])
        .and_then(|_| {
            let taken = conn.execute(
                "insert or ignore into main.rejected select * from damaged.rejected",
                [],
            );
            conn.execute("detach database damaged", []).and(taken)
        });
    if let Err(error) = taken {
        tracing::warn!(%error, "refused operations could not be carried over");
    }
}

/// Renames the files of a database.
fn put_aside(path: &Path, kept_as: &Path) -> Result<(), StoreError> {
    for suffix in FILES {
        let from = beside(path, suffix);
        if from.exists() {
            fs::rename(&from, beside(kept_as, suffix))?;
        } else if suffix.is_empty() {
            // Only the log was there: the name that the app is told must exist all the same.
            fs::File::create(kept_as)?;
        }
    }
    Ok(())
}

/// Removes the files of a database that was only ours.
fn remove(path: &Path) {
    for suffix in FILES {
        let _not_there = fs::remove_file(beside(path, suffix));
    }
}

/// Removes damaged files that were kept and copies of a recovery that was killed: at logout nothing of the
/// user may stay. A file that cannot be removed now is tried again at the next logout.
pub(crate) fn forget_kept_files(path: &Path) {
    remove(&beside(path, ".salvage"));
    remove(&beside(path, ".new"));
    let (Some(folder), Some(stem)) = (path.parent(), path.file_stem().and_then(|s| s.to_str())) else {
        return;
    };
    let prefix = format!("{stem}.damaged");
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(&prefix))
        {
            let _next_time = fs::remove_file(entry.path());
        }
    }
}

pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn unused_name(path: &Path, now_ms: i64) -> PathBuf {
    (0..)
        .map(|n| path.with_extension(format!("damaged-{}.sqlite3", now_ms.saturating_add(n))))
        .find(|candidate| !candidate.exists())
        .unwrap_or_else(|| path.with_extension("damaged.sqlite3"))
}

#[cfg(test)]
#[path = "salvage_tests.rs"]
mod tests;
