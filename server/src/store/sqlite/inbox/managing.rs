//! What has to be done about a conversation: state, who is in charge, fields.

use rusqlite::Connection;

use super::super::conversations::announce;
use super::super::conversations::writing::{self, Row};
use super::reading::{handled, is_admin, resolve};
use super::replying::seen;
use crate::store::{
    EditConversation, Handled, InboxConversation, ManageConversation, Management, StoreResult,
};

/// Closes, opens, snoozes or assigns.
pub(super) fn manage(
    connection: &Connection,
    change: &ManageConversation,
) -> StoreResult<Handled<InboxConversation>> {
    let Some(id) = resolve(connection, &change.app_id, change.id)? else {
        return Ok(Handled::NotFound);
    };
    if !is_admin(connection, &change.app_id, change.admin_id)? {
        return Ok(Handled::NoAdmin);
    }
    let (kind, state, until, assigned) = match change.management {
        Management::Close => ("close", Some("closed"), None, None),
        Management::Open => ("open", Some("open"), None, None),
        Management::Snooze(until) => ("snoozed", Some("snoozed"), Some(until), None),
        Management::Assign(assignee) => {
            if let Some(assignee) = assignee
                && !is_admin(connection, &change.app_id, assignee)?
            {
                return Ok(Handled::NoAdmin);
            }
            connection
                .prepare_cached("update conversations set assignee_id = ?2 where id = ?1")?
                .execute((id, assignee))?;
            ("assignment", None, None, assignee)
        }
    };
    if let Some(state) = state {
        connection
            .prepare_cached(
                "update conversations set state = ?2, snoozed_until = ?3, \
                 waiting_since = case ?2 when 'closed' then null else waiting_since end where id = ?1",
            )?
            .execute((id, state, until))?;
    }
    let row = Row {
        conversation_id: id,
        kind,
        admin_id: Some(change.admin_id),
        html: change.words.as_ref().map(|words| words.html.as_str()),
        text: change.words.as_ref().map(|words| words.text.as_str()),
        assigned_to: assigned,
        now: change.now,
        ..Row::default()
    };
    let part_id = writing::add(connection, &row)?;
    if change.words.is_some() {
        announce::part_created(connection, id, part_id, change.now)?;
        announce::count_unread(connection, id, change.now)?;
    }
    seen(connection, id, change.now)?;
    announce::updated(connection, id, change.now)?;
    handled(connection, &change.app_id, id)
}

/// Changes fields.
pub(in crate::store::sqlite) fn edit(
    connection: &Connection,
    edit: &EditConversation,
) -> StoreResult<Handled<InboxConversation>> {
    let Some(id) = resolve(connection, &edit.app_id, edit.id)? else {
        return Ok(Handled::NotFound);
    };
    if let Some(title) = &edit.title {
        connection
            .prepare_cached(
                "update conversations set title = ?2, updated_at = max(updated_at, ?3) where id = ?1",
            )?
            .execute((id, title, edit.now))?;
        announce::updated(connection, id, edit.now)?;
    }
    if !edit.custom_attributes.is_empty() {
        // Null removes a key, as everywhere.
        connection
            .prepare_cached(
                "update conversations set custom_attributes = json_patch(custom_attributes, ?2), \
                 updated_at = max(updated_at, ?3) where id = ?1",
            )?
            .execute((
                id,
                serde_json::Value::Object(edit.custom_attributes.clone()).to_string(),
                edit.now,
            ))?;
    }
    match edit.read {
        Some(true) => seen(connection, id, edit.now)?,
        Some(false) => {
            // Unread is what comes from the last words of a contact on.
            connection
                .prepare_cached(
                    "update conversations set admin_seen_seq = min(admin_seen_seq, coalesce((select max(p.seq) \
                     from parts p where p.conversation_id = ?1 and p.contact_id is not null), 1) - 1) where id = ?1",
                )?
                .execute([id])?;
            announce::updated(connection, id, edit.now)?;
        }
        None => {}
    }
    handled(connection, &edit.app_id, id)
}

/// Opens what was snoozed long enough.
pub(super) fn wake(connection: &Connection, now: i64) -> StoreResult<usize> {
    let due = {
        let mut statement = connection.prepare_cached(
            "update conversations set state = 'open', snoozed_until = null \
             where state = 'snoozed' and snoozed_until <= ?1 returning id",
        )?;
        let due = statement.query_map([now], |row| row.get::<_, i64>(0))?;
        due.collect::<Result<Vec<_>, _>>()?
    };
    for id in &due {
        let row = Row {
            conversation_id: *id,
            kind: "timer_unsnooze",
            now,
            ..Row::default()
        };
        writing::add(connection, &row)?;
        announce::updated(connection, *id, now)?;
    }
    Ok(due.len())
}
