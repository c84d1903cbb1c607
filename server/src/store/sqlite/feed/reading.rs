//! Reading a contact's feed. Rows name parts and conversations by number; what they are is looked up now,
//! as this contact sees it, so nothing that was taken back or left since is shown.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use super::super::conversations::{is_member, summary, unread_of, visible_part};
use crate::store::{ChangeData, ChangeKind, FeedChange, FeedPage, Part, ReadFeed, StoreResult, Viewer};

/// What came after a position.
pub(super) fn read(connection: &Connection, read: &ReadFeed) -> StoreResult<Option<FeedPage>> {
    let contact = &read.viewer.contact_id;
    let newest: Option<i64> = connection
        .prepare_cached("select change_seq from contacts where app_id = ?1 and id = ?2")?
        .query_row([&read.viewer.app_id, contact], |row| row.get(0))
        .optional()?;
    let Some(newest) = newest else { return Ok(None) };
    let nothing = |seq| FeedPage::Changes {
        changes: Vec::new(),
        seq,
        more: false,
    };
    let Some(after) = read.after else {
        return Ok(Some(nothing(newest)));
    };
    if after > newest || after < read.feed_from {
        return Ok(Some(FeedPage::Gone));
    }
    if after == newest {
        return Ok(Some(nothing(newest)));
    }
    let oldest: Option<i64> = connection
        .prepare_cached("select min(seq) from changes where contact_id = ?1")?
        .query_row([contact], |row| row.get(0))?;
    if oldest.is_none_or(|oldest| after < oldest - 1) {
        return Ok(Some(FeedPage::Gone));
    }
    page(connection, read, after).map(Some)
}

/// Bytes of messages in one page, and one change more: a stream holds a page until its device has read it.
const PAGE: usize = 512 * 1024;

fn page(connection: &Connection, read: &ReadFeed, after: i64) -> StoreResult<FeedPage> {
    let contact = &read.viewer.contact_id;
    let limit = i64::try_from(read.limit).unwrap_or(i64::MAX - 1).max(1);
    let later = last_of_each(connection, contact, after, limit)?;
    let mut statement = connection.prepare_cached(
        "select seq, type, body from changes where contact_id = ?1 and seq > ?2 order by seq limit ?3",
    )?;
    let mut rows = statement.query((contact, after, limit.saturating_add(1)))?;
    let (mut position, mut more, mut count, mut bytes) = (after, false, 0, 0);
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        if count >= limit || bytes >= PAGE {
            more = true;
            break;
        }
        let (seq, word, body): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        position = seq;
        count += 1;
        let Some(kind) = ChangeKind::parse(&word) else {
            continue;
        };
        if is_state(kind) && later.get(&(word, body.clone())).is_some_and(|last| *last > seq) {
            continue;
        }
        if let Some(data) = data(connection, &read.viewer, kind, body)? {
            bytes += weight(&data);
            changes.push(FeedChange { seq, kind, data });
        }
    }
    Ok(FeedPage::Changes {
        changes,
        seq: position,
        more,
    })
}

/// Whether a later change of the kind replaces an earlier one about the same: only the last is told.
fn is_state(kind: ChangeKind) -> bool {
    matches!(kind, ChangeKind::ConversationUpdated | ChangeKind::UnreadChanged)
}

/// The last seq of each state among the next changes.
fn last_of_each(
    connection: &Connection,
    contact: &str,
    after: i64,
    limit: i64,
) -> StoreResult<HashMap<(String, String), i64>> {
    let mut statement = connection.prepare_cached(
        "select seq, type, case when type in (?4, ?5) then body end from changes \
         where contact_id = ?1 and seq > ?2 order by seq limit ?3",
    )?;
    let states = [ChangeKind::ConversationUpdated, ChangeKind::UnreadChanged].map(ChangeKind::as_str);
    let mut rows = statement.query((contact, after, limit, states[0], states[1]))?;
    let mut last = HashMap::new();
    while let Some(row) = rows.next()? {
        if let Some(body) = row.get::<_, Option<String>>(2)? {
            last.insert((row.get(1)?, body), row.get(0)?);
        }
    }
    Ok(last)
}

fn weight(data: &ChangeData) -> usize {
    match data {
        ChangeData::Part(part) => part.weight(),
        ChangeData::Conversation(summary) => summary.last_part.as_ref().map_or(256, Part::weight),
        ChangeData::Unread(unread) => unread.conversations.len() * 8 + 64,
        ChangeData::Json(text) => text.len(),
    }
}

fn data(
    connection: &Connection,
    viewer: &Viewer,
    kind: ChangeKind,
    body: String,
) -> StoreResult<Option<ChangeData>> {
    let contact = &viewer.contact_id;
    let number = |key: &str| {
        let value: Value = serde_json::from_str(&body).unwrap_or_default();
        value.get(key).and_then(Value::as_i64).unwrap_or(0)
    };
    Ok(match kind {
        ChangeKind::PartCreated => match visible_part(connection, number("part_id"))? {
            Some(part) if is_member(connection, contact, part.conversation_id)? => {
                Some(ChangeData::Part(Box::new(part)))
            }
            _ => None,
        },
        ChangeKind::ConversationUpdated => summary(connection, contact, number("conversation_id"))?
            .map(|summary| ChangeData::Conversation(Box::new(summary))),
        ChangeKind::UnreadChanged => Some(ChangeData::Unread(unread_of(connection, contact, viewer.since)?)),
        _ => Some(ChangeData::Json(body)),
    })
}
