//! What teammates write, and scripts in the name of contacts.

use rusqlite::{Connection, OptionalExtension};

use super::super::contacts::find_by_key;
use super::super::conversations::writing::{self, Row};
use super::super::conversations::{announce, starting};
use super::reading::{handled, is_admin, resolve};
use crate::domain::rich_text::from_text;
use crate::store::{
    Handled, InboxConversation, InboxReply, OpenConversation, ReplyAuthor, ReplyKind, ReplyTo, StoreResult,
    StoredFile, Words,
};

/// Starts a conversation.
pub(in crate::store::sqlite) fn open(
    connection: &Connection,
    new: &OpenConversation,
) -> StoreResult<Handled<InboxConversation>> {
    let Some(contact) = find_by_key(connection, &new.app_id, &new.contact)? else {
        return Ok(Handled::NoContact);
    };
    if let Some(admin_id) = new.admin_id
        && !is_admin(connection, &new.app_id, admin_id)?
    {
        return Ok(Handled::NoAdmin);
    }
    let id = starting::make(connection, &new.app_id, &contact.id, None, new.admin_id, new.now)?;
    let row = Row {
        conversation_id: id,
        kind: "comment",
        contact_id: new.admin_id.is_none().then_some(contact.id.as_str()),
        admin_id: new.admin_id,
        html: Some(&new.words.html),
        text: Some(&new.words.text),
        now: new.now,
        ..Row::default()
    };
    let part_id = writing::add(connection, &row)?;
    announce::updated(connection, id, new.now)?;
    announce::part_created(connection, id, part_id, new.now)?;
    if new.admin_id.is_some() {
        seen(connection, id, new.now)?;
        announce::count_unread(connection, id, new.now)?;
    }
    handled(connection, &new.app_id, id)
}

/// A teammate has seen everything so far; those whose words were not seen before are told.
pub(super) fn seen(connection: &Connection, id: i64, now: i64) -> StoreResult<()> {
    let news: bool = connection
        .prepare_cached(
            "select exists (select 1 from parts p join conversations c on c.id = p.conversation_id \
             where p.conversation_id = ?1 and p.contact_id is not null and p.seq > c.admin_seen_seq)",
        )?
        .query_row([id], |row| row.get(0))?;
    connection
        .prepare_cached("update conversations set admin_seen_seq = last_seq where id = ?1")?
        .execute([id])?;
    if news {
        announce::updated(connection, id, now)?;
    }
    Ok(())
}

/// Adds a reply.
pub(in crate::store::sqlite) fn reply(
    connection: &Connection,
    reply: &InboxReply,
) -> StoreResult<Handled<InboxConversation>> {
    let app_id = &reply.app_id;
    let (key, admin_id) = match &reply.author {
        ReplyAuthor::Admin(id) if !is_admin(connection, app_id, *id)? => return Ok(Handled::NoAdmin),
        ReplyAuthor::Admin(id) => (reply.last_of.as_ref(), Some(*id)),
        ReplyAuthor::Contact(key) => (Some(key), None),
    };
    let contact = match key {
        Some(key) => match find_by_key(connection, app_id, key)? {
            Some(contact) => Some(contact.id),
            None => return Ok(Handled::NoContact),
        },
        None => None,
    };
    let id = match (reply.to, &contact) {
        (ReplyTo::Number(id), _) => resolve(connection, app_id, id)?,
        (ReplyTo::Last, Some(contact)) => latest_of(connection, contact)?,
        (ReplyTo::Last, None) => None,
    };
    let Some(id) = id else {
        return Ok(Handled::NotFound);
    };
    match (admin_id, &contact) {
        (None, Some(contact)) if announce::members(connection, id)?.contains(contact) => {}
        (None, _) => return Ok(Handled::NoContact),
        (Some(_), _) => {}
    }
    let author = admin_id.map_or(Author::Contact(contact.as_deref().unwrap_or("")), Author::Admin);
    let Some(part_id) = add(connection, id, &author, reply)? else {
        return Ok(Handled::NotOffered);
    };
    attach(connection, app_id, part_id, &reply.files, reply.now)?;
    match (&author, &reply.kind) {
        (Author::Admin(_), ReplyKind::Note(_)) => seen(connection, id, reply.now)?,
        (Author::Admin(_), _) => {
            connection
                .prepare_cached("update conversations set waiting_since = null where id = ?1")?
                .execute([id])?;
            announce::part_created(connection, id, part_id, reply.now)?;
            seen(connection, id, reply.now)?;
            announce::count_unread(connection, id, reply.now)?;
        }
        (Author::Contact(_), _) => {
            announce::part_created(connection, id, part_id, reply.now)?;
            starting::wake(connection, id, reply.now)?;
        }
    }
    handled(connection, app_id, id)
}

enum Author<'a> {
    Admin(i64),
    Contact(&'a str),
}

/// Adds the part; `None` when an answer was chosen that was not offered.
fn add(
    connection: &Connection,
    conversation_id: i64,
    author: &Author<'_>,
    reply: &InboxReply,
) -> StoreResult<Option<i64>> {
    let answer;
    let (kind, words, options): (_, Option<&Words>, _) = match &reply.kind {
        ReplyKind::Comment(words) => ("comment", Some(words), None),
        ReplyKind::Note(words) => ("note", Some(words), None),
        ReplyKind::Question(words, options) => (
            "quick_reply",
            words.as_ref(),
            Some(serde_json::json!(options).to_string()),
        ),
        ReplyKind::Answer(id) => {
            let Some(text) = starting::take_answer(connection, conversation_id, id)? else {
                return Ok(None);
            };
            answer = Words {
                html: from_text(&text),
                text,
            };
            ("comment", Some(&answer), None)
        }
    };
    let (contact_id, admin_id) = match author {
        Author::Admin(id) => (None, Some(*id)),
        Author::Contact(id) => (Some(*id), None),
    };
    let row = Row {
        conversation_id,
        kind,
        contact_id,
        admin_id,
        html: words.map(|words| words.html.as_str()),
        text: words.map(|words| words.text.as_str()),
        quick_replies: options,
        now: reply.now,
        ..Row::default()
    };
    writing::add(connection, &row).map(Some)
}

fn attach(
    connection: &Connection,
    app_id: &str,
    part_id: i64,
    files: &[StoredFile],
    now: i64,
) -> StoreResult<()> {
    for (place, file) in (0_i64..).zip(files) {
        connection
            .prepare_cached(
                "insert into uploads (app_id, contact_id, id, file_id, name, content_type, size, digest, \
                 part_id, place, created_at, width, height) \
                 values (?1, null, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute((
                app_id,
                &file.file_id,
                &file.name,
                &file.content_type,
                file.size,
                file.digest,
                part_id,
                place,
                now,
                file.sides.map(|sides| sides.width),
                file.sides.map(|sides| sides.height),
            ))?;
    }
    Ok(())
}

fn latest_of(connection: &Connection, contact: &str) -> StoreResult<Option<i64>> {
    Ok(connection
        .prepare_cached(
            "select v.id from conversation_contacts m join conversations v on v.id = m.conversation_id \
             where m.contact_id = ?1 and v.merged_into is null order by v.activity desc limit 1",
        )?
        .query_row([contact], |row| row.get(0))
        .optional()?)
}
