//! What is kept whole, and single facts: documents, the place in the feed, drafts, what was shown.
//!
//! Guarantees: a document that cannot be read as what it is asked for is not there; drafts and the place in the
//! feed are never evicted; a draft is found under both ids of its conversation.

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::conversations::resolve;
use super::{Cache, CacheError};

const FEED_SEQ: &str = "feed_seq";

/// Facts about shown content that are kept; older ones are forgotten.
const MOST_SHOWN: i64 = 5_000;

/// A kept document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document<T> {
    /// What was kept.
    pub(crate) value: T,
    /// Its version on the server.
    pub(crate) etag: Option<String>,
}

impl Cache {
    /// Keeps a document under its kind and id.
    pub(crate) fn put_document<T: Serialize + ?Sized>(
        &self,
        kind: &str,
        id: &str,
        value: &T,
        etag: Option<&str>,
    ) -> Result<(), CacheError> {
        let json = serde_json::to_string(value)?;
        self.write(|conn| {
            conn.prepare_cached(
                "insert or replace into documents (kind, id, json, etag, touched) values (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![kind, id, json, etag, self.touch()])?;
            Ok(())
        })
    }

    /// The document of this kind and id.
    pub(crate) fn document<T: DeserializeOwned>(
        &self,
        kind: &str,
        id: &str,
    ) -> Result<Option<Document<T>>, CacheError> {
        let row: Option<(String, Option<String>)> = self
            .conn
            .prepare_cached(
                "update documents set touched = ?3 where kind = ?1 and id = ?2 returning json, etag",
            )?
            .query_row(params![kind, id, self.touch()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        Ok(row.and_then(|(json, etag)| {
            let value = serde_json::from_str(&json).ok()?;
            Some(Document { value, etag })
        }))
    }

    /// Forgets a document, e.g. because the server says that it is no longer live.
    pub(crate) fn remove_document(&self, kind: &str, id: &str) -> Result<(), CacheError> {
        self.conn
            .prepare_cached("delete from documents where kind = ?1 and id = ?2")?
            .execute([kind, id])?;
        Ok(())
    }

    /// The last change of the feed that was applied.
    pub(crate) fn feed_seq(&self) -> Result<Option<i64>, CacheError> {
        let text: Option<String> = self
            .conn
            .prepare_cached("select value from about where name = ?1")?
            .query_row([FEED_SEQ], |row| row.get(0))
            .optional()?;
        Ok(text.and_then(|text| text.parse().ok()))
    }

    /// Moves the place in the feed; `None` forgets it, so that the feed begins with what is new.
    pub(crate) fn set_feed_seq(&self, seq: Option<i64>) -> Result<(), CacheError> {
        match seq {
            Some(seq) => self
                .conn
                .prepare_cached("insert or replace into about (name, value) values (?1, ?2)")?
                .execute(params![FEED_SEQ, seq.to_string()])?,
            None => self
                .conn
                .prepare_cached("delete from about where name = ?1")?
                .execute([FEED_SEQ])?,
        };
        Ok(())
    }

    /// What the user began to write in a conversation (`""`: in a new one).
    pub(crate) fn draft(&self, conversation_id: &str) -> Result<Option<String>, CacheError> {
        let id = self.draft_key(conversation_id)?;
        Ok(self
            .conn
            .prepare_cached("select body from drafts where conversation_id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?)
    }

    /// Keeps what the user began to write; an empty text removes it.
    pub(crate) fn set_draft(&self, conversation_id: &str, text: &str) -> Result<(), CacheError> {
        let id = self.draft_key(conversation_id)?;
        if text.is_empty() {
            self.conn
                .prepare_cached("delete from drafts where conversation_id = ?1")?
                .execute([id])?;
        } else {
            self.conn
                .prepare_cached("insert or replace into drafts (conversation_id, body) values (?1, ?2)")?
                .execute([id.as_str(), text])?;
        }
        Ok(())
    }

    fn draft_key(&self, id: &str) -> Result<String, CacheError> {
        Ok(resolve(&self.conn, id)?.unwrap_or_else(|| id.to_owned()))
    }

    /// Whether this content showed itself before.
    pub(crate) fn was_shown(&self, kind: &str, id: &str) -> Result<bool, CacheError> {
        Ok(self
            .conn
            .prepare_cached("select exists (select 1 from shown where kind = ?1 and id = ?2)")?
            .query_row([kind, id], |row| row.get(0))?)
    }

    /// This content showed itself.
    pub(crate) fn set_shown(&self, kind: &str, id: &str) -> Result<(), CacheError> {
        self.conn
            .prepare_cached("insert or ignore into shown (kind, id) values (?1, ?2)")?
            .execute([kind, id])?;
        self.conn
            .prepare_cached("delete from shown where number <= (select max(number) from shown) - ?1")?
            .execute([MOST_SHOWN])?;
        Ok(())
    }
}
