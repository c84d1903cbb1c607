//! Conversations as teammates see them.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use super::super::conversations::parts;
use super::super::search::condition;
use crate::store::{
    AppliedTag, ConversationState, FindConversations, Handled, InboxConversation, Page, StoreResult,
};

/// Parts that are shown of one conversation: the newest.
const PARTS: parts::Most = parts::Most {
    parts: 500,
    bytes: 8 * 1024 * 1024,
};

const COLUMNS: &str = "c.id, c.title, c.state, c.snoozed_until, c.priority, c.assignee_id, \
     not exists (select 1 from parts p where p.conversation_id = c.id and p.contact_id is not null \
     and p.seq > c.admin_seen_seq), c.waiting_since, c.custom_attributes, c.created_at, c.updated_at, \
     c.started_by_admin is not null, c.activity, c.page_url";

fn read(row: &Row<'_>) -> rusqlite::Result<(i64, InboxConversation)> {
    let (state, attributes): (String, String) = (row.get(2)?, row.get(8)?);
    let conversation = InboxConversation {
        id: row.get(0)?,
        title: row.get(1)?,
        state: ConversationState::parse(&state).unwrap_or(ConversationState::Open),
        snoozed_until: row.get(3)?,
        priority: row.get(4)?,
        assignee_id: row.get(5)?,
        read: row.get(6)?,
        waiting_since: row.get(7)?,
        custom_attributes: serde_json::from_str(&attributes).unwrap_or_default(),
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
        by_admin: row.get(11)?,
        page_url: row.get(13)?,
        source: None,
        first_contact_reply: None,
        contacts: Vec::new(),
        teammates: Vec::new(),
        tags: Vec::new(),
        parts: Vec::new(),
        total_parts: 0,
    };
    Ok((row.get(12)?, conversation))
}

/// Adds everything but the parts.
fn complete(connection: &Connection, mut conversation: InboxConversation) -> StoreResult<InboxConversation> {
    let id = conversation.id;
    conversation.source = parts::first(connection, id)?;
    let (total, first_reply) = connection
        .prepare_cached(
            "select count(*), min(case when contact_id is not null then created_at end) from parts \
             where conversation_id = ?1 and seq > (select min(seq) from parts where conversation_id = ?1)",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    conversation.total_parts = total;
    conversation.first_contact_reply = first_reply;
    let mut statement = connection.prepare_cached(
        "select k.id, k.external_id from conversation_contacts m join contacts k on k.id = m.contact_id \
         where m.conversation_id = ?1 order by m.joined_at, k.seq",
    )?;
    let contacts = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    conversation.contacts = contacts.collect::<Result<_, _>>()?;
    let mut statement = connection.prepare_cached(
        "select admin_id from parts where conversation_id = ?1 and admin_id is not null \
         group by admin_id order by min(seq)",
    )?;
    let teammates = statement.query_map([id], |row| row.get(0))?;
    conversation.teammates = teammates.collect::<Result<_, _>>()?;
    let mut statement = connection.prepare_cached(
        "select t.id, t.name, x.tagged_at, x.admin_id from conversation_tags x join tags t on t.id = x.tag_id \
         where x.conversation_id = ?1 order by x.tagged_at, t.id",
    )?;
    let tags = statement.query_map([id], |row| {
        Ok(AppliedTag {
            id: row.get(0)?,
            name: row.get(1)?,
            applied_at: row.get(2)?,
            admin_id: row.get(3)?,
        })
    })?;
    conversation.tags = tags.collect::<Result<_, _>>()?;
    Ok(conversation)
}

/// A page of conversations, latest activity first.
pub(super) fn find(
    connection: &Connection,
    find: &FindConversations,
) -> StoreResult<Page<InboxConversation>> {
    let mut values = vec![Sql::Text(find.app_id.clone())];
    let mut filter = "c.app_id = ? and c.merged_into is null".to_owned();
    if let Some(query) = &find.query {
        filter.push_str(" and ");
        filter.push_str(&condition(query, &mut values));
    }
    let total = connection
        .prepare_cached(&format!("select count(*) from conversations c where {filter}"))?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let limit = i64::try_from(find.limit).unwrap_or(i64::MAX - 1);
    values.push(Sql::Integer(find.before.unwrap_or(i64::MAX)));
    values.push(Sql::Integer(limit.saturating_add(1)));
    let mut statement = connection.prepare_cached(&format!(
        "select {COLUMNS} from conversations c where {filter} and c.activity < ? \
         order by c.activity desc limit ?"
    ))?;
    let rows = statement
        .query_map(params_from_iter(&values), read)?
        .collect::<Result<Vec<_>, _>>()?;
    let next = match rows.get(find.limit.saturating_sub(1)) {
        Some((activity, _)) if rows.len() > find.limit => Some(*activity),
        _ => None,
    };
    let items = rows
        .into_iter()
        .take(find.limit)
        .map(|(_, conversation)| complete(connection, conversation))
        .collect::<StoreResult<_>>()?;
    Ok(Page { items, total, next })
}

/// The number that a conversation has today: its own, or that of the one it was merged into.
pub(super) fn resolve(connection: &Connection, app_id: &str, id: i64) -> StoreResult<Option<i64>> {
    Ok(connection
        .prepare_cached("select coalesce(merged_into, id) from conversations where app_id = ?1 and id = ?2")?
        .query_row((app_id, id), |row| row.get(0))
        .optional()?)
}

/// One conversation with its parts, merges followed.
pub(super) fn one(connection: &Connection, app_id: &str, id: i64) -> StoreResult<Option<InboxConversation>> {
    let Some(id) = resolve(connection, app_id, id)? else {
        return Ok(None);
    };
    let found = connection
        .prepare_cached(&format!("select {COLUMNS} from conversations c where c.id = ?1"))?
        .query_row([id], read)
        .optional()?;
    let Some((_, conversation)) = found else {
        return Ok(None);
    };
    let mut conversation = complete(connection, conversation)?;
    let (mut parts, _) = parts::newest(connection, id, None, PARTS, false)?;
    let source = conversation.source.as_ref().map(|part| part.id);
    parts.retain(|part| Some(part.id) != source);
    parts.reverse();
    conversation.parts = parts;
    Ok(Some(conversation))
}

/// What a change answers: the conversation as it is now.
pub(super) fn handled(
    connection: &Connection,
    app_id: &str,
    id: i64,
) -> StoreResult<Handled<InboxConversation>> {
    Ok(one(connection, app_id, id)?.map_or(Handled::NotFound, |found| Handled::Done(Box::new(found))))
}

/// Whether the workspace has this teammate.
pub(super) fn is_admin(connection: &Connection, app_id: &str, admin_id: i64) -> StoreResult<bool> {
    Ok(connection
        .prepare_cached("select exists (select 1 from admins where app_id = ?1 and id = ?2)")?
        .query_row((app_id, admin_id), |row| row.get(0))?)
}
