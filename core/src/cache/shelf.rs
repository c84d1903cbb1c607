//! Where the worker keeps the cache of the present user.
//!
//! Guarantees: opened at the first use, so that a start costs nothing; a use is always that of one user, named by
//! the device id, and never meets another one's entries; whatever goes wrong is logged by its code and answered
//! with nothing, and a damaged file is gone before the next use. Lives on the worker's thread.

use std::cell::RefCell;
use std::path::PathBuf;

use super::{Cache, CacheError, wipe};

/// The one cache of a client.
pub(crate) struct Shelf {
    path: PathBuf,
    most_bytes: u64,
    open: RefCell<Option<(String, Cache)>>,
}

impl Shelf {
    /// Keeps the cache at `path`; nothing is opened yet.
    pub(crate) fn new(path: PathBuf, most_bytes: u64) -> Self {
        Self {
            path,
            most_bytes,
            open: RefCell::new(None),
        }
    }

    /// Uses the cache of `owner`; `None` when it could not be used.
    pub(crate) fn with<R>(
        &self,
        owner: &str,
        work: impl FnOnce(&Cache) -> Result<R, CacheError>,
    ) -> Option<R> {
        // A use inside a use would be a defect; it finds no cache instead of ending the worker.
        let mut place = self.open.try_borrow_mut().ok()?;
        if place.as_ref().is_none_or(|(present, _)| present != owner) {
            *place = None;
            match Cache::open(&self.path, owner, self.most_bytes) {
                Ok(cache) => *place = Some((owner.to_owned(), cache)),
                Err(error) => {
                    tracing::warn!(%error, "no cache now");
                    return None;
                }
            }
        }
        let (_, cache) = place.as_ref()?;
        match work(cache) {
            Ok(done) => Some(done),
            Err(error) if error.passes() => {
                tracing::debug!(%error, "the cache was not used");
                None
            }
            Err(error) => {
                tracing::warn!(%error, "the cache begins anew");
                *place = None;
                if let Err(error) = wipe(&self.path) {
                    tracing::warn!(%error, "the damaged cache could not be removed");
                }
                None
            }
        }
    }

    /// Closes the cache and removes its files.
    ///
    /// # Errors
    /// When a file can be neither removed nor emptied.
    pub(crate) fn wipe(&self) -> std::io::Result<()> {
        if let Ok(mut place) = self.open.try_borrow_mut() {
            *place = None;
        }
        wipe(&self.path)
    }
}
