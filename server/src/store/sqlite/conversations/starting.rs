//! What contacts write: a conversation that starts, a reply, a chosen answer. Each once per id.

use rusqlite::{Connection, OptionalExtension};

use super::super::rows::resolve;
use super::announce;
use super::finding::{locate, thread};
use super::parts::by_client_id;
use super::writing::{self, CONVERSATION, Claim, PART, Row};
use crate::domain::rich_text::from_text;
use crate::store::{
    ContactReply, Looked, NewPart, Part, QuickReply, ReplyBody, StartConversation, StoreError, StoreResult,
    Thread, Written,
};

/// Starts a conversation.
pub(super) fn start(connection: &Connection, new: &StartConversation) -> StoreResult<Written<Thread>> {
    let Some(contact) = resolve(connection, &new.viewer.app_id, &new.viewer.contact_id)? else {
        return Ok(Written::NotFound);
    };
    if let Some(missing) = missing_upload(connection, &contact, &new.part)? {
        // A retry whose files are in their part already is no error.
        if !is_known(connection, &contact, &new.id)? {
            return Ok(Written::UploadUnknown(missing));
        }
    }
    match writing::claim(connection, &contact, &new.id, CONVERSATION, new.hash, new.now)? {
        Claim::Reused => return Ok(Written::IdReused),
        Claim::Same => return started_before(connection, &contact, new),
        Claim::Fresh => {}
    }
    if writing::claim(connection, &contact, &new.part.id, PART, new.part.hash, new.now)? != Claim::Fresh {
        forget(connection, &contact, &new.id)?;
        return Ok(Written::IdReused);
    }
    let id = make(
        connection,
        &new.viewer.app_id,
        &contact,
        Some(&new.id),
        None,
        new.now,
    )?;
    if new.on_page {
        connection
            .prepare_cached(
                "update conversations set page_url = (select page_url from contacts where id = ?2) where id = ?1",
            )?
            .execute((id, &contact))?;
    }
    let part_id = add_words(connection, id, &contact, &new.part, new.now)?;
    announce::updated(connection, id, new.now)?;
    announce::part_created(connection, id, part_id, new.now)?;
    match thread(connection, &contact, id, None, new.limit)? {
        Some(thread) => Ok(Written::Done(thread)),
        None => Err(StoreError::Internal("a new conversation is not there".to_owned())),
    }
}

/// Makes an empty conversation with one contact, at the front of all lists; its number.
pub(in crate::store::sqlite) fn make(
    connection: &Connection,
    app_id: &str,
    contact: &str,
    client_id: Option<&str>,
    admin_id: Option<i64>,
    now: i64,
) -> StoreResult<i64> {
    connection
        .prepare_cached(
            "insert into conversations (app_id, activity, contact_id, client_id, started_by_admin, \
             waiting_since, created_at, updated_at) \
             values (?1, (select coalesce(max(activity), 0) + 1 from conversations), ?2, ?3, ?4, \
             case when ?4 is null then ?5 end, ?5, ?5)",
        )?
        .execute((app_id, contact, client_id, admin_id, now))?;
    let id = connection.last_insert_rowid();
    connection
        .prepare_cached(
            "insert into conversation_contacts (conversation_id, contact_id, joined_at) values (?1, ?2, ?3)",
        )?
        .execute((id, contact, now))?;
    Ok(id)
}

fn started_before(
    connection: &Connection,
    contact: &str,
    new: &StartConversation,
) -> StoreResult<Written<Thread>> {
    let found: Option<(i64, Option<i64>)> = connection
        .prepare_cached("select id, merged_into from conversations where contact_id = ?1 and client_id = ?2")?
        .query_row([contact, &new.id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        Some((_, Some(into))) => Ok(Written::Merged(into)),
        Some((id, None)) => {
            Ok(thread(connection, contact, id, None, new.limit)?.map_or(Written::NotFound, Written::Before))
        }
        // It was deleted since.
        None => Ok(Written::NotFound),
    }
}

/// Adds a part of a contact.
pub(super) fn reply(connection: &Connection, reply: &ContactReply) -> StoreResult<Written<Part>> {
    let viewer = &reply.viewer;
    let Some(contact) = resolve(connection, &viewer.app_id, &viewer.contact_id)? else {
        return Ok(Written::NotFound);
    };
    let conversation_id = match locate(connection, &contact, viewer.since, &reply.key)? {
        Looked::Found(id) => id,
        Looked::Merged(into) => return Ok(Written::Merged(into)),
        Looked::NotFound => return Ok(Written::NotFound),
    };
    let (id, hash) = match &reply.body {
        ReplyBody::Words(part) => (&part.id, part.hash),
        ReplyBody::Chosen { id, hash, .. } => (id, *hash),
    };
    match writing::claim(connection, &contact, id, PART, hash, reply.now)? {
        Claim::Reused => return Ok(Written::IdReused),
        Claim::Same => {
            return Ok(match by_client_id(connection, &contact, id)? {
                // The same words in another conversation are another part.
                Some(part) if part.conversation_id != conversation_id => Written::IdReused,
                Some(part) => Written::Before(part),
                None => Written::NotFound,
            });
        }
        Claim::Fresh => {}
    }
    let refused = match &reply.body {
        ReplyBody::Words(part) => match missing_upload(connection, &contact, part)? {
            Some(missing) => Some(Written::UploadUnknown(missing)),
            None => {
                add_words(connection, conversation_id, &contact, part, reply.now)?;
                None
            }
        },
        ReplyBody::Chosen { quick_reply_id, .. } => {
            match take_answer(connection, conversation_id, quick_reply_id)? {
                None => Some(Written::ReplyNotAllowed),
                Some(text) => {
                    let row = Row {
                        conversation_id,
                        kind: "comment",
                        contact_id: Some(&contact),
                        client_id: Some(id),
                        hash: Some(hash),
                        html: Some(&from_text(&text)),
                        text: Some(&text),
                        now: reply.now,
                        ..Row::default()
                    };
                    writing::add(connection, &row)?;
                    None
                }
            }
        }
    };
    if let Some(refused) = refused {
        // Nothing was done: the id stays free, so that the reply can be put right.
        forget(connection, &contact, id)?;
        return Ok(refused);
    }
    let Some(part) = by_client_id(connection, &contact, id)? else {
        return Err(StoreError::Internal("a new part is not there".to_owned()));
    };
    announce::part_created(connection, conversation_id, part.id, reply.now)?;
    wake(connection, conversation_id, reply.now)?;
    Ok(Written::Done(part))
}

/// A contact wrote: the conversation is open, and waits for an answer from now on.
pub(in crate::store::sqlite) fn wake(
    connection: &Connection,
    conversation_id: i64,
    now: i64,
) -> StoreResult<()> {
    let opened = connection
        .prepare_cached(
            "update conversations set state = 'open', snoozed_until = null where id = ?1 and state <> 'open'",
        )?
        .execute([conversation_id])?;
    connection
        .prepare_cached("update conversations set waiting_since = coalesce(waiting_since, ?2) where id = ?1")?
        .execute((conversation_id, now))?;
    if opened > 0 {
        announce::updated(connection, conversation_id, now)?;
    }
    Ok(())
}

fn add_words(
    connection: &Connection,
    conversation_id: i64,
    contact: &str,
    part: &NewPart,
    now: i64,
) -> StoreResult<i64> {
    let html = part.text.as_deref().map(from_text);
    let row = Row {
        conversation_id,
        kind: "comment",
        contact_id: Some(contact),
        client_id: Some(&part.id),
        hash: Some(part.hash),
        html: html.as_deref(),
        text: part.text.as_deref(),
        now,
        ..Row::default()
    };
    let part_id = writing::add(connection, &row)?;
    for (place, upload) in (0_i64..).zip(&part.attachments) {
        connection
            .prepare_cached("update uploads set part_id = ?3, place = ?4 where contact_id = ?1 and id = ?2")?
            .execute((contact, upload, part_id, place))?;
    }
    Ok(part_id)
}

/// The first attachment that is no upload of this contact, or is in another part already.
fn missing_upload(connection: &Connection, contact: &str, part: &NewPart) -> StoreResult<Option<String>> {
    for upload in &part.attachments {
        let free: bool = connection
            .prepare_cached(
                "select exists (select 1 from uploads where contact_id = ?1 and id = ?2 and part_id is null)",
            )?
            .query_row([contact, upload], |row| row.get(0))?;
        if !free {
            return Ok(Some(upload.clone()));
        }
    }
    Ok(None)
}

/// The words of an offered answer, which is taken with this; `None` when it was not offered, or the
/// question has its answer.
pub(in crate::store::sqlite) fn take_answer(
    connection: &Connection,
    conversation_id: i64,
    reply_id: &str,
) -> StoreResult<Option<String>> {
    let mut statement = connection.prepare_cached(
        "select id, quick_replies from parts where conversation_id = ?1 and quick_replies is not null \
         and chosen_reply is null and redacted = 0 order by seq desc",
    )?;
    let mut rows = statement.query([conversation_id])?;
    while let Some(row) = rows.next()? {
        let (part_id, offered): (i64, String) = (row.get(0)?, row.get(1)?);
        let offered: Vec<QuickReply> = serde_json::from_str(&offered).unwrap_or_default();
        if let Some(chosen) = offered.into_iter().find(|one| one.id == reply_id) {
            connection
                .prepare_cached("update parts set chosen_reply = ?2 where id = ?1")?
                .execute((part_id, reply_id))?;
            return Ok(Some(chosen.text));
        }
    }
    Ok(None)
}

fn is_known(connection: &Connection, contact: &str, id: &str) -> StoreResult<bool> {
    Ok(connection
        .prepare_cached(
            "select exists (select 1 from operations where contact_id = ?1 and id = ?2) \
             or exists (select 1 from conversations where contact_id = ?1 and client_id = ?2)",
        )?
        .query_row([contact, id], |row| row.get(0))?)
}

/// Gives an id back.
fn forget(connection: &Connection, contact: &str, id: &str) -> StoreResult<()> {
    connection
        .prepare_cached("delete from operations where contact_id = ?1 and id = ?2")?
        .execute([contact, id])?;
    Ok(())
}
