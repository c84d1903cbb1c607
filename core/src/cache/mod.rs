//! What the server said, kept so that it can be read again without the server.
//!
//! Guarantees: a cache file belongs to one device id, that is to one user; opened for another one, damaged, or of
//! another version, it is deleted and begun anew, never salvaged. It holds at most as many bytes as it was
//! opened with: whatever was read or written longest ago goes first, drafts and the place in the feed never.
//! No term of a search is an error; without the feature `offline-search` there is none and no index for it. Deleted rows are overwritten, and [`wipe`] leaves no file.
//!
//! Used on the worker's thread only, through [`Shelf`]; no call waits for the network.

mod conversations;
mod documents;
mod evict;
mod file;
mod help;
mod parts;
#[cfg(feature = "offline-search")]
mod search;
#[cfg(not(feature = "offline-search"))]
#[path = "search_left_out.rs"]
mod search;
mod shelf;
#[cfg(feature = "offline-search")]
mod terms;

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, ErrorCode};

pub(crate) use documents::Document;
pub(crate) use file::wipe;
pub(crate) use shelf::Shelf;

/// Why the cache could not do it. Never an error for the app: what is not cached is asked for again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CacheError {
    #[error("the cache cannot be used")]
    Database(#[from] rusqlite::Error),
    #[error("an entry of the cache cannot be written")]
    Entry(#[from] serde_json::Error),
    #[error("the cache's file cannot be used")]
    File(#[from] std::io::Error),
}

impl CacheError {
    /// Whether the file is fine and only the moment is bad; everything else is a reason to begin anew.
    fn passes(&self) -> bool {
        match self {
            Self::Database(error) => matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
            ),
            Self::Entry(_) => true,
            Self::File(_) => false,
        }
    }
}

/// An open cache of one user.
pub(crate) struct Cache {
    conn: Connection,
    most_bytes: u64,
    last_touch: Cell<i64>,
}

impl Cache {
    /// Opens the cache of `owner` (a device id), deleting what is anybody else's or cannot be read. Below
    /// [`evict::FEWEST_BYTES`] the bound is that.
    ///
    /// # Errors
    /// When not even a fresh file can be made: no space, no right to write.
    pub(crate) fn open(path: &Path, owner: &str, most_bytes: u64) -> Result<Self, CacheError> {
        Ok(Self {
            conn: file::open_or_replace(path, owner)?,
            most_bytes: most_bytes.max(evict::FEWEST_BYTES),
            last_touch: Cell::new(0),
        })
    }

    /// A moment later than every one before it, in milliseconds: the order in which entries were used.
    fn touch(&self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = i64::try_from(now.as_millis()).unwrap_or(i64::MAX - 1);
        let next = now.max(self.last_touch.get().saturating_add(1));
        self.last_touch.set(next);
        next
    }

    /// Runs `work` in one transaction; undone when it fails, then brought below the bound.
    fn write<R>(&self, work: impl FnOnce(&Connection) -> Result<R, CacheError>) -> Result<R, CacheError> {
        let transaction = self.conn.unchecked_transaction()?;
        let done = work(&transaction)?;
        transaction.commit()?;
        self.evict()?;
        Ok(done)
    }
}

/// One spelling per language: `pt_BR` and `pt-br` are the same.
fn language_key(tag: &str) -> String {
    tag.trim().replace('_', "-").to_ascii_lowercase()
}
