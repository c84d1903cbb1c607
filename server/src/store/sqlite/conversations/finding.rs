//! Finding conversations as one contact sees them: its own, not merged away, not older than it may see.

use rusqlite::{Connection, OptionalExtension, Row};

use super::super::rows::resolve;
use super::parts;
use crate::store::{
    ConversationKey, ConversationPage, ConversationState, ListConversations, Looked, Part, ReadConversation,
    StoreResult, Summary, Thread, Unread, Viewer,
};

/// Bytes of messages in one answer, and one message more.
const ANSWER: usize = 1024 * 1024;

/// What a contact may see, `m` being its membership and `v` the conversation.
const VISIBLE: &str = "m.contact_id = ?1 and v.merged_into is null and v.updated_at >= ?2";

const SUMMARY: &str = "select v.id, v.client_id, v.title, v.state, v.updated_at, m.unread, v.activity \
     from conversation_contacts m join conversations v on v.id = m.conversation_id where ";

fn read_summary(row: &Row<'_>) -> rusqlite::Result<(i64, Summary)> {
    let state: String = row.get(3)?;
    let summary = Summary {
        id: row.get(0)?,
        client_id: row.get(1)?,
        title: row.get(2)?,
        state: ConversationState::parse(&state).unwrap_or(ConversationState::Open),
        updated_at: row.get(4)?,
        last_part: None,
        unread: row.get(5)?,
        participants: Vec::new(),
    };
    Ok((row.get(6)?, summary))
}

fn complete(connection: &Connection, viewer: &str, mut summary: Summary) -> StoreResult<Summary> {
    let newest = parts::Most {
        parts: 1,
        bytes: ANSWER,
    };
    summary.last_part = parts::newest(connection, summary.id, None, newest, true)?.0.pop();
    summary.participants = parts::participants(connection, summary.id, viewer)?;
    Ok(summary)
}

/// A page of a contact's conversations.
pub(super) fn list(connection: &Connection, list: &ListConversations) -> StoreResult<ConversationPage> {
    let empty = ConversationPage {
        items: Vec::new(),
        next: None,
    };
    let Some(contact) = resolve(connection, &list.viewer.app_id, &list.viewer.contact_id)? else {
        return Ok(empty);
    };
    let limit = i64::try_from(list.limit)
        .unwrap_or(i64::MAX - 1)
        .saturating_add(1);
    let mut statement = connection.prepare_cached(&format!(
        "{SUMMARY} {VISIBLE} and v.activity < ?3 order by v.activity desc limit ?4"
    ))?;
    let since = list.viewer.since.unwrap_or(i64::MIN);
    let before = list.before.unwrap_or(i64::MAX);
    let rows = statement
        .query_map((&contact, since, before, limit), read_summary)?
        .collect::<Result<Vec<_>, _>>()?;
    let mut page = empty;
    let (mut last, mut bytes) = (None, 0);
    for (activity, summary) in rows {
        if page.items.len() >= list.limit || bytes >= ANSWER {
            page.next = last;
            break;
        }
        let summary = complete(connection, &contact, summary)?;
        bytes += summary.last_part.as_ref().map_or(0, Part::weight);
        last = Some(activity);
        page.items.push(summary);
    }
    Ok(page)
}

/// A conversation as `contact` sees it; `None` when it does not.
pub(in crate::store::sqlite) fn summary(
    connection: &Connection,
    contact: &str,
    conversation_id: i64,
) -> StoreResult<Option<Summary>> {
    let mut statement = connection.prepare_cached(&format!("{SUMMARY} {VISIBLE} and v.id = ?3"))?;
    let found = statement
        .query_row((contact, i64::MIN, conversation_id), read_summary)
        .optional()?;
    found
        .map(|(_, summary)| complete(connection, contact, summary))
        .transpose()
}

/// Whether `contact` takes part in the conversation, and it was not merged away.
pub(in crate::store::sqlite) fn is_member(
    connection: &Connection,
    contact: &str,
    conversation_id: i64,
) -> StoreResult<bool> {
    let mut statement = connection.prepare_cached(
        "select exists (select 1 from conversation_contacts m join conversations v on v.id = m.conversation_id \
         where m.contact_id = ?1 and v.id = ?2 and v.merged_into is null)",
    )?;
    Ok(statement.query_row((contact, conversation_id), |row| row.get(0))?)
}

/// A part that contacts see, by its number.
pub(in crate::store::sqlite) fn visible_part(connection: &Connection, id: i64) -> StoreResult<Option<Part>> {
    parts::shown_by_id(connection, id)
}

/// The number of the conversation that a contact calls `key`, for a contact that was resolved.
pub(super) fn locate(
    connection: &Connection,
    contact: &str,
    since: Option<i64>,
    key: &ConversationKey,
) -> StoreResult<Looked<i64>> {
    let since = since.unwrap_or(i64::MIN);
    let select = "select v.id, v.merged_into from conversation_contacts m \
         join conversations v on v.id = m.conversation_id where m.contact_id = ?1 and v.updated_at >= ?2";
    let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?));
    let found = match key {
        ConversationKey::Number(id) => connection
            .prepare_cached(&format!("{select} and v.id = ?3"))?
            .query_row((contact, since, id), read)
            .optional()?,
        ConversationKey::ClientId(id) => connection
            .prepare_cached(&format!("{select} and v.contact_id = ?1 and v.client_id = ?3"))?
            .query_row((contact, since, id), read)
            .optional()?,
    };
    Ok(match found {
        None => Looked::NotFound,
        Some((_, Some(into))) => Looked::Merged(into),
        Some((id, None)) => Looked::Found(id),
    })
}

/// A conversation with its newest parts; `None` when the contact does not see it.
pub(super) fn thread(
    connection: &Connection,
    contact: &str,
    conversation_id: i64,
    before: Option<i64>,
    limit: usize,
) -> StoreResult<Option<Thread>> {
    let Some(summary) = summary(connection, contact, conversation_id)? else {
        return Ok(None);
    };
    let most = parts::Most {
        parts: limit,
        bytes: ANSWER,
    };
    let (mut parts, more) = parts::newest(connection, conversation_id, before, most, true)?;
    let previous = parts.last().map(|oldest| oldest.seq).filter(|_| more);
    parts.reverse();
    Ok(Some(Thread {
        summary,
        parts,
        previous,
    }))
}

/// One conversation with a page of its parts.
pub(super) fn read(connection: &Connection, read: &ReadConversation) -> StoreResult<Looked<Thread>> {
    let viewer = &read.viewer;
    let Some(contact) = resolve(connection, &viewer.app_id, &viewer.contact_id)? else {
        return Ok(Looked::NotFound);
    };
    match locate(connection, &contact, viewer.since, &read.key)? {
        Looked::Found(id) => Ok(thread(connection, &contact, id, read.before, read.limit)?
            .map_or(Looked::NotFound, Looked::Found)),
        Looked::Merged(into) => Ok(Looked::Merged(into)),
        Looked::NotFound => Ok(Looked::NotFound),
    }
}

/// What a contact has not read, merges followed.
pub(in crate::store::sqlite) fn unread(connection: &Connection, viewer: &Viewer) -> StoreResult<Unread> {
    match resolve(connection, &viewer.app_id, &viewer.contact_id)? {
        Some(contact) => unread_of(connection, &contact, viewer.since),
        None => Ok(Unread::default()),
    }
}

/// What a contact has not read.
pub(in crate::store::sqlite) fn unread_of(
    connection: &Connection,
    contact: &str,
    since: Option<i64>,
) -> StoreResult<Unread> {
    let mut statement = connection.prepare_cached(&format!(
        "select v.id from conversation_contacts m join conversations v on v.id = m.conversation_id \
         where {VISIBLE} and m.unread > 0 order by v.activity desc limit 1000"
    ))?;
    let ids = statement.query_map((contact, since.unwrap_or(i64::MIN)), |row| row.get(0))?;
    Ok(Unread {
        conversations: ids.collect::<Result<_, _>>()?,
    })
}

/// Whether a contact has a conversation at all that it may see.
pub(in crate::store::sqlite) fn any_of(connection: &Connection, viewer: &Viewer) -> StoreResult<bool> {
    let Some(contact) = resolve(connection, &viewer.app_id, &viewer.contact_id)? else {
        return Ok(false);
    };
    let mut statement = connection.prepare_cached(&format!(
        "select exists (select 1 from conversation_contacts m join conversations v on v.id = m.conversation_id \
         where {VISIBLE})"
    ))?;
    let since = viewer.since.unwrap_or(i64::MIN);
    Ok(statement.query_row((contact, since), |row| row.get(0))?)
}
