//! Staying below the bound.
//!
//! Guarantees: after every write the pages in use are at most the bound; what was read or written longest ago
//! goes first, in whole entries: a conversation with its parts, an article in one language (its title stays
//! findable while a collection lists it), a tree of collections, a document. Drafts, the place in the feed and
//! what was shown stay. Called after every write.

use rusqlite::Connection;

use super::{Cache, CacheError};

/// The smallest bound: the empty tables and one answer of the largest size must fit.
pub(super) const FEWEST_BYTES: u64 = 2 * 1024 * 1024;

/// What of the bound is left in use after an eviction, in percent, so that evictions are rare.
const KEPT_PERCENT: u64 = 90;

/// What an entry takes beside its text: a row, its places in indexes.
const ENTRY: u64 = 512;

const OLDEST: &str = "
    select * from (
        select 1, id, '', touched as t from conversations
        union all select 2, id, locale, touched from articles where article is not null
        union all select 3, locale, '', touched from collections
        union all select 4, kind, id, touched from documents
    ) order by t limit 256";

impl Cache {
    /// Bytes in use: pages that hold something, the index of words included.
    pub(crate) fn bytes(&self) -> Result<u64, CacheError> {
        let number = |pragma| self.conn.query_row(pragma, [], |row| row.get::<_, i64>(0));
        let used = number("pragma page_count")? - number("pragma freelist_count")?;
        Ok(u64::try_from(used * number("pragma page_size")?).unwrap_or(0))
    }

    /// Brings the cache below its bound, if it is above it.
    pub(crate) fn evict(&self) -> Result<(), CacheError> {
        if self.bytes()? <= self.most_bytes {
            return Ok(());
        }
        let goal = self.most_bytes / 100 * KEPT_PERCENT;
        loop {
            let surplus = self.bytes()?.saturating_sub(goal);
            if surplus == 0 || !self.remove_oldest(surplus)? {
                break;
            }
            self.forget_words()?;
        }
        let mut freed = self.conn.prepare_cached("pragma incremental_vacuum")?;
        let mut rows = freed.query([])?;
        while rows.next()?.is_some() {}
        drop(rows);
        // The disk has its space back only when the log was moved.
        self.conn
            .query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Removes about `surplus` bytes; false when there is nothing left to remove.
    fn remove_oldest(&self, surplus: u64) -> Result<bool, CacheError> {
        let transaction = self.conn.unchecked_transaction()?;
        let mut oldest = self.conn.prepare_cached(OLDEST)?;
        let oldest = oldest
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<Vec<(i64, String, String)>, _>>()?;
        let mut removed = 0;
        for (kind, id, more) in &oldest {
            removed += remove(&transaction, *kind, id, more)?;
            if removed >= surplus {
                break;
            }
        }
        transaction.commit()?;
        Ok(!oldest.is_empty())
    }
}

/// Removes one entry; says about how many bytes it took.
fn remove(conn: &Connection, kind: i64, id: &str, more: &str) -> Result<u64, CacheError> {
    let one = |sql: &str| conn.prepare_cached(sql)?.execute([id]);
    let two = |sql: &str| conn.prepare_cached(sql)?.execute([id, more]);
    let size = |sql: &str| {
        let size = conn
            .prepare_cached(sql)?
            .query_row([id, more], |row| row.get::<_, i64>(0))?;
        Ok::<_, CacheError>(u64::try_from(size).unwrap_or(0))
    };
    match kind {
        1 => {
            let parts = size(
                "select cast(total(octet_length(part)) as integer) from parts where conversation_id = ?1 and ?2 = ''",
            )?;
            one("delete from parts where conversation_id = ?1")?;
            one("delete from conversations where id = ?1")?;
            Ok(parts + ENTRY)
        }
        2 => {
            // Words take about as much again as the text they are of.
            let text = size(
                "select cast(total(octet_length(article) + 2 * octet_length(body)) as integer) from articles
                 where id = ?1 and locale = ?2",
            )?;
            two("delete from articles where id = ?1 and locale = ?2 and listed = 0")?;
            two(
                "update articles set article = null, etag = null, summary = '', body = ''
                 where id = ?1 and locale = ?2",
            )?;
            Ok(text + ENTRY)
        }
        3 => {
            let tree = size(
                "select cast(total(octet_length(tree)) as integer) from collections where locale = ?1 and ?2 = ''",
            )?;
            one("delete from articles where locale = ?1 and article is null")?;
            one("update articles set listed = 0 where locale = ?1")?;
            one("delete from collections where locale = ?1")?;
            Ok(tree + ENTRY)
        }
        _ => {
            let json = size(
                "select cast(total(octet_length(json)) as integer) from documents where kind = ?1 and id = ?2",
            )?;
            two("delete from documents where kind = ?1 and id = ?2")?;
            Ok(json + ENTRY)
        }
    }
}
