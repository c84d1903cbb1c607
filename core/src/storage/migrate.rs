//! Schema versions.
//!
//! Guarantees: migrations are numbered SQL files, applied in order, each with its version in one
//! transaction; a newer schema than this build knows is refused before anything is written. Called at open.

use rusqlite::Connection;

use super::StoreError;

/// Every migration there ever was; only appended to.
const MIGRATIONS: &[&str] = &[include_str!("migrations/0001_outbox.sql")];

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
