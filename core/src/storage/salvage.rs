//! Opening, and what happens when a database cannot be read.
//!
//! Guarantees: nothing is ever deleted: the damaged files are renamed and kept beside the fresh one; every
//! row that can still be read and whose checksum holds is carried over with its sequence number, epoch and
//! id; a row that changed is left in the kept file. A newer schema is refused before anything is written.
//! Called by `client` at open and by the worker when a statement meets damage, inside the exclusive turn.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{
    RowFault, StoreError, StoredOperation, migrate, open_connection, operations, sessions, settings,
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

/// Opens the database, or recovers it.
pub(crate) fn open_or_recover(
    path: &Path,
    durability: Durability,
    now_ms: i64,
) -> Result<Opened, StoreError> {
    if main_file_lost(path) {
        return recover(path, durability, now_ms);
    }
    match open_checked(path, durability) {
        Ok(conn) => Ok(Opened { conn, recovery: None }),
        Err(StoreError::Damaged(_)) => recover(path, durability, now_ms),
        Err(other) => Err(other),
    }
}

/// SQLite throws a log away when its database is missing or empty; committed rows would go with it.
fn main_file_lost(path: &Path) -> bool {
    let size = |p: &Path| fs::metadata(p).map_or(0, |m| m.len());
    size(path) == 0 && size(&beside(path, "-wal")) > 0
}

fn open_checked(path: &Path, durability: Durability) -> Result<Connection, StoreError> {
    refuse_newer_schema(path)?;
    let conn = open_connection(path, durability)?;
    migrate::migrate(&conn)?;
    match probe(&conn) {
        Ok(()) => Ok(conn),
        Err(error) => Err(damage_if_logical(error)),
    }
}

/// Looks at the schema version without letting SQLite write to the file.
fn refuse_newer_schema(path: &Path) -> Result<(), StoreError> {
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
    if !header.starts_with(b"SQLite format 3\0") || version <= migrate::VERSION {
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

/// Renames the damaged files, starts a fresh database and carries over what is readable.
pub(crate) fn recover(path: &Path, durability: Durability, now_ms: i64) -> Result<Opened, StoreError> {
    let kept_as = unused_name(path, now_ms);
    for suffix in ["", "-wal", "-shm"] {
        let from = beside(path, suffix);
        if from.exists() {
            fs::rename(&from, beside(&kept_as, suffix))?;
        }
    }
    let conn = open_connection(path, durability)?;
    migrate::migrate(&conn)?;
    let salvaged = read_out(&kept_as, path)
        .and_then(|found| carry_over(&conn, &found))
        .unwrap_or_else(|error| {
            tracing::warn!(%error, "nothing could be salvaged; the damaged file is kept");
            0
        });
    Ok(Opened {
        conn,
        recovery: Some(Recovery { salvaged, kept_as }),
    })
}

#[derive(Default)]
struct Found {
    sessions: Vec<sessions::SessionRow>,
    settings: Vec<(&'static str, String)>,
    operations: BTreeMap<i64, StoredOperation>,
}

/// Reads from a copy, because reading a damaged file may change it.
fn read_out(kept: &Path, path: &Path) -> Result<Found, StoreError> {
    let copy = beside(path, ".salvage");
    let clean = || {
        for suffix in ["", "-wal", "-shm"] {
            let _not_there = fs::remove_file(beside(&copy, suffix));
        }
    };
    clean();
    fs::copy(kept, &copy).or_else(|_| fs::File::create(&copy).map(|_| 0))?;
    if beside(kept, "-wal").exists() {
        fs::copy(beside(kept, "-wal"), beside(&copy, "-wal"))?;
    }
    let mut found = read_tables(&copy);
    if !matches!(&found, Ok(found) if !found.sessions.is_empty()) {
        // Page one holds header and schema, the same in every database of this version: borrow a fresh one.
        transplant_first_page(&copy, path)?;
        found = read_tables(&copy);
    }
    clean();
    found
}

fn transplant_first_page(copy: &Path, fresh: &Path) -> Result<(), StoreError> {
    // The fresh database's own content may still be in its log only; a checkpoint writes its first page.
    let donor = Connection::open(fresh)?;
    super::truncate_log(&donor)?;
    let mut page = fs::read(fresh)?;
    page.truncate(4096);
    let mut file = fs::OpenOptions::new().write(true).open(copy)?;
    let pages = u32::try_from(file.metadata()?.len() / 4096).unwrap_or(0).max(1);
    if page.len() == 4096 {
        page[28..32].copy_from_slice(&pages.to_be_bytes());
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&page)?;
    }
    Ok(())
}

fn read_tables(copy: &Path) -> Result<Found, StoreError> {
    let conn = Connection::open(copy)?;
    conn.execute_batch("pragma cell_size_check=on")?;
    let mut found = Found {
        sessions: sessions::all(&conn)?,
        ..Found::default()
    };
    for name in [
        settings::CURRENT_EPOCH,
        settings::DEVICE_ID,
        settings::DEVICE_SECRET,
        settings::USER_HASH,
        settings::JWT,
        settings::ASK_AGAIN,
    ] {
        if let Ok(Some(value)) = settings::get(&conn, name) {
            found.settings.push((name, value));
        }
    }
    walk(&conn, &mut found.operations);
    Ok(found)
}

/// Goes through the table in order and steps over what cannot be read, in growing strides.
fn walk(conn: &Connection, found: &mut BTreeMap<i64, StoredOperation>) {
    const STRIDES: u32 = 24;
    let mut from = 0;
    'walk: loop {
        match operations::read(conn, from, i64::MAX, 200) {
            Ok(rows) => {
                let Some(last) = rows.last().map(seq_of) else {
                    return;
                };
                found.extend(rows.into_iter().flatten().map(|row| (row.seq, row)));
                from = last + 1;
            }
            Err(_) => {
                // Somewhere in the next 200 rows: go one by one up to the damage, then over it.
                while let Ok(rows) = operations::read(conn, from, i64::MAX, 1) {
                    let Some(row) = rows.into_iter().next() else {
                        return;
                    };
                    from = seq_of(&row) + 1;
                    found.extend(row.ok().map(|row| (row.seq, row)));
                }
                for stride in (0..STRIDES).map(|power| 1i64 << power) {
                    if operations::read(conn, from.saturating_add(stride), i64::MAX, 1).is_ok() {
                        let over = from.saturating_add(stride);
                        // The last stride may have been too long: look back as far as it reads.
                        for seq in (from..over).rev() {
                            match operations::read(conn, seq, seq + 1, 1) {
                                Ok(rows) => {
                                    found.extend(rows.into_iter().flatten().map(|row| (row.seq, row)))
                                }
                                Err(_) => break,
                            }
                        }
                        from = over;
                        continue 'walk;
                    }
                }
                return;
            }
        }
    }
}

fn seq_of(row: &Result<StoredOperation, RowFault>) -> i64 {
    match row {
        Ok(row) => row.seq,
        Err(fault) => fault.seq,
    }
}

/// Writes what was found; operations without their session are left in the kept file, because nobody could
/// say whose they are.
fn carry_over(conn: &Connection, found: &Found) -> Result<u64, StoreError> {
    conn.execute_batch("begin immediate")?;
    let written = (|| {
        for session in &found.sessions {
            sessions::put(conn, session)?;
        }
        for (name, value) in &found.settings {
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

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Removes the damaged files that were kept: at logout nothing of the user may stay. A file that cannot be
/// removed now is tried again at the next logout.
pub(crate) fn forget_kept_files(path: &Path) {
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

fn unused_name(path: &Path, now_ms: i64) -> PathBuf {
    (0..)
        .map(|n| path.with_extension(format!("damaged-{}.sqlite3", now_ms.saturating_add(n))))
        .find(|candidate| !candidate.exists())
        .unwrap_or_else(|| path.with_extension("damaged.sqlite3"))
}
