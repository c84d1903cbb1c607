//! What people wrote and the server does not have yet.
//!
//! Guarantees: read from the same rows that will be sent, so what is shown as pending or failed is exactly what
//! is; never scans the events queued beside it. Called on the worker's thread to complete what the server or the
//! cache said.

use std::collections::HashMap;

use rusqlite::Connection;
use serde_json::Value;
use uuid::Uuid;

use crate::files::StoredFile;
use crate::model::conversation::{Attachment, Author, AuthorKind, Part, PartDelivery};
use crate::model::operation::OperationKind;
use crate::storage::{StoreError, StoredOperation, operations, rejected};

/// A message that is pending or failed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct UnsentPart {
    /// The conversation as it was named at the call.
    pub(crate) conversation: String,
    /// It starts that conversation.
    pub(crate) starts: bool,
    pub(crate) part: Part,
    /// The quick reply that was chosen; its words are in the question.
    pub(crate) quick_reply: Option<String>,
}

/// All messages of these ranges of sequence numbers that are queued, and all that were refused; oldest first.
pub(crate) fn unsent(conn: &Connection, ranges: &[(i64, i64)]) -> Result<Vec<UnsentPart>, StoreError> {
    let mut files = HashMap::new();
    let mut found = Vec::new();
    for row in queued(conn, OperationKind::Upload, ranges)? {
        keep_file(&mut files, &row.row.body);
    }
    for row in rejected::of_kind(conn, OperationKind::Upload)? {
        keep_file(&mut files, &row.body);
    }
    for kind in [OperationKind::StartConversation, OperationKind::Reply] {
        for row in rejected::of_kind(conn, kind)? {
            let delivery = PartDelivery::Failed {
                code: row.code,
                field: row.field,
            };
            found.extend(read(
                kind,
                row.target,
                &row.body,
                row.created_at,
                delivery,
                &files,
            ));
        }
        for row in queued(conn, kind, ranges)? {
            let row = row.row;
            found.extend(read(
                kind,
                row.target,
                &row.body,
                row.created_at,
                PartDelivery::Pending,
                &files,
            ));
        }
    }
    found.sort_by_key(|unsent| (unsent.part.created_at, unsent.part.id.clone()));
    Ok(found)
}

/// Takes a message of these ranges of sequence numbers out of the queue with the files it waits for, before the server
/// has it: `id` is the operation's or the part's. Nothing when there is none, or when it starts a
/// conversation in which more waits. Gives what was removed, the message last.
pub(crate) fn take_back(
    conn: &Connection,
    id: Uuid,
    ranges: &[(i64, i64)],
) -> Result<Vec<StoredOperation>, StoreError> {
    let replies = queued(conn, OperationKind::Reply, ranges)?;
    let starts = queued(conn, OperationKind::StartConversation, ranges)?;
    let is_it = |row: &&StoredOperation| row.row.id == id || starts_with(&row.row.body, id);
    let Some(message) = replies
        .iter()
        .find(|row| row.row.id == id)
        .or_else(|| starts.iter().find(is_it))
    else {
        return Ok(Vec::new());
    };
    let conversation = message.row.id.to_string();
    if replies
        .iter()
        .any(|row| row.row.target.as_ref() == Some(&conversation))
    {
        return Ok(Vec::new());
    }
    let mut taken = queued(conn, OperationKind::Upload, ranges)?;
    taken.retain(|file| {
        let id = file.row.target.as_deref();
        id.is_some_and(|id| refers_to(&message.row.body, id))
    });
    taken.push(message.clone());
    let mut seqs: Vec<i64> = taken.iter().map(|row| row.seq).collect();
    seqs.sort_unstable();
    operations::delete(conn, &seqs)?;
    Ok(taken)
}

/// What is queued of a kind in these ranges `from <= seq < to`.
fn queued(
    conn: &Connection,
    kind: OperationKind,
    ranges: &[(i64, i64)],
) -> Result<Vec<StoredOperation>, StoreError> {
    let mut found = Vec::new();
    for (from, to) in ranges {
        found.extend(operations::of_kind(conn, kind, *from, *to)?.into_iter().flatten());
    }
    Ok(found)
}

/// Whether a message starts a conversation with the part of this id: for its writer both are the message.
pub(crate) fn starts_with(body: &[u8], part: Uuid) -> bool {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let id = body.pointer("/part/id").and_then(Value::as_str);
    id == Some(part.to_string().as_str())
}

/// Whether a message refers to the file of this id.
pub(crate) fn refers_to(body: &[u8], file: &str) -> bool {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let part = body.get("part").unwrap_or(&body);
    let ids = part.get("attachments").and_then(Value::as_array);
    ids.into_iter().flatten().any(|id| id.as_str() == Some(file))
}

fn keep_file(files: &mut HashMap<String, StoredFile>, body: &[u8]) {
    if let Ok(file) = serde_json::from_slice::<StoredFile>(body) {
        files.insert(file.id.clone(), file);
    }
}

fn read(
    kind: OperationKind,
    target: Option<String>,
    body: &[u8],
    created_at_ms: i64,
    delivery: PartDelivery,
    files: &HashMap<String, StoredFile>,
) -> Option<UnsentPart> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let starts = kind == OperationKind::StartConversation;
    let (conversation, part) = match starts {
        true => (body.get("id")?.as_str()?.to_owned(), body.get("part")?),
        false => (target?, &body),
    };
    let text = |name: &str| part.get(name).and_then(Value::as_str).map(str::to_owned);
    let ids = part.get("attachments").and_then(Value::as_array);
    let attachments = ids
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|id| files.get(id).map_or_else(|| sent_file(id), waiting_file))
        .collect();
    Some(UnsentPart {
        conversation,
        starts,
        quick_reply: text("quick_reply_id"),
        part: Part {
            id: text("id")?,
            seq: 0,
            author: Author {
                kind: AuthorKind::User,
                ..Author::default()
            },
            body_html: None,
            body_text: text("body"),
            attachments,
            quick_replies: Vec::new(),
            created_at: created_at_ms.div_euclid(1000),
            state: Default::default(),
            delivery,
        },
    })
}

fn waiting_file(file: &StoredFile) -> Attachment {
    Attachment {
        id: file.id.clone(),
        name: file.name.clone(),
        content_type: file.content_type.clone(),
        size: file.size,
        url: String::new(),
        expires_at: 0,
        width: None,
        height: None,
    }
}

/// The server has the file already; its name comes with the part.
fn sent_file(id: &str) -> Attachment {
    Attachment {
        id: id.to_owned(),
        name: String::new(),
        content_type: "application/octet-stream".to_owned(),
        size: 0,
        url: String::new(),
        expires_at: 0,
        width: None,
        height: None,
    }
}
