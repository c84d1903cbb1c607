//! What is still to be delivered, for the app and its developers.
//!
//! Guarantees: read-only, from the reading connection; never holds the turn. The bodies of operations are
//! the app's own words, so they are not part of a `Debug` print. Called by `Frontdesk::pending` and `flush`.

use rusqlite::Connection;

use crate::model::event::OperationId;
use crate::observer::OperationKind;
use crate::storage::StoreError;
use crate::storage::{operations, rejected};

/// Refused operations listed by `pending`; more are counted.
const MOST_LISTED: usize = 100;

/// The outbox as it is now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pending {
    /// Operations not yet answered by the server.
    pub queued: u64,
    /// When the oldest of them was made, in Unix milliseconds.
    pub oldest_ms: Option<i64>,
    /// Why nothing is sent at the moment, as a stable code; `None` when nothing stands in the way.
    pub waiting_for: Option<String>,
    /// Operations the server refused for good, newest first, at most 100.
    pub rejected: Vec<RejectedOperation>,
    /// How many were refused in all.
    pub rejected_count: u64,
}

/// An operation the server refused for good. Dismiss it when it was dealt with.
#[derive(Clone, PartialEq)]
pub struct RejectedOperation {
    /// The id that the call returned.
    pub id: OperationId,
    /// What it was.
    pub kind: OperationKind,
    /// The server's stable code.
    pub code: String,
    /// The field it named.
    pub field: Option<String>,
    /// When it was made, in Unix milliseconds.
    pub created_ms: i64,
    /// When it was refused, in Unix milliseconds.
    pub rejected_ms: i64,
    /// The operation as it was sent, JSON.
    pub body: String,
}

impl std::fmt::Debug for RejectedOperation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RejectedOperation")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("code", &self.code)
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}

pub(crate) fn read(conn: &Connection, waiting_for: Option<String>) -> Result<Pending, StoreError> {
    let rejected = rejected::newest(conn, MOST_LISTED)?
        .into_iter()
        .map(|row| RejectedOperation {
            id: OperationId::from_uuid(row.id),
            kind: row.kind,
            code: row.code,
            field: row.field,
            created_ms: row.created_at,
            rejected_ms: row.rejected_at,
            body: String::from_utf8_lossy(&row.body).into_owned(),
        })
        .collect();
    Ok(Pending {
        queued: operations::count(conn)?,
        oldest_ms: operations::oldest(conn)?,
        waiting_for,
        rejected,
        rejected_count: rejected::count(conn)?,
    })
}
