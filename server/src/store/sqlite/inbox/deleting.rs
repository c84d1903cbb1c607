//! Taking back: the words of one part, or a whole conversation.

use rusqlite::{Connection, OptionalExtension};

use super::super::conversations::announce;
use super::super::feed::changes;
use super::reading::{handled, resolve};
use crate::store::{ChangeKind, Handled, InboxConversation, RedactPart, StoreResult};

/// Deletes a conversation and everything in it; the names of its files on disk.
pub(super) fn delete(
    connection: &Connection,
    app_id: &str,
    id: i64,
    now: i64,
) -> StoreResult<Option<Vec<String>>> {
    let known: bool = connection
        .prepare_cached("select exists (select 1 from conversations where app_id = ?1 and id = ?2)")?
        .query_row((app_id, id), |row| row.get(0))?;
    if !known {
        return Ok(None);
    }
    let members = announce::members(connection, id)?;
    let files = {
        let mut statement = connection.prepare_cached(
            "delete from uploads where part_id in (select p.id from parts p where p.conversation_id = ?1) \
             returning file_id",
        )?;
        let files = statement.query_map([id], |row| row.get(0))?;
        files.collect::<Result<Vec<_>, _>>()?
    };
    for statement in [
        "delete from parts where conversation_id = ?1",
        "delete from conversation_tags where conversation_id in (select id from conversations where ?1 in (id, merged_into))",
        "delete from conversation_contacts where conversation_id in (select id from conversations where ?1 in (id, merged_into))",
        "update tickets set conversation_id = null where conversation_id in (select id from conversations where ?1 in (id, merged_into))",
        "delete from conversations where merged_into = ?1",
        "delete from conversations where id = ?1",
    ] {
        connection.prepare_cached(statement)?.execute([id])?;
    }
    for contact in members {
        changes::append(connection, &contact, ChangeKind::UnreadChanged, "{}", now)?;
    }
    Ok(Some(files))
}

/// Takes the words of a part back.
pub(super) fn redact(
    connection: &Connection,
    redact: &RedactPart,
) -> StoreResult<Handled<InboxConversation>> {
    let Some(id) = resolve(connection, &redact.app_id, redact.id)? else {
        return Ok(Handled::NotFound);
    };
    let part_id: Option<i64> = connection
        .prepare_cached(
            "select id from parts where conversation_id = ?1 and id = coalesce(?2, id) order by seq limit 1",
        )?
        .query_row((id, redact.part_id), |row| row.get(0))
        .optional()?;
    let Some(part_id) = part_id else {
        return Ok(Handled::NoPart);
    };
    connection
        .prepare_cached(
            // A closing without words was never shown; it stays what it is.
            "update parts set redacted = (redacted or kind in ('comment', 'note', 'quick_reply') \
             or body_html is not null), body_html = null, body_text = null, quick_replies = null, \
             updated_at = ?2 where id = ?1",
        )?
        .execute((part_id, redact.now))?;
    // Its files are nobody's any more: links to them end now, the next purge removes them from disk.
    connection
        .prepare_cached(
            "update uploads set part_id = null, contact_id = null, created_at = 0 where part_id = ?1",
        )?
        .execute([part_id])?;
    // Whoever comes back learns it from the part itself; whoever listens is told again.
    announce::part_created(connection, id, part_id, redact.now)?;
    announce::count_unread(connection, id, redact.now)?;
    announce::updated(connection, id, redact.now)?;
    handled(connection, &redact.app_id, id)
}
