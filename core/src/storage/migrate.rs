//! Schema versions.
//!
//! Guarantees: migrations are numbered SQL files, applied in order, each with its version in one
//! transaction; a newer schema than this build knows is refused before anything is written. Called at open.

use rusqlite::Connection;

use super::StoreError;

/// Every migration there ever was; only appended to.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_outbox.sql"),
    include_str!("migrations/0002_messenger.sql"),
];

/// The schema version this build writes.
pub(crate) const VERSION: i64 = MIGRATIONS.len() as i64;

/// Brings the database to [`VERSION`].
pub(crate) fn migrate(conn: &Connection) -> Result<(), StoreError> {
    let found: i64 = conn.query_row("pragma user_version", [], |row| row.get(0))?;
    if found > VERSION {
        return Err(StoreError::NewerSchema);
    }
    if found < 0 {
        return Err(StoreError::Damaged(None));
    }
    let next = usize::try_from(found).unwrap_or(0);
    for (sql, version) in MIGRATIONS.iter().zip(1i64..).skip(next) {
        fail::fail_point!("migrate.before");
        conn.execute_batch(&format!(
            "begin immediate; {sql} pragma user_version={version}; commit;"
        ))
        .inspect_err(|_| {
            // The connection must not stay inside the failed transaction.
            let _nothing_to_undo = conn.execute_batch("rollback");
        })?;
    }
    Ok(())
}

/// CRC-32 of the schema's own text at [`VERSION`]. SQLite believes whatever the text of a table says, so a
/// byte that flipped in it would make every statement fail for a reason that does not look like damage.
const FINGERPRINT: u32 = 1_171_925_010;

/// Whether the schema's text is the one this version writes.
pub(crate) fn is_intact(conn: &Connection) -> Result<bool, StoreError> {
    Ok(fingerprint(conn)? == FINGERPRINT)
}

fn fingerprint(conn: &Connection) -> Result<u32, StoreError> {
    let mut hasher = crc32fast::Hasher::new();
    let mut statement =
        conn.prepare("select type, name, tbl_name, coalesce(sql, '') from sqlite_schema order by rowid")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..4 {
            hasher.update(row.get::<_, String>(column)?.as_bytes());
        }
    }
    Ok(hasher.finalize())
}

/// A database of this version in memory.
#[cfg(test)]
pub(crate) fn migrate_for_tests(conn: &Connection) {
    assert!(migrate(conn).is_ok());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_that_of_a_fresh_database() {
        let conn = Connection::open_in_memory().unwrap();
        migrate(&conn).unwrap();
        assert_eq!(fingerprint(&conn).unwrap(), FINGERPRINT);
    }

    #[test]
    fn a_database_of_the_first_version_keeps_its_rows() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(MIGRATIONS[0]).unwrap();
        conn.execute_batch("pragma user_version=1").unwrap();
        conn.execute(
            "insert into operations values (7, 1, 1, x'0193c3a47e007abc8def0123456789ab', 5, x'7b7d', ?1)",
            [checksum_of_the_first_version()],
        )
        .unwrap();
        migrate(&conn).unwrap();
        assert!(is_intact(&conn).unwrap());
        let rows = crate::storage::operations::read(&conn, 0, 100, 10).unwrap();
        let row = rows[0].as_ref().unwrap();
        assert_eq!(
            (row.seq, row.row.target.as_deref(), &row.row.body[..]),
            (7, None, &b"{}"[..])
        );
    }

    /// As the first version computed it: body, id, then the four numbers.
    fn checksum_of_the_first_version() -> i64 {
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(b"{}");
        hasher.update(&0x0193_c3a4_7e00_7abc_8def_0123_4567_89ab_u128.to_be_bytes());
        for number in [7_i64, 1, 1, 5] {
            hasher.update(&number.to_le_bytes());
        }
        i64::from(hasher.finalize())
    }
}
