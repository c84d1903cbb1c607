//! Who takes part in a conversation.

use rusqlite::Connection;

use super::super::contacts::find_by_key;
use super::super::conversations::announce;
use super::super::conversations::writing::{self, Row};
use super::super::feed::changes;
use super::reading::{handled, is_admin, resolve};
use crate::store::{ChangeCompany, ChangeKind, Handled, InboxConversation, StoreResult};

/// All who take part.
pub(super) fn of(connection: &Connection, app_id: &str, id: i64) -> StoreResult<Option<Vec<String>>> {
    match resolve(connection, app_id, id)? {
        Some(id) => announce::members(connection, id).map(Some),
        None => Ok(None),
    }
}

/// The conversation and the contact that a change is about.
fn both(
    connection: &Connection,
    change: &ChangeCompany,
) -> StoreResult<Result<(i64, String), Handled<InboxConversation>>> {
    let Some(id) = resolve(connection, &change.app_id, change.id)? else {
        return Ok(Err(Handled::NotFound));
    };
    if !is_admin(connection, &change.app_id, change.admin_id)? {
        return Ok(Err(Handled::NoAdmin));
    }
    Ok(match find_by_key(connection, &change.app_id, &change.contact)? {
        Some(contact) => Ok((id, contact.id)),
        None => Err(Handled::NoContact),
    })
}

fn note(connection: &Connection, id: i64, change: &ChangeCompany, kind: &str) -> StoreResult<()> {
    let row = Row {
        conversation_id: id,
        kind,
        admin_id: Some(change.admin_id),
        now: change.now,
        ..Row::default()
    };
    writing::add(connection, &row).map(|_| ())
}

/// Lets a contact take part. What was said before counts as read.
pub(super) fn attach(
    connection: &Connection,
    change: &ChangeCompany,
) -> StoreResult<Handled<InboxConversation>> {
    let (id, contact) = match both(connection, change)? {
        Ok(both) => both,
        Err(refused) => return Ok(refused),
    };
    let joined = connection
        .prepare_cached(
            "insert or ignore into conversation_contacts (conversation_id, contact_id, read_seq, joined_at) \
             values (?1, ?2, (select last_seq from conversations where id = ?1), ?3)",
        )?
        .execute((id, &contact, change.now))?;
    if joined > 0 {
        note(connection, id, change, "participant_added")?;
        announce::updated(connection, id, change.now)?;
    }
    handled(connection, &change.app_id, id)
}

/// Lets a contact take part no more.
pub(super) fn detach(
    connection: &Connection,
    change: &ChangeCompany,
) -> StoreResult<Handled<InboxConversation>> {
    let (id, contact) = match both(connection, change)? {
        Ok(both) => both,
        Err(refused) => return Ok(refused),
    };
    let members = announce::members(connection, id)?;
    if !members.contains(&contact) {
        return Ok(Handled::NoContact);
    }
    if members.len() == 1 {
        return Ok(Handled::LastContact);
    }
    connection
        .prepare_cached("delete from conversation_contacts where conversation_id = ?1 and contact_id = ?2")?
        .execute((id, &contact))?;
    note(connection, id, change, "participant_removed")?;
    announce::updated(connection, id, change.now)?;
    // What was unread there no longer is.
    changes::append(connection, &contact, ChangeKind::UnreadChanged, "{}", change.now)?;
    handled(connection, &change.app_id, id)
}
