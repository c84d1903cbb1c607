//! What to do with operations the server refused: send them again, or let them go.
//!
//! Guarantees: an operation is sent again with its own id and the same bytes, so that a refusal that was an
//! error of the server does not make two; what it refers to (its files) goes before it; both calls are one
//! transaction. Called by the app on any thread.

use rusqlite::Connection;
use serde_json::Value;

use super::Frontdesk;
use crate::error::FrontdeskError;
use crate::model::event::OperationId;
use crate::model::operation::OperationKind;
use crate::observer::Event;
use crate::storage::rejected::{self, RejectedRow};
use crate::storage::{OperationRow, StoreError};

impl Frontdesk {
    /// Sends a refused operation again, after its reason is gone; false when there is none with that id (of the
    /// operation, or of the part of a message). Its fate is announced like that of a new one.
    ///
    /// # Errors
    /// `not_logged_in`, `queue_full`, storage codes, `shut_down`.
    pub fn retry_operation(&self, id: OperationId) -> Result<bool, FrontdeskError> {
        self.desk.check_open()?;
        let conversation = self.desk.exclusive(|writer| {
            let Some(refused) = find(writer.conn(), id)? else {
                return Ok(None);
            };
            let files = files_of(writer.conn(), &refused)?;
            let rows: Vec<OperationRow> = files.iter().chain([&refused]).map(again).collect();
            writer.append_again(&rows)?;
            Ok::<_, FrontdeskError>(Some(conversation_of(&refused)))
        })?;
        let Some(conversation) = conversation else {
            return Ok(false);
        };
        self.desk.wake.poke();
        self.announce_change(conversation);
        Ok(true)
    }

    /// Lets a refused operation go: it was dealt with, or its user discards what they wrote. False when there
    /// is none with that id.
    ///
    /// # Errors
    /// Storage codes, `shut_down`.
    pub fn dismiss(&self, id: OperationId) -> Result<bool, FrontdeskError> {
        self.desk.check_open()?;
        let dismissed = self.desk.exclusive(|writer| {
            writer.transaction(|w| {
                let Some(refused) = find(w.conn(), id)? else {
                    return Ok(None);
                };
                for file in files_of(w.conn(), &refused)? {
                    rejected::dismiss(w.conn(), file.id)?;
                }
                rejected::dismiss(w.conn(), refused.id)?;
                Ok::<_, StoreError>(Some(conversation_of(&refused)))
            })
        })?;
        let Some(conversation) = dismissed else {
            return Ok(false);
        };
        if let Err(error) = self.desk.sweep_files() {
            tracing::debug!(%error, "the files of a discarded message are removed at the next sweep");
        }
        self.announce_change(conversation);
        Ok(true)
    }

    fn announce_change(&self, conversation: Option<String>) {
        if let Some(id) = conversation {
            self.desk.observer.announce(Event::ConversationChanged { id });
        }
    }
}

/// The refused operation of this id, or the one that starts a conversation with the part of this id: for its
/// writer both are the message.
fn find(conn: &Connection, id: OperationId) -> Result<Option<RejectedRow>, StoreError> {
    if let Some(refused) = rejected::find(conn, id.as_uuid())? {
        return Ok(Some(refused));
    }
    let part = id.to_string();
    let starts_with = |row: &RejectedRow| {
        let body: Value = serde_json::from_slice(&row.body).unwrap_or_default();
        body.pointer("/part/id").and_then(Value::as_str) == Some(part.as_str())
    };
    let starts = rejected::of_kind(conn, OperationKind::StartConversation)?;
    Ok(starts.into_iter().find(starts_with))
}

fn again(refused: &RejectedRow) -> OperationRow {
    OperationRow {
        kind: refused.kind,
        id: refused.id,
        created_at: refused.created_at,
        target: refused.target.clone(),
        body: refused.body.clone(),
    }
}

/// The refused uploads that a refused message refers to.
fn files_of(conn: &Connection, refused: &RejectedRow) -> Result<Vec<RejectedRow>, StoreError> {
    let body: Value = serde_json::from_slice(&refused.body).unwrap_or_default();
    let part = body.get("part").unwrap_or(&body);
    let ids = part.get("attachments").and_then(Value::as_array);
    let mut found = Vec::new();
    for id in ids.into_iter().flatten().filter_map(Value::as_str) {
        if let Ok(id) = uuid::Uuid::try_parse(id) {
            found.extend(rejected::find(conn, id)?);
        }
    }
    Ok(found)
}

fn conversation_of(refused: &RejectedRow) -> Option<String> {
    match refused.kind.is_message() {
        true => Some(refused.target.clone().unwrap_or_else(|| refused.id.to_string())),
        false => None,
    }
}
