//! Reading with the cache behind the server.
//!
//! Guarantees: an entry is kept for who asked for it and answered to nobody else; what the server says is gone is
//! gone from the cache, too; the cache answers only when the server cannot be asked, and then says so. Runs on the
//! worker's thread.

use super::context::Context;
use super::fetch::{check_same, current};
use crate::cache::{Cache, CacheError};
use crate::error::FrontdeskError;

#[allow(dead_code)] // Conversations, feed and messenger call what is not called yet.
impl Context {
    /// Whose entries are kept: the device id of who is logged in or wants to be.
    ///
    /// # Errors
    /// `not_logged_in`, storage codes.
    pub(crate) fn owner(&self) -> Result<String, FrontdeskError> {
        Ok(current(self)?.ok_or(FrontdeskError::NotLoggedIn)?.device_id)
    }

    /// Uses the cache of `owner`; `None` when they were logged out meanwhile or the cache cannot be used.
    pub(crate) fn cache<R>(
        &self,
        owner: &str,
        work: impl FnOnce(&Cache) -> Result<R, CacheError>,
    ) -> Option<R> {
        check_same(self, owner).ok()?;
        self.shelf.with(owner, work)
    }

    /// Removes every entry.
    ///
    /// # Errors
    /// `storage_unavailable` when the file can be neither removed nor emptied.
    pub(crate) fn forget_cache(&self) -> Result<(), FrontdeskError> {
        Ok(self.shelf.wipe().map_err(crate::storage::StoreError::from)?)
    }

    /// At the start: what a user left whose logout was cut short is removed.
    pub(super) fn forget_cache_of_nobody(&self) {
        if matches!(current(self), Ok(None))
            && let Err(error) = self.forget_cache()
        {
            tracing::warn!(code = error.code(), "the cache of an earlier user is still there");
        }
    }
}
