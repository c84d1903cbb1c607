//! The search in a build without it.
//!
//! Guarantee: there is nothing to find and no index to keep, so a search needs the server.

use super::{Cache, CacheError};
use crate::model::help::SearchHit;

/// Nothing beside the other tables.
pub(super) const INDEX: &str = "";

impl Cache {
    /// Whether a search may be answered from here.
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)]
    pub(crate) fn can_search(&self) -> Result<bool, CacheError> {
        Ok(false)
    }

    /// There is no index that could hold a word.
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)]
    pub(super) fn forget_words(&self) -> Result<(), CacheError> {
        Ok(())
    }

    /// Finds nothing.
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)]
    pub(crate) fn search(
        &self,
        _term: &str,
        _locales: &[&str],
        _limit: usize,
    ) -> Result<Vec<SearchHit>, CacheError> {
        Ok(Vec::new())
    }
}
