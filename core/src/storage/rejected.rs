//! The table of operations the server refused for good.
//!
//! Guarantees: a refused operation is kept with its reason until the app dismisses it, 30 days passed or
//! its user logged out; it is never sent again by itself. Written by the worker in the transaction that
//! removes the operation; read by `pending`.

use rusqlite::{Connection, Rows, params};
use uuid::Uuid;

use super::{StoreError, StoredOperation};
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
    pub(crate) target: Option<String>,
}

/// Keeps a refused operation with its reason.
pub(crate) fn insert(
    conn: &Connection,
    operation: &StoredOperation,
    now: i64,
    code: &str,
    field: Option<&str>,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "insert or replace into rejected (seq, epoch, kind, id, created_at, rejected_at, code, field, body, target)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        operation.seq,
        operation.epoch,
        operation.row.kind.code(),
        operation.row.id.as_bytes().as_slice(),
        operation.row.created_at,
        now,
        code,
        field,
        operation.row.body,
        operation.row.target,
    ])?;
    Ok(())
}

const COLUMNS: &str = "kind, id, created_at, rejected_at, code, field, body, target";

/// The newest refused operations, at most `limit`.
pub(crate) fn newest(conn: &Connection, limit: usize) -> Result<Vec<RejectedRow>, StoreError> {
    let mut statement = conn.prepare_cached(&format!(
        "select {COLUMNS} from rejected order by seq desc limit ?1"
    ))?;
    collect(statement.query([i64::try_from(limit).unwrap_or(i64::MAX)])?)
}

/// The refused operations of one kind, oldest first.
pub(crate) fn of_kind(conn: &Connection, kind: OperationKind) -> Result<Vec<RejectedRow>, StoreError> {
    let mut statement = conn.prepare_cached(&format!(
        "select {COLUMNS} from rejected where kind = ?1 order by seq"
    ))?;
    collect(statement.query([kind.code()])?)
}

/// One refused operation.
pub(crate) fn find(conn: &Connection, id: Uuid) -> Result<Option<RejectedRow>, StoreError> {
    let mut statement = conn.prepare_cached(&format!("select {COLUMNS} from rejected where id = ?1"))?;
    Ok(collect(statement.query([id.as_bytes().as_slice()])?)?
        .into_iter()
        .next())
}

fn collect(mut rows: Rows<'_>) -> Result<Vec<RejectedRow>, StoreError> {
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: Vec<u8> = row.get(1)?;
        let (Some(kind), Ok(id)) = (OperationKind::from_code(row.get(0)?), Uuid::from_slice(&id)) else {
            continue;
        };
        found.push(RejectedRow {
            kind,
            id,
            created_at: row.get(2)?,
            rejected_at: row.get(3)?,
            code: row.get(4)?,
            field: row.get(5)?,
            body: row.get(6)?,
            target: row.get(7)?,
        });
    }
    Ok(found)
}

/// The files that refused uploads name: they may be sent again.
pub(crate) fn upload_ids(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement =
        conn.prepare_cached("select target from rejected where kind = ?1 and target is not null")?;
    let rows = statement.query_map([OperationKind::Upload.code()], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
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
