//! Reading with the cache behind the server.
//!
//! Guarantees: an entry is kept for who asked for it and answered to nobody else; who has a copy at hand waits for the
//! server only shortly; what the server says is gone is gone from the cache, too; the cache answers only when the
//! server cannot be asked, and then says so. Runs on the worker's thread.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::context::Context;
use super::fetch::{Fetch, Fetched, check_same, current, fetch};
use crate::cache::{Cache, CacheError};
use crate::error::FrontdeskError;
use crate::messenger::{check_language, unavailable};

/// What became of a question.
pub(super) enum Told<T> {
    /// The server's answer, with its version.
    Fresh(T, Option<String>),
    /// The copy is what the server has.
    Confirmed,
    /// The server cannot be asked now; the copy may be old.
    Unasked,
}

/// In which languages to ask and to look.
pub(super) struct Languages {
    /// The one to ask the server for; `None` leaves it to what the server knows of the contact.
    pub(super) asked: Option<String>,
    /// All that may do, best first, for what is kept.
    pub(super) chain: Vec<String>,
}

impl Languages {
    /// As the cache takes them: what the server chose by itself is what is wanted when nobody asks for a language,
    /// and the last resort when somebody does.
    pub(super) fn chain(&self) -> Vec<&str> {
        let own = [""];
        let chain = self.chain.iter().map(String::as_str);
        match self.asked {
            None => own.into_iter().chain(chain).collect(),
            Some(_) => chain.chain(own).collect(),
        }
    }

    /// The name of `asked` in the cache.
    pub(super) fn key(&self) -> &str {
        self.asked.as_deref().unwrap_or_default()
    }

    /// `asked` as a query.
    pub(super) fn query(&self) -> Vec<(&str, &str)> {
        self.asked.iter().map(|tag| ("locale", tag.as_str())).collect()
    }
}

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

    pub(super) fn languages(&self) -> Languages {
        let session = self.desk.session.lock().clone();
        let state = self.desk.stage.state(&session);
        let device = self.desk.config.locale.as_deref();
        let device = device.and_then(|tag| check_language("locale", tag).ok());
        Languages {
            asked: state.language_override.or(device),
            chain: state.languages,
        }
    }
}

/// Asks the server. With a copy at hand one try has to do; without one the question is repeated and its failure is
/// an error.
pub(super) async fn ask<T: DeserializeOwned>(
    context: &Context,
    question: Fetch<'_>,
    has_copy: bool,
) -> Result<Told<T>, FrontdeskError> {
    match fetch(context, question, has_copy).await {
        Ok(Fetched::Fresh { value, etag }) => Ok(Told::Fresh(value, etag)),
        Ok(Fetched::NotModified) => Ok(Told::Confirmed),
        Ok(Fetched::Merged(_)) => Err(unavailable("not_found", None)),
        Err(FrontdeskError::Unreachable { .. }) if has_copy => Ok(Told::Unasked),
        Err(error) => Err(error),
    }
}

/// Reads something that is kept whole under `kind` and `id`; true when the server could not be asked.
pub(super) async fn read_document<T: Serialize + DeserializeOwned>(
    context: &Context,
    question: Fetch<'_>,
    kind: &str,
    id: &str,
) -> Result<(T, bool), FrontdeskError> {
    let owner = context.owner()?;
    let kept = context
        .cache(&owner, |cache| cache.document::<T>(kind, id))
        .flatten();
    let question = Fetch {
        etag: kept.as_ref().and_then(|kept| kept.etag.as_deref()),
        ..question
    };
    let told = ask::<T>(context, question, kept.is_some()).await;
    if let Err(FrontdeskError::ContentUnavailable { .. }) = &told {
        context.cache(&owner, |cache| cache.remove_document(kind, id));
    }
    match (told?, kept) {
        (Told::Fresh(value, etag), _) => {
            context.cache(&owner, |cache| {
                cache.put_document(kind, id, &value, etag.as_deref())
            });
            Ok((value, false))
        }
        (Told::Confirmed, Some(kept)) => Ok((kept.value, false)),
        (Told::Unasked, Some(kept)) => Ok((kept.value, true)),
        // Neither is answered without a copy.
        (Told::Confirmed | Told::Unasked, None) => Err(FrontdeskError::internal("library")),
    }
}
