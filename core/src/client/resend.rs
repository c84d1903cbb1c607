//! What to do with operations the server refused: send them again, or let them go; and with messages that their
//! writer wants back before they are sent.
//!
//! Guarantees: an operation is sent again with its own id and the same bytes, so that a refusal that was an
//! error of the server does not make two; what it refers to (its files) goes before it; both calls are one
//! transaction; only the present user's messages are taken back. Called by the app on any thread.

use rusqlite::Connection;
use serde_json::Value;

use super::Frontdesk;
use crate::error::FrontdeskError;
use crate::model::event::OperationId;
use crate::model::operation::OperationKind;
use crate::observer::{Delivery, DeliveryOutcome, Event};
use crate::outbox::{Writer, messages};
use crate::session::ledger::ranges_of_person;
use crate::storage::rejected::{self, RejectedRow};
use crate::storage::{OperationRow, StoreError, StoredOperation, sessions};

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

    /// Lets a refused operation go: it was dealt with, or its user discards what they wrote. A message that still
    /// waits to be sent is taken back, with its files, which is announced as [`DeliveryOutcome::Purged`]; one that
    /// is being sent at this moment may arrive all the same. False when there is none with that id (of the
    /// operation, or of the part of a message), and for the first message of a conversation in which more waits.
    ///
    /// # Errors
    /// Storage codes, `shut_down`.
    pub fn dismiss(&self, id: OperationId) -> Result<bool, FrontdeskError> {
        self.desk.check_open()?;
        let (conversation, taken) = self.desk.exclusive(|writer| {
            writer.transaction(|w| match find(w.conn(), id)? {
                Some(refused) => {
                    for file in files_of(w.conn(), &refused)? {
                        rejected::dismiss(w.conn(), file.id)?;
                    }
                    rejected::dismiss(w.conn(), refused.id)?;
                    Ok((Some(conversation_of(&refused)), Vec::new()))
                }
                None => {
                    let taken = take_back(w, id)?;
                    let message = taken.last();
                    let conversation =
                        message.map(|message| Some(conversation_named(&message.row.target, message.row.id)));
                    Ok((conversation, taken))
                }
            })
        })?;
        let Some(conversation) = conversation else {
            return Ok(false);
        };
        for operation in taken {
            let id = operation.row.id;
            self.desk.waiters.answer_delivery(id, Ok(Delivery::Queued));
            self.desk.observer.announce(Event::Delivery {
                id: OperationId::from_uuid(id),
                kind: operation.row.kind,
                outcome: DeliveryOutcome::Purged,
            });
        }
        self.desk.made_progress();
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
    let starts = rejected::of_kind(conn, OperationKind::StartConversation)?;
    let is_it = |row: &RejectedRow| messages::starts_with(&row.body, id.as_uuid());
    Ok(starts.into_iter().find(is_it))
}

/// Takes a message of the present user out of the queue; nothing when nobody is logged in.
fn take_back(writer: &Writer, id: OperationId) -> Result<Vec<StoredOperation>, StoreError> {
    let sessions = sessions::all(writer.conn())?;
    let present = sessions.iter().find(|s| Some(s.epoch) == writer.current());
    let Some(present) = present else {
        return Ok(Vec::new());
    };
    let ranges = ranges_of_person(&sessions, present);
    messages::take_back(writer.conn(), id.as_uuid(), &ranges)
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
        true => Some(conversation_named(&refused.target, refused.id)),
        false => None,
    }
}

/// The conversation of a message: the one it goes to, or the one it starts.
fn conversation_named(target: &Option<String>, id: uuid::Uuid) -> String {
    target.clone().unwrap_or_else(|| id.to_string())
}
