//! Reading a contact's feed. Rows name parts and conversations by number; what they are is looked up now,
//! as this contact sees it, so nothing that was taken back or left since is shown.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use super::super::conversations::{is_member, summary, unread_of, visible_part};
use crate::store::{ChangeData, ChangeKind, FeedChange, FeedPage, ReadFeed, StoreResult, Viewer};

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

fn page(connection: &Connection, read: &ReadFeed, after: i64) -> StoreResult<FeedPage> {
    let limit = i64::try_from(read.limit).unwrap_or(i64::MAX - 1).max(1);
    let mut statement = connection.prepare_cached(
        "select seq, type, body from changes where contact_id = ?1 and seq > ?2 order by seq limit ?3",
    )?;
    let rows = statement.query_map((&read.viewer.contact_id, after, limit + 1), |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
        ))
    })?;
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let more = rows.len() > read.limit;
    rows.truncate(read.limit);
    let seq = rows.last().map_or(after, |(seq, _, _)| *seq);
    // A later state replaces an earlier one: only the last of them is told.
    let mut told = HashSet::new();
    let mut changes = Vec::with_capacity(rows.len());
    for (seq, word, body) in rows.into_iter().rev() {
        let Some(kind) = ChangeKind::parse(&word) else {
            continue;
        };
        let replaced = matches!(kind, ChangeKind::ConversationUpdated | ChangeKind::UnreadChanged);
        if replaced && !told.insert((word, body.clone())) {
            continue;
        }
        if let Some(data) = data(connection, &read.viewer, kind, body)? {
            changes.push(FeedChange { seq, kind, data });
        }
    }
    changes.reverse();
    Ok(FeedPage::Changes { changes, seq, more })
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
