//! The parts of conversations, in pages.
//!
//! Guarantees: the kept parts of a conversation have no hole that nobody knows of: a page that does not join what
//! is kept replaces it, an older page is added only below the oldest kept part, a single part only on top of the
//! newest. A page is answered only when it is really here.

use rusqlite::{Connection, params};

use super::conversations::{get, put, resolve};
use super::{Cache, CacheError};
use crate::model::conversation::{AuthorKind, Conversation, Part};

/// Parts in one page, as the server has it.
const PAGE: i64 = 50;

impl Cache {
    /// Keeps a page of a conversation that was asked for with `before` (`None`: the newest page).
    pub(crate) fn put_conversation(
        &self,
        conversation: &Conversation,
        before: Option<i64>,
    ) -> Result<(), CacheError> {
        self.write(|conn| {
            let id = conversation.id.as_str();
            if let Some(before) = before {
                if previous(conn, id)? == Some(before) {
                    put_all(conn, id, &conversation.parts)?;
                    set_previous(conn, id, conversation.previous)?;
                }
                return Ok(());
            }
            let mut summary = conversation.summary();
            if let Some(known) = get(conn, id)? {
                summary.client_id = summary.client_id.or(known.client_id);
            }
            put(conn, &summary, self.touch())?;
            let range = (conversation.parts.first(), conversation.parts.last());
            let (oldest, newest) = match range {
                (Some(first), Some(last)) => (first.seq, last.seq),
                _ => (1, i64::MAX),
            };
            let kept = newest_kept(conn, id)?;
            let joins = kept.is_some_and(|kept| kept >= oldest) && conversation.previous.is_some();
            let from = if joins { oldest } else { 0 };
            conn.prepare_cached("delete from parts where conversation_id = ?1 and seq >= ?2 and seq <= ?3")?
                .execute(params![id, from, newest])?;
            let older = oldest_kept(conn, id)?.is_some_and(|kept| kept < oldest);
            put_all(conn, id, &conversation.parts)?;
            if !(joins && older) {
                set_previous(conn, id, conversation.previous)?;
            }
            conn.prepare_cached("update conversations set joined = 1 where id = ?1")?
                .execute([id])?;
            Ok(())
        })
    }

    /// Keeps one part that the feed told of; false when the conversation is not known here.
    pub(crate) fn put_part(&self, conversation_id: &str, part: &Part) -> Result<bool, CacheError> {
        self.write(|conn| {
            let Some(id) = resolve(conn, conversation_id)? else {
                return Ok(false);
            };
            let Some(mut summary) = get(conn, &id)? else {
                return Ok(false);
            };
            let text = serde_json::to_string(part)?;
            let changed = conn
                .prepare_cached("update parts set part = ?3 where conversation_id = ?1 and seq = ?2")?
                .execute(params![id, part.seq, text])?;
            if changed == 0 && part.seq > 0 {
                let known = newest_kept(conn, &id)?.is_none_or(|newest| newest < part.seq);
                conn.prepare_cached(
                    "insert into parts (conversation_id, seq, part)
                     select ?1, ?2, ?3 from conversations where id = ?1 and joined = 1 and ?4",
                )?
                .execute(params![id, part.seq, text, known])?;
            }
            let last = summary.last_part.as_ref().map_or(0, |last| last.seq);
            if part.seq >= last {
                summary.updated_at = summary.updated_at.max(part.created_at);
                summary.last_part = Some(part.clone());
            }
            put(conn, &summary, self.touch())?;
            Ok(true)
        })
    }

    /// The feed was cut: parts that come from now on may not follow those kept, until a newest page was put.
    pub(crate) fn feed_was_cut(&self) -> Result<(), CacheError> {
        self.conn.execute("update conversations set joined = 0", [])?;
        Ok(())
    }

    /// A page of a conversation named by either of its ids: the newest, or the one below the part `before`.
    /// `None` when it is not here.
    pub(crate) fn conversation(
        &self,
        id: &str,
        before: Option<i64>,
    ) -> Result<Option<Conversation>, CacheError> {
        let Some(id) = resolve(&self.conn, id)? else {
            return Ok(None);
        };
        let Some(summary) = get(&self.conn, &id)? else {
            return Ok(None);
        };
        let mut parts = page(&self.conn, &id, before.unwrap_or(i64::MAX))?;
        let more = i64::try_from(parts.len()).is_ok_and(|read| read > PAGE);
        if more {
            parts.remove(0);
        }
        let mut previous = match parts.first() {
            Some(oldest) if more => Some(oldest.seq),
            _ => previous(&self.conn, &id)?,
        };
        if parts.is_empty() && before.is_some() && previous.is_some() {
            return Ok(None);
        }
        // A list told of a newer part than the page that is kept.
        if let Some(last) = summary.last_part.clone().filter(|_| before.is_none())
            && parts.last().is_none_or(|part| part.seq < last.seq)
        {
            if parts.is_empty() && last.seq > 1 {
                previous = previous.or(Some(last.seq));
            }
            parts.push(last);
        }
        self.conn
            .prepare_cached("update conversations set touched = ?2 where id = ?1")?
            .execute(params![id, self.touch()])?;
        Ok(Some(Conversation {
            id: summary.id,
            client_id: summary.client_id,
            title: summary.title,
            state: summary.state,
            updated_at: summary.updated_at,
            unread_count: summary.unread_count,
            participants: summary.participants,
            parts,
            previous,
            from_cache: true,
        }))
    }

    /// Everything up to the part `seq` was read.
    pub(crate) fn set_read(&self, id: &str, seq: i64) -> Result<(), CacheError> {
        self.write(|conn| {
            let Some(id) = resolve(conn, id)? else {
                return Ok(());
            };
            let Some(mut summary) = get(conn, &id)? else {
                return Ok(());
            };
            let newest = summary.last_part.as_ref().map_or(0, |part| part.seq);
            let newest = newest.max(newest_kept(conn, &id)?.unwrap_or(0));
            let unread = if seq >= newest {
                0
            } else {
                unread_after(conn, &id, seq)?
            };
            summary.unread_count = summary.unread_count.min(unread);
            put(conn, &summary, self.touch())
        })
    }
}

fn page(conn: &Connection, id: &str, before: i64) -> Result<Vec<Part>, CacheError> {
    let mut statement = conn.prepare_cached(
        "select part from parts where conversation_id = ?1 and seq < ?2 order by seq desc limit ?3",
    )?;
    let mut rows = statement.query(params![id, before, PAGE + 1])?;
    let mut parts = Vec::new();
    while let Some(row) = rows.next()? {
        parts.extend(serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default()));
    }
    parts.reverse();
    Ok(parts)
}

fn unread_after(conn: &Connection, id: &str, seq: i64) -> Result<u64, CacheError> {
    let mut statement =
        conn.prepare_cached("select part from parts where conversation_id = ?1 and seq > ?2")?;
    let mut rows = statement.query(params![id, seq])?;
    let mut unread = 0;
    while let Some(row) = rows.next()? {
        let part: Option<Part> = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default()).ok();
        unread += u64::from(part.is_some_and(|part| part.author.kind != AuthorKind::User));
    }
    Ok(unread)
}

fn put_all(conn: &Connection, id: &str, parts: &[Part]) -> Result<(), CacheError> {
    let mut insert = conn.prepare_cached(
        "insert into parts (conversation_id, seq, part) values (?1, ?2, ?3)
         on conflict (conversation_id, seq) do update set part = excluded.part",
    )?;
    // What the server does not have yet lives in the outbox, not here.
    for part in parts.iter().filter(|part| part.seq > 0) {
        insert.execute(params![id, part.seq, serde_json::to_string(part)?])?;
    }
    Ok(())
}

fn set_previous(conn: &Connection, id: &str, previous: Option<i64>) -> Result<(), CacheError> {
    conn.prepare_cached("update conversations set previous = ?2 where id = ?1")?
        .execute(params![id, previous])?;
    Ok(())
}

fn previous(conn: &Connection, id: &str) -> Result<Option<i64>, CacheError> {
    Ok(conn
        .prepare_cached("select max(previous) from conversations where id = ?1")?
        .query_row([id], |row| row.get(0))?)
}

fn newest_kept(conn: &Connection, id: &str) -> Result<Option<i64>, CacheError> {
    Ok(conn
        .prepare_cached("select max(seq) from parts where conversation_id = ?1")?
        .query_row([id], |row| row.get(0))?)
}

fn oldest_kept(conn: &Connection, id: &str) -> Result<Option<i64>, CacheError> {
    Ok(conn
        .prepare_cached("select min(seq) from parts where conversation_id = ?1")?
        .query_row([id], |row| row.get(0))?)
}
