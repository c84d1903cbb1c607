//! Telling those who take part: what is appended to their feeds, what they have not read, and what happens
//! to all of it when a lead becomes part of a user.

use rusqlite::Connection;
use serde_json::json;

use super::super::feed::changes;
use super::super::rows::resolve;
use super::finding::{locate, unread_of};
use super::parts::SHOWN;
use crate::store::{ChangeKind, ConversationKey, Looked, MarkRead, StoreResult, Unread, Viewer};

/// Who takes part.
pub(in crate::store::sqlite) fn members(
    connection: &Connection,
    conversation_id: i64,
) -> StoreResult<Vec<String>> {
    let mut statement = connection
        .prepare_cached("select contact_id from conversation_contacts where conversation_id = ?1")?;
    let ids = statement.query_map([conversation_id], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// See [`crate::store::ConversationStore::company_in`].
pub(super) fn company(
    connection: &Connection,
    viewer: &Viewer,
    key: &ConversationKey,
) -> StoreResult<Looked<(i64, Vec<String>)>> {
    let Some(contact) = resolve(connection, &viewer.app_id, &viewer.contact_id)? else {
        return Ok(Looked::NotFound);
    };
    Ok(match locate(connection, &contact, viewer.since, key)? {
        Looked::Found(id) => Looked::Found((id, members(connection, id)?)),
        Looked::Merged(into) => Looked::Merged(into),
        Looked::NotFound => Looked::NotFound,
    })
}

/// Tells all who take part that there is a new part, by its number: they read it when they come for it.
pub(in crate::store::sqlite) fn part_created(
    connection: &Connection,
    conversation_id: i64,
    part_id: i64,
    now: i64,
) -> StoreResult<()> {
    let body = json!({ "conversation_id": conversation_id, "part_id": part_id }).to_string();
    for contact in members(connection, conversation_id)? {
        changes::append(connection, &contact, ChangeKind::PartCreated, &body, now)?;
    }
    Ok(())
}

/// Tells all who take part that the conversation changed.
pub(in crate::store::sqlite) fn updated(
    connection: &Connection,
    conversation_id: i64,
    now: i64,
) -> StoreResult<()> {
    let body = json!({ "conversation_id": conversation_id }).to_string();
    for contact in members(connection, conversation_id)? {
        changes::append(connection, &contact, ChangeKind::ConversationUpdated, &body, now)?;
    }
    Ok(())
}

/// Counts what is unread in a conversation anew, and tells those for whom the number changed.
pub(in crate::store::sqlite) fn count_unread(
    connection: &Connection,
    conversation_id: i64,
    now: i64,
) -> StoreResult<()> {
    let counts = {
        let mut statement = connection.prepare_cached(&format!(
            "select m.contact_id, m.unread, (select count(*) from parts p \
             where p.conversation_id = m.conversation_id and p.seq > m.read_seq and p.contact_id is null \
             and p.redacted = 0 and {SHOWN}) from conversation_contacts m where m.conversation_id = ?1"
        ))?;
        let counts = statement.query_map([conversation_id], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, i64>(2)?,
            ))
        })?;
        counts.collect::<Result<Vec<_>, _>>()?
    };
    for (contact, _, unread) in counts.iter().filter(|(_, before, now)| before != now) {
        connection
            .prepare_cached(
                "update conversation_contacts set unread = ?3 where conversation_id = ?1 and contact_id = ?2",
            )?
            .execute((conversation_id, contact, unread))?;
        changes::append(connection, contact, ChangeKind::UnreadChanged, "{}", now)?;
    }
    Ok(())
}

/// Moves the mark of a contact up to which it has read; never back, never past the end.
pub(super) fn read_up_to(
    connection: &Connection,
    conversation_id: i64,
    contact: &str,
    up_to: i64,
    now: i64,
) -> StoreResult<()> {
    let moved = connection
        .prepare_cached(
            "update conversation_contacts set read_seq = min(?3, \
             (select last_seq from conversations where id = ?1)) \
             where conversation_id = ?1 and contact_id = ?2 and read_seq < min(?3, \
             (select last_seq from conversations where id = ?1))",
        )?
        .execute((conversation_id, contact, up_to))?;
    if moved > 0 {
        count_unread(connection, conversation_id, now)?;
    }
    Ok(())
}

/// See [`crate::store::ConversationStore::mark_read`].
pub(super) fn mark_read(connection: &Connection, mark: &MarkRead) -> StoreResult<Looked<Unread>> {
    let viewer = &mark.viewer;
    let Some(contact) = resolve(connection, &viewer.app_id, &viewer.contact_id)? else {
        return Ok(Looked::NotFound);
    };
    match locate(connection, &contact, viewer.since, &mark.key)? {
        Looked::Found(id) => {
            read_up_to(connection, id, &contact, mark.up_to, mark.now)?;
            Ok(Looked::Found(unread_of(connection, &contact, viewer.since)?))
        }
        Looked::Merged(into) => Ok(Looked::Merged(into)),
        Looked::NotFound => Ok(Looked::NotFound),
    }
}

/// What a lead wrote and received, ?2, for the user it became part of, ?1; `true` for what the user has to
/// load. `or ignore` leaves behind what the user has under the same id already.
pub(in crate::store::sqlite) const MOVED: [(&str, bool); 7] = [
    (
        "update or ignore conversations set contact_id = ?1 where contact_id = ?2",
        false,
    ),
    (
        "update or ignore parts set contact_id = ?1 where contact_id = ?2",
        false,
    ),
    (
        "update parts set contact_id = ?1, client_id = null where contact_id = ?2",
        false,
    ),
    (
        "update conversations set contact_id = ?1, client_id = null where contact_id = ?2",
        false,
    ),
    (
        "update or ignore uploads set contact_id = ?1 where contact_id = ?2",
        false,
    ),
    (
        "update or ignore conversation_contacts set contact_id = ?1 where contact_id = ?2",
        true,
    ),
    (
        "delete from conversation_contacts where contact_id = ?2 and ?1 is not null",
        false,
    ),
];

/// Gives everything that a lead wrote and received to the user it became part of, and joins the feeds. To
/// run before the sessions move.
pub(in crate::store::sqlite) fn move_to_user(
    connection: &Connection,
    lead: &str,
    user: &str,
    now: i64,
) -> StoreResult<()> {
    changes::join(connection, lead, user, now)?;
    let mut moved = 0;
    for (statement, counts) in MOVED {
        let rows = connection.prepare_cached(statement)?.execute([user, lead])?;
        if counts {
            moved += rows;
        }
    }
    if moved > 0 {
        // The user's other devices have to load what came over.
        changes::append(connection, user, ChangeKind::ContactMerged, "{}", now)?;
    }
    Ok(())
}
