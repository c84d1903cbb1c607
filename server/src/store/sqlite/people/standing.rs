//! What operators do to a contact as a whole: merge, put away, shut out. Runs inside a change.

use rusqlite::Connection;

use crate::store::sqlite::contacts::find_by_key;
use crate::store::sqlite::feed::changes;
use crate::store::sqlite::merge::merge;
use crate::store::sqlite::rows::{contact_by_id, save_contact, user_by_external_id, with_links};
use crate::store::{
    ArchiveContact, ArchiveOutcome, ChangeKind, Contact, ContactKey, MergeContacts, MergeOutcome, Role,
    StoreResult,
};

/// Makes a lead part of a user; done again, it is done.
pub(super) fn merge_two(connection: &Connection, asked: &MergeContacts) -> StoreResult<MergeOutcome> {
    let app_id = asked.app_id.as_str();
    let Some(mut lead) = contact_by_id(connection, app_id, &asked.from)? else {
        return Ok(MergeOutcome::NoFrom);
    };
    let into = ContactKey::Id(asked.into.clone());
    let Some(mut user) = find_by_key(connection, app_id, &into)? else {
        return Ok(MergeOutcome::NoInto);
    };
    if let Some(merged_into) = &lead.merged_into {
        return Ok(if *merged_into == user.id {
            MergeOutcome::Done(Box::new(user))
        } else {
            MergeOutcome::NoFrom
        });
    }
    if user.role == Role::Lead {
        return Ok(MergeOutcome::IntoLead);
    }
    if lead.role == Role::User || lead.external_id.is_some() || lead.id == user.id {
        return Ok(MergeOutcome::TwoPeople);
    }
    merge(connection, &mut lead, &mut user, asked.now)?;
    save_contact(connection, &user)?;
    Ok(MergeOutcome::Done(Box::new(with_links(connection, user)?)))
}

/// Puts a contact away, or brings it back.
pub(super) fn archive(connection: &Connection, asked: &ArchiveContact) -> StoreResult<ArchiveOutcome> {
    let Some(mut contact) = contact_by_id(connection, &asked.app_id, &asked.id)? else {
        return Ok(ArchiveOutcome::NotFound);
    };
    if contact.merged_into.is_some() {
        return Ok(ArchiveOutcome::NotFound);
    }
    if let (false, true, Some(external_id)) = (asked.archived, contact.archived, &contact.external_id)
        && let Some(other) = user_by_external_id(connection, &asked.app_id, external_id)?
    {
        return Ok(ArchiveOutcome::Taken(other.id));
    }
    if contact.archived != asked.archived {
        contact.archived = asked.archived;
        contact.updated_at = asked.now;
        save_contact(connection, &contact)?;
    }
    Ok(ArchiveOutcome::Done(Box::new(with_links(connection, contact)?)))
}

/// Shuts a contact out: its devices are answered 403 from now on.
pub(super) fn block(
    connection: &Connection,
    app_id: &str,
    id: &str,
    now: i64,
) -> StoreResult<Option<Contact>> {
    let Some(contact) = find_by_key(connection, app_id, &ContactKey::Id(id.to_owned()))? else {
        return Ok(None);
    };
    connection
        .prepare_cached("update contacts set blocked = 1, updated_at = ?2 where id = ?1")?
        .execute((&contact.id, now))?;
    // Open streams end now.
    changes::append(connection, &contact.id, ChangeKind::SessionRevoked, "{}", now)?;
    Ok(Some(contact))
}
