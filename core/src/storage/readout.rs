//! Reading what a damaged database still holds.
//!
//! Guarantees: works on a copy, because reading a damaged file may change it; what cannot be read is stepped
//! over, not waited for; rows whose checksum fails are not taken. Damage is the only error that means
//! "nothing to read": a full disk while copying is reported as such. Called by `salvage`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::Connection;

use super::salvage::beside;
use super::{RowFault, SessionRow, StoreError, StoredOperation, operations, sessions, settings};

/// Bytes of a page, the same in every database of ours.
const PAGE: usize = 4096;

/// What could be read.
#[derive(Default)]
pub(super) struct Found {
    pub(super) sessions: Vec<SessionRow>,
    pub(super) settings: Vec<(&'static str, String)>,
    pub(super) operations: BTreeMap<i64, StoredOperation>,
}

/// Copies the damaged files to `copy` and reads them; `fresh` is an empty database of this version.
pub(super) fn read_out(damaged: &Path, copy: &Path, fresh: &Path) -> Result<Found, StoreError> {
    copy_files(damaged, copy)?;
    match read_tables(copy) {
        Ok(found) if !found.sessions.is_empty() => return Ok(found),
        Err(full @ StoreError::Full) => return Err(full),
        _ => {}
    }
    // Page one holds header and schema, the same in every database of this version: borrow a fresh one.
    copy_files(damaged, copy)?;
    transplant_first_page(copy, fresh)?;
    read_tables(copy).map_err(|error| match error {
        StoreError::Full => StoreError::Full,
        other => {
            tracing::warn!(error = %other, "nothing can be read");
            StoreError::Damaged(None)
        }
    })
}

fn copy_files(damaged: &Path, copy: &Path) -> Result<(), StoreError> {
    for suffix in ["", "-wal", "-shm"] {
        let _not_there = fs::remove_file(beside(copy, suffix));
    }
    match fs::copy(damaged, copy) {
        Err(error) if error.kind() == ErrorKind::NotFound => drop(fs::File::create(copy)?),
        other => drop(other?),
    }
    match fs::copy(beside(damaged, "-wal"), beside(copy, "-wal")) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        other => drop(other?),
    }
    Ok(())
}

fn transplant_first_page(copy: &Path, fresh: &Path) -> Result<(), StoreError> {
    let mut page = vec![0u8; PAGE];
    fs::File::open(fresh)?.read_exact(&mut page)?;
    let mut file = fs::OpenOptions::new().write(true).open(copy)?;
    let pages = usize::try_from(file.metadata()?.len()).unwrap_or(0) / PAGE;
    // The header says how many pages there are.
    page[28..32].copy_from_slice(&u32::try_from(pages.max(1)).unwrap_or(1).to_be_bytes());
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&page)?;
    Ok(())
}

fn read_tables(copy: &Path) -> Result<Found, StoreError> {
    let conn = Connection::open(copy)?;
    conn.execute_batch("pragma cell_size_check=on")?;
    // A database of an earlier version has fewer columns; one that cannot be brought up is read as it is.
    let _as_far_as_it_goes = super::migrate::migrate(&conn);
    let mut found = Found {
        sessions: sessions::readable(&conn)?,
        ..Found::default()
    };
    for name in [
        settings::CURRENT_EPOCH,
        settings::DEVICE_ID,
        settings::DEVICE_SECRET,
        settings::USER_HASH,
        settings::JWT,
        settings::ASK_AGAIN,
        settings::UPDATE_TIMES,
        settings::HELD_UPDATE,
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
                from = last.saturating_add(1);
            }
            Err(_) => {
                // Somewhere in the next 200 rows: go one by one up to the damage, then over it.
                while let Ok(rows) = operations::read(conn, from, i64::MAX, 1) {
                    let Some(row) = rows.into_iter().next() else {
                        return;
                    };
                    from = seq_of(&row).saturating_add(1);
                    found.extend(row.ok().map(|row| (row.seq, row)));
                }
                for stride in (0..STRIDES).map(|power| 1i64 << power) {
                    let over = from.saturating_add(stride);
                    if operations::read(conn, over, i64::MAX, 1).is_ok() {
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
