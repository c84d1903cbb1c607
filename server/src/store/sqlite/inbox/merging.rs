//! Two conversations of the same contacts become one.
//!
//! All parts of the first are moved behind those of the second, in their order. The first stays as a row that
//! points to the second, so a device that still knows it is told where its parts are.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::super::conversations::announce;
use crate::store::{ConversationMergeOutcome, MergeConversations, StoreResult};

/// Merges.
pub(super) fn merge(
    connection: &Connection,
    merge: &MergeConversations,
) -> StoreResult<ConversationMergeOutcome> {
    let merged_into = |id: i64| -> StoreResult<Option<Option<i64>>> {
        Ok(connection
            .prepare_cached("select merged_into from conversations where app_id = ?1 and id = ?2")?
            .query_row((&merge.app_id, id), |row| row.get(0))
            .optional()?)
    };
    match merged_into(merge.from)? {
        None => return Ok(ConversationMergeOutcome::NotFound),
        Some(Some(into)) if into == merge.into => return Ok(ConversationMergeOutcome::Done),
        Some(Some(_)) => return Ok(ConversationMergeOutcome::NotPossible),
        Some(None) => {}
    }
    if merge.from == merge.into || !matches!(merged_into(merge.into)?, Some(None)) {
        return Ok(ConversationMergeOutcome::NotPossible);
    }
    let members = |id| announce::members(connection, id).map(BTreeSet::from_iter);
    let same: (BTreeSet<String>, BTreeSet<String>) = (members(merge.from)?, members(merge.into)?);
    if same.0 != same.1 {
        return Ok(ConversationMergeOutcome::NotPossible);
    }
    let ids = (merge.from, merge.into);
    // Whoever had read both has read what they become.
    for statement in [
        "update conversation_contacts as m set read_seq = (select sum(last_seq) from conversations \
         where id in (?1, ?2)) where m.conversation_id = ?2 and m.unread = 0 \
         and (select f.unread from conversation_contacts f where f.conversation_id = ?1 \
         and f.contact_id = m.contact_id) = 0",
        "update conversations as t set admin_seen_seq = t.last_seq + f.last_seq from conversations f \
         where t.id = ?2 and f.id = ?1 and not exists (select 1 from parts p where p.contact_id is not null \
         and ((p.conversation_id = f.id and p.seq > f.admin_seen_seq) \
         or (p.conversation_id = t.id and p.seq > t.admin_seen_seq)))",
        "update parts set conversation_id = ?2, seq = seq + (select last_seq from conversations where id = ?2) \
         where conversation_id = ?1",
        "update conversations as t set last_seq = t.last_seq + f.last_seq, \
         waiting_since = coalesce(min(t.waiting_since, f.waiting_since), t.waiting_since, f.waiting_since), \
         state = case when f.state = 'open' then 'open' else t.state end, \
         activity = (select max(activity) + 1 from conversations) \
         from conversations f where t.id = ?2 and f.id = ?1",
        "insert or ignore into conversation_tags (conversation_id, tag_id, admin_id, tagged_at) \
         select ?2, tag_id, admin_id, tagged_at from conversation_tags where conversation_id = ?1",
        "update conversations set merged_into = ?2 where ?1 in (id, merged_into)",
    ] {
        connection.prepare_cached(statement)?.execute(ids)?;
    }
    connection
        .prepare_cached("update conversation_contacts set unread = 0 where conversation_id = ?1")?
        .execute([merge.from])?;
    connection
        .prepare_cached("update conversations set updated_at = max(updated_at, ?2) where id = ?1")?
        .execute((merge.into, merge.now))?;
    announce::updated(connection, merge.into, merge.now)?;
    announce::count_unread(connection, merge.into, merge.now)?;
    Ok(ConversationMergeOutcome::Done)
}
