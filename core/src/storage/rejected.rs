//! The table of operations the server refused for good.
//!
//! Guarantees: a refused operation is kept with its reason until the app dismisses it, 30 days passed or
//! its user logged out; it is never sent again by itself. Written by the worker in the transaction that
//! removes the operation; read by `pending`.

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::{StoreError, StoredOperation, kind_from_code};
use crate::observer::OperationKind;

/// One refused operation.
#[derive(Debug, Clone)]
pub(crate) struct RejectedRow {
    pub(crate) kind: OperationKind,
    pub(crate) id: Uuid,
    pub(crate) created_at: i64,
    pub(crate) rejected_at: i64,
    pub(crate) code: String,
    pub(crate) field: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// Keeps a refused operation with its reason.
pub(crate) fn insert(
    conn: &Connection,
    operation: &StoredOperation,
    now: i64,
    code: &str,
    field: Option<&str>,
) -> Result<(), StoreError> {
    let kind = match operation.row.kind {
        OperationKind::Event => 1,
        OperationKind::UserUpdate => 2,
    };
    conn.prepare_cached(
        "insert or replace into rejected (seq, epoch, kind, id, created_at, rejected_at, code, field, body)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        operation.seq,
        operation.epoch,
        kind,
        operation.row.id.as_bytes().as_slice(),
        operation.row.created_at,
        now,
        code,
        field,
        operation.row.body
    ])?;
    Ok(())
}

/// The newest refused operations, at most `limit`.
pub(crate) fn newest(conn: &Connection, limit: usize) -> Result<Vec<RejectedRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "select kind, id, created_at, rejected_at, code, field, body from rejected order by seq desc limit ?1",
    )?;
    let rows = statement.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, Vec<u8>>(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
            row.get(6)?,
        ))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (kind, id, created_at, rejected_at, code, field, body) = row?;
        let (Some(kind), Ok(id)) = (kind_from_code(kind), Uuid::from_slice(&id)) else {
            continue;
        };
        found.push(RejectedRow {
            kind,
            id,
            created_at,
            rejected_at,
            code,
            field,
            body,
        });
    }
    Ok(found)
}

/// How many refused operations are kept.
pub(crate) fn count(conn: &Connection) -> Result<u64, StoreError> {
    let count: i64 = conn.query_row("select count(*) from rejected", [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Forgets one refused operation; false when there is none with that id.
pub(crate) fn dismiss(conn: &Connection, id: Uuid) -> Result<bool, StoreError> {
    Ok(conn.execute("delete from rejected where id = ?1", [id.as_bytes().as_slice()])? > 0)
}

/// Forgets everything that was refused: it is all of the user who logs out.
pub(crate) fn forget_all(conn: &Connection) -> Result<(), StoreError> {
    conn.execute("delete from rejected", [])?;
    Ok(())
}

/// Forgets what was refused before the given time.
pub(crate) fn forget_older(conn: &Connection, before: i64) -> Result<(), StoreError> {
    conn.execute("delete from rejected where rejected_at < ?1", [before])?;
    Ok(())
}
