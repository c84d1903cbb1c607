//! Conversations as they stand in lists, and their ids.
//!
//! Guarantees: a list is newest first and pages without gaps or repeats while nothing is written; a conversation
//! is found by the server's id and by the id the device gave it, also for its draft; an answer that was on its way while
//! the feed told something newer replaces nothing.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Cache, CacheError};
use crate::model::conversation::ConversationSummary;
use crate::model::page::Page;

/// Begins the cursors of this room; the server's never look like it.
const CURSOR: &str = "cache:";

impl Cache {
    /// Whether a list's cursor was made here, so that the next page is here, too.
    pub(crate) fn is_own_cursor(cursor: &str) -> bool {
        cursor.starts_with(CURSOR)
    }

    /// Keeps conversations of a list.
    pub(crate) fn put_conversations(&self, conversations: &[ConversationSummary]) -> Result<(), CacheError> {
        self.write(|conn| {
            for conversation in conversations {
                put(conn, conversation, self.touch())?;
                let newest = conversation.last_part.as_ref().map_or(0, |part| part.seq);
                // The list tells of a part that is not kept: what comes later does not follow what is kept.
                conn.prepare_cached(
                    "update conversations set joined = 0 where id = ?1 and ?2 >
                     coalesce((select max(seq) from parts where conversation_id = ?1), 0)",
                )?
                .execute(params![conversation.id, newest])?;
            }
            Ok(())
        })
    }

    /// Keeps a conversation as the feed tells it: as it is now, which may be ahead of its parts; the feed brings
    /// those as well, so that they go on following what is kept.
    pub(crate) fn put_told(&self, conversation: &ConversationSummary) -> Result<(), CacheError> {
        self.write(|conn| put(conn, conversation, self.touch()))
    }

    /// A page of the list, newest first; `None` for a cursor that was not made here.
    pub(crate) fn conversations(
        &self,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<Option<Page<ConversationSummary>>, CacheError> {
        let (time, id) = match cursor.map(read_cursor) {
            None => (i64::MAX, ""),
            Some(Some(after)) => after,
            Some(None) => return Ok(None),
        };
        let mut statement = self.conn.prepare_cached(
            "select id, updated_at, summary from conversations where (updated_at, id) < (?1, ?2)
             order by updated_at desc, id desc limit ?3",
        )?;
        let wanted = i64::try_from(limit).unwrap_or(i64::MAX - 1);
        let mut rows = statement.query(params![time, id, wanted + 1])?;
        let mut page = Page {
            from_cache: true,
            ..Page::default()
        };
        let mut last = None;
        let mut read = 0;
        while let Some(row) = rows.next()? {
            if read == wanted {
                page.next = last;
                break;
            }
            read += 1;
            let (id, time): (String, i64) = (row.get(0)?, row.get(1)?);
            last = Some(format!("{CURSOR}{time}:{id}"));
            page.data
                .extend(serde_json::from_str(row.get_ref(2)?.as_str().unwrap_or_default()));
        }
        Ok(Some(page))
    }

    /// The server's id of a conversation named by either of its ids.
    pub(crate) fn resolve(&self, id: &str) -> Result<Option<String>, CacheError> {
        resolve(&self.conn, id)
    }

    /// Forgets a conversation with its parts and its draft.
    pub(crate) fn remove_conversation(&self, id: &str) -> Result<(), CacheError> {
        self.write(|conn| {
            let id = resolve(conn, id)?.unwrap_or_else(|| id.to_owned());
            for sql in [
                "delete from parts where conversation_id = ?1",
                "delete from drafts where conversation_id = ?1",
                "delete from conversations where id = ?1",
            ] {
                conn.prepare_cached(sql)?.execute([&id])?;
            }
            Ok(())
        })
    }
}

fn read_cursor(cursor: &str) -> Option<(i64, &str)> {
    let (time, id) = cursor.strip_prefix(CURSOR)?.split_once(':')?;
    Some((time.parse().ok()?, id))
}

/// See [`Cache::resolve`].
pub(super) fn resolve(conn: &Connection, id: &str) -> Result<Option<String>, CacheError> {
    Ok(conn
        .prepare_cached(
            "select id from conversations where id = ?1
             union all select id from conversations where client_id = ?1 limit 1",
        )?
        .query_row([id], |row| row.get(0))
        .optional()?)
}

/// Writes the entry of one conversation; its parts are left as they are.
pub(super) fn put(
    conn: &Connection,
    conversation: &ConversationSummary,
    touched: i64,
) -> Result<(), CacheError> {
    let id = conversation.id.as_str();
    if let Some(client_id) = conversation
        .client_id
        .as_deref()
        .filter(|client_id| *client_id != id)
    {
        // Until now it may have been known by the device's id alone.
        for sql in [
            "update or ignore drafts set conversation_id = ?2 where conversation_id = ?1",
            "delete from parts where conversation_id = ?1 and ?2 <> ?1",
            "delete from conversations where id = ?1 and ?2 <> ?1",
        ] {
            conn.prepare_cached(sql)?.execute([client_id, id])?;
        }
    }
    let known = get(conn, id)?.filter(|known| is_older(conversation, known));
    let conversation = known.as_ref().unwrap_or(conversation);
    conn.prepare_cached(
        "insert into conversations (id, client_id, updated_at, summary, joined, touched)
         values (?1, ?2, ?3, ?4, 0, ?5)
         on conflict (id) do update set client_id = coalesce(excluded.client_id, client_id),
             updated_at = excluded.updated_at, summary = excluded.summary, touched = excluded.touched",
    )?
    .execute(params![
        id,
        conversation.client_id,
        conversation.updated_at,
        serde_json::to_string(conversation)?,
        touched
    ])?;
    Ok(())
}

/// Whether `told` says less than what is kept: it was asked for before something came that the feed brought first.
fn is_older(told: &ConversationSummary, known: &ConversationSummary) -> bool {
    let newest = |summary: &ConversationSummary| summary.last_part.as_ref().map_or(0, |part| part.seq);
    newest(told) < newest(known) && told.updated_at <= known.updated_at
}

/// The entry of one conversation; what cannot be read is not there.
pub(super) fn get(conn: &Connection, id: &str) -> Result<Option<ConversationSummary>, CacheError> {
    let text: Option<String> = conn
        .prepare_cached("select summary from conversations where id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}
