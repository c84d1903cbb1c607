//! Adding a part to a conversation, whoever writes it; and ids of devices, which mean one thing each.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::store::StoreResult;

/// A part to add.
#[derive(Default)]
pub(in crate::store::sqlite) struct Row<'a> {
    pub(in crate::store::sqlite) conversation_id: i64,
    pub(in crate::store::sqlite) kind: &'a str,
    pub(in crate::store::sqlite) contact_id: Option<&'a str>,
    pub(in crate::store::sqlite) admin_id: Option<i64>,
    pub(in crate::store::sqlite) client_id: Option<&'a str>,
    pub(in crate::store::sqlite) hash: Option<[u8; 32]>,
    pub(in crate::store::sqlite) html: Option<&'a str>,
    pub(in crate::store::sqlite) text: Option<&'a str>,
    pub(in crate::store::sqlite) quick_replies: Option<String>,
    pub(in crate::store::sqlite) assigned_to: Option<i64>,
    pub(in crate::store::sqlite) now: i64,
}

/// Adds it at the end, and brings the conversation to the front of all lists. Answers the part's number.
pub(in crate::store::sqlite) fn add(connection: &Connection, row: &Row<'_>) -> StoreResult<i64> {
    let seq: i64 = connection
        .prepare_cached(
            "update conversations set last_seq = last_seq + 1, updated_at = max(updated_at, ?2), \
             activity = (select max(activity) + 1 from conversations) where id = ?1 returning last_seq",
        )?
        .query_row((row.conversation_id, row.now), |row| row.get(0))?;
    connection
        .prepare_cached(
            "insert into parts (conversation_id, seq, kind, contact_id, admin_id, client_id, body_hash, body_html, \
             body_text, quick_replies, assigned_to, created_at, updated_at) values (:conversation_id, :seq, :kind, \
             :contact_id, :admin_id, :client_id, :hash, :html, :text, :quick_replies, :assigned_to, :now, :now)",
        )?
        .execute(named_params! {
            ":conversation_id": row.conversation_id,
            ":seq": seq,
            ":kind": row.kind,
            ":contact_id": row.contact_id,
            ":admin_id": row.admin_id,
            ":client_id": row.client_id,
            ":hash": row.hash,
            ":html": row.html,
            ":text": row.text,
            ":quick_replies": row.quick_replies,
            ":assigned_to": row.assigned_to,
            ":now": row.now,
        })?;
    Ok(connection.last_insert_rowid())
}

/// What an id of a device turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// Never seen; it is taken now.
    Fresh,
    /// The same was asked before.
    Same,
    /// Something else was asked before.
    Reused,
}

/// Takes an id for an operation of this kind and content. Parts and conversations keep their id for good;
/// other operations are remembered as long as the store remembers them.
pub(super) fn claim(
    connection: &Connection,
    contact: &str,
    id: &str,
    kind: &str,
    hash: [u8; 32],
    now: i64,
) -> StoreResult<Claim> {
    let known: Option<(String, Vec<u8>)> = connection
        .prepare_cached("select kind, body_hash from operations where contact_id = ?1 and id = ?2")?
        .query_row([contact, id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((known_kind, known_hash)) = known {
        return Ok(if known_kind == kind && known_hash == hash {
            Claim::Same
        } else {
            Claim::Reused
        });
    }
    let part_hash: Option<Option<Vec<u8>>> = connection
        .prepare_cached("select body_hash from parts where contact_id = ?1 and client_id = ?2")?
        .query_row([contact, id], |row| row.get(0))
        .optional()?;
    if let Some(part_hash) = part_hash {
        return Ok(if part_hash.is_some_and(|known| known == hash) {
            Claim::Same
        } else {
            Claim::Reused
        });
    }
    let conversation: bool = connection
        .prepare_cached(
            "select exists (select 1 from conversations where contact_id = ?1 and client_id = ?2)",
        )?
        .query_row([contact, id], |row| row.get(0))?;
    if conversation {
        return Ok(if kind == CONVERSATION {
            Claim::Same
        } else {
            Claim::Reused
        });
    }
    connection
        .prepare_cached(
            "insert into operations (contact_id, id, kind, body_hash, answer, received_at) \
             values (?1, ?2, ?3, ?4, '', ?5)",
        )?
        .execute((contact, id, kind, hash, now))?;
    Ok(Claim::Fresh)
}

/// Kind of an operation that starts a conversation.
pub(super) const CONVERSATION: &str = "conversation";
/// Kind of an operation that adds a part.
pub(super) const PART: &str = "part";
