//! The table of operations.
//!
//! Guarantees: a row is written once and never changed but for its target; its checksum covers every column, so that a byte
//! that flipped on the device is noticed before it is sent; reads go by the primary key alone and cost the
//! same with 1,000 and with 100,000 rows. `insert` is called by the leader of the commit line on a caller's
//! thread, the rest by the worker.

use rusqlite::{Connection, OptionalExtension, Rows, params};
use uuid::Uuid;

use super::StoreError;
use crate::observer::OperationKind;

/// An operation before it has a place in the sequence.
#[derive(Debug, Clone)]
pub(crate) struct OperationRow {
    pub(crate) kind: OperationKind,
    pub(crate) id: Uuid,
    pub(crate) created_at: i64,
    /// What it is about, where the path on the server names it.
    pub(crate) target: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// An operation as read back.
#[derive(Debug, Clone)]
pub(crate) struct StoredOperation {
    pub(crate) seq: i64,
    pub(crate) epoch: i64,
    pub(crate) row: OperationRow,
}

/// A row that cannot be trusted.
#[derive(Debug, Clone)]
pub(crate) struct RowFault {
    pub(crate) seq: i64,
    pub(crate) id: Uuid,
    pub(crate) kind: Option<OperationKind>,
}

fn checksum(body: &[u8], id: &[u8], target: Option<&str>, numbers: [i64; 4]) -> i64 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(body);
    hasher.update(id);
    hasher.update(target.unwrap_or_default().as_bytes());
    let mut rest = [0u8; 32];
    for (bytes, number) in rest.chunks_exact_mut(8).zip(numbers) {
        bytes.copy_from_slice(&number.to_le_bytes());
    }
    hasher.update(&rest);
    i64::from(hasher.finalize())
}

/// Stores one operation at `seq`; durable when the surrounding transaction commits.
pub(crate) fn insert(conn: &Connection, seq: i64, epoch: i64, row: &OperationRow) -> Result<(), StoreError> {
    let kind = row.kind.code();
    let id = row.id.as_bytes();
    let target = row.target.as_deref();
    let check = checksum(&row.body, id, target, [seq, epoch, kind, row.created_at]);
    conn.prepare_cached(
        "insert into operations (seq, epoch, kind, id, created_at, body, \"check\", target)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        seq,
        epoch,
        kind,
        id.as_slice(),
        row.created_at,
        row.body,
        check,
        target
    ])?;
    Ok(())
}

/// Bytes of bodies one read brings into memory; the rest comes with the next read.
const MOST_BYTES_READ: usize = 2 * 1024 * 1024;

/// Reads up to `limit` operations with `from <= seq < to`, oldest first; fewer when they are large.
pub(crate) fn read(
    conn: &Connection,
    from: i64,
    to: i64,
    limit: usize,
) -> Result<Vec<Result<StoredOperation, RowFault>>, StoreError> {
    let mut statement = conn.prepare_cached(
        "select seq, epoch, kind, id, created_at, body, \"check\", target from operations
         where seq >= ?1 and seq < ?2 order by seq limit ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    collect(statement.query(params![from, to, limit])?)
}

/// Reads the operations of one kind with `from <= seq < to`, oldest first; not for events, which are many.
pub(crate) fn of_kind(
    conn: &Connection,
    kind: OperationKind,
    from: i64,
    to: i64,
) -> Result<Vec<Result<StoredOperation, RowFault>>, StoreError> {
    let mut statement = conn.prepare_cached(
        "select seq, epoch, kind, id, created_at, body, \"check\", target from operations
         where kind <> 1 and kind = ?1 and seq >= ?2 and seq < ?3 order by seq",
    )?;
    collect(statement.query(params![kind.code(), from, to])?)
}

fn collect(mut rows: Rows<'_>) -> Result<Vec<Result<StoredOperation, RowFault>>, StoreError> {
    let mut found = Vec::new();
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let (seq, epoch, kind): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let id_bytes: Vec<u8> = row.get(3)?;
        let (created_at, body, check): (i64, Vec<u8>, i64) = (row.get(4)?, row.get(5)?, row.get(6)?);
        let target: Option<String> = row.get(7)?;
        bytes += body.len();
        let id = Uuid::from_slice(&id_bytes).unwrap_or_default();
        let numbers = [seq, epoch, kind, created_at];
        let sound = check == checksum(&body, &id_bytes, target.as_deref(), numbers);
        found.push(match OperationKind::from_code(kind) {
            Some(kind) if sound => Ok(StoredOperation {
                seq,
                epoch,
                row: OperationRow {
                    kind,
                    id,
                    created_at,
                    target,
                    body,
                },
            }),
            kind => Err(RowFault { seq, id, kind }),
        });
        if bytes > MOST_BYTES_READ {
            break;
        }
    }
    Ok(found)
}

/// Turns an operation to another target: its conversation became part of another one. The one change a row
/// may see; its bytes stay.
pub(crate) fn retarget(
    conn: &Connection,
    operation: &StoredOperation,
    target: &str,
) -> Result<(), StoreError> {
    let row = OperationRow {
        target: Some(target.to_owned()),
        ..operation.row.clone()
    };
    conn.prepare_cached("delete from operations where seq = ?1")?
        .execute([operation.seq])?;
    insert(conn, operation.seq, operation.epoch, &row)
}

/// Ids and kinds of a range, without the bodies.
pub(crate) fn ids(conn: &Connection, from: i64, to: i64) -> Result<Vec<(Uuid, OperationKind)>, StoreError> {
    let mut statement =
        conn.prepare_cached("select id, kind from operations where seq >= ?1 and seq < ?2 order by seq")?;
    let rows = statement.query_map([from, to], |row| {
        Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (id, kind) = row?;
        if let (Ok(id), Some(kind)) = (Uuid::from_slice(&id), OperationKind::from_code(kind)) {
            found.push((id, kind));
        }
    }
    Ok(found)
}

/// The files that queued uploads name.
pub(crate) fn upload_ids(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = conn.prepare_cached(
        "select target from operations where kind <> 1 and kind = ?1 and target is not null",
    )?;
    let rows = statement.query_map([OperationKind::Upload.code()], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Removes the operations with these sequence numbers (sorted); runs of neighbours go in one statement.
pub(crate) fn delete(conn: &Connection, seqs: &[i64]) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("delete from operations where seq between ?1 and ?2")?;
    let mut rest = seqs;
    while let [first, ..] = rest {
        let run = rest
            .iter()
            .zip(*first..)
            .take_while(|(seq, expected)| **seq == *expected)
            .count();
        statement.execute([*first, first + run as i64 - 1])?;
        rest = &rest[run..];
    }
    Ok(())
}

/// Removes a whole range, `from <= seq < to`.
pub(crate) fn delete_range(conn: &Connection, from: i64, to: i64) -> Result<(), StoreError> {
    conn.prepare_cached("delete from operations where seq >= ?1 and seq < ?2")?
        .execute([from, to])?;
    Ok(())
}

/// The lowest sequence number in the range, which tells whether it is empty.
pub(crate) fn first_in(conn: &Connection, from: i64, to: i64) -> Result<Option<i64>, StoreError> {
    Ok(conn
        .prepare_cached("select seq from operations where seq >= ?1 and seq < ?2 order by seq limit 1")?
        .query_row([from, to], |row| row.get(0))
        .optional()?)
}

/// The lowest and highest sequence numbers; costs two look-ups whatever the size.
pub(crate) fn bounds(conn: &Connection) -> Result<Option<(i64, i64)>, StoreError> {
    let ends: (Option<i64>, Option<i64>) = conn.query_row(
        "select (select min(seq) from operations), (select max(seq) from operations)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(ends.0.zip(ends.1))
}

/// How many operations are queued. Reads the whole table: for `pending()` and the full queue only, never at
/// open.
pub(crate) fn count(conn: &Connection) -> Result<u64, StoreError> {
    let count: i64 = conn.query_row("select count(*) from operations", [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// When the oldest operation was made, in Unix milliseconds.
pub(crate) fn oldest(conn: &Connection) -> Result<Option<i64>, StoreError> {
    Ok(conn
        .query_row(
            "select created_at from operations order by seq limit 1",
            [],
            |row| row.get(0),
        )
        .optional()?)
}
