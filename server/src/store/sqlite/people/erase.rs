//! A person is removed for good: everything that names them or that they made. Runs inside a change.
//!
//! What stays is that some device belonged to somebody who is gone, so that what it still has in its queue
//! does not come back later. Freed pages are overwritten (`secure_delete`); the journal is emptied by the
//! caller after the commit. Every table that holds anything of a contact must be in the lists below: a test
//! looks for the contact's id and words in every table there is.

use rusqlite::Connection;

use crate::store::sqlite::content;
use crate::store::sqlite::rows::contact_by_id;
use crate::store::{Erased, StoreResult};

/// Everything of the conversation ?1, in an order in which nothing refers to what is gone.
pub(in crate::store::sqlite) const OF_CONVERSATION: [&str; 7] = [
    "delete from uploads where part_id in (select id from parts where conversation_id = ?1)",
    "delete from conversation_tags where conversation_id = ?1",
    "delete from parts where conversation_id = ?1",
    "delete from conversation_contacts where conversation_id = ?1",
    "update conversations set merged_into = null where merged_into = ?1",
    "update tickets set conversation_id = null where conversation_id = ?1",
    "delete from conversations where id = ?1",
];

/// Everything else of the contact ?1, in the same order. Conversations that others take part in stay theirs,
/// without a word of the one who is gone.
pub(in crate::store::sqlite) const OF_CONTACT: [&str; 16] = [
    "delete from uploads where contact_id = ?1",
    "update parts set contact_id = null, client_id = null, body_hash = null, body_html = null, \
     body_text = null, quick_replies = null, chosen_reply = null, redacted = 1 where contact_id = ?1",
    "delete from conversation_contacts where contact_id = ?1",
    "update conversations set client_id = null, title = null, page_url = null, custom_attributes = '{}', contact_id = \
     (select o.contact_id from conversation_contacts o where o.conversation_id = conversations.id \
     order by o.joined_at, o.contact_id limit 1) where contact_id = ?1",
    "delete from changes where contact_id = ?1",
    "delete from contact_tags where contact_id = ?1",
    "delete from notes where contact_id = ?1",
    "delete from contact_companies where contact_id = ?1",
    "delete from operations where contact_id = ?1",
    "delete from events where contact_id = ?1",
    "update events set recorded_contact_id = null where recorded_contact_id = ?1",
    "delete from push_bindings where exists (select 1 from devices d where d.contact_id = ?1 \
     and d.app_id = push_bindings.app_id and d.id = push_bindings.device_id)",
    "delete from sessions where contact_id = ?1",
    "delete from devices where contact_id = ?1",
    // Leads that became part of this contact went before it.
    "update contacts set merged_into = null where merged_into = ?1",
    "delete from contacts where id = ?1",
];

/// Conversations of the contact ?1 in which nobody else takes part.
pub(in crate::store::sqlite) const ALONE: &str = "select v.id from conversations v where v.id in \
     (select id from conversations where contact_id = ?1 \
     union select conversation_id from conversation_contacts where contact_id = ?1) \
     and not exists (select 1 from conversation_contacts o \
     where o.conversation_id = v.id and o.contact_id <> ?1)";

/// Removes a contact; `None` when there is no such contact, or when it is part of another one.
pub(super) fn erase(
    connection: &Connection,
    app_id: &str,
    id: &str,
    now: i64,
) -> StoreResult<Option<Erased>> {
    let Some(contact) = contact_by_id(connection, app_id, id)? else {
        return Ok(None);
    };
    if contact.merged_into.is_some() {
        return Ok(None);
    }
    let mut erased = Erased {
        external_id: contact.external_id,
        files: Vec::new(),
    };
    // The leads that became part of this contact, then the contact.
    let mut people: Vec<String> = all(connection, "select id from contacts where merged_into = ?1", id)?;
    people.push(id.to_owned());
    for person in &people {
        connection
            .prepare_cached(
                "insert into erased_devices (app_id, device_id, erased_at) \
                 select app_id, id, ?2 from devices where contact_id = ?1 \
                 union select app_id, device_id, ?2 from sessions where contact_id = ?1 \
                 on conflict (app_id, device_id) do update set erased_at = excluded.erased_at",
            )?
            .execute((person, now))?;
        // Before the conversations, which tickets refer to.
        content::forget(connection, person)?;
        let alone: Vec<i64> = all(connection, ALONE, person)?;
        for conversation in alone {
            let files = "select u.file_id from uploads u join parts p on p.id = u.part_id \
                 where p.conversation_id = ?1";
            erased
                .files
                .extend(all::<String>(connection, files, conversation)?);
            for statement in OF_CONVERSATION {
                connection.prepare_cached(statement)?.execute([conversation])?;
            }
        }
        let files = "select file_id from uploads where contact_id = ?1";
        erased.files.extend(all::<String>(connection, files, person)?);
        for statement in OF_CONTACT {
            connection.prepare_cached(statement)?.execute([person])?;
        }
    }
    Ok(Some(erased))
}

/// All values of the one column that `select` answers for `id`.
fn all<T: rusqlite::types::FromSql>(
    connection: &Connection,
    select: &str,
    id: impl rusqlite::ToSql,
) -> StoreResult<Vec<T>> {
    let mut statement = connection.prepare_cached(select)?;
    let rows = statement.query_map([id], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
