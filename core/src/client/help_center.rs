//! Help center data, articles, and how helpful they were.
//!
//! Guarantees: data has the documented keys, from the server and without it; what was read once is answered from the
//! device when the server cannot be reached; a reaction is never lost. Called by the app on any thread.

use super::Frontdesk;
use super::library::check_id;
use crate::error::FrontdeskError;
use crate::model::event::OperationId;
use crate::model::help::{Article, Reaction};
use crate::model::help_center::{HelpCenterCollection, HelpCenterCollectionContent, HelpCenterSearchResult};
use crate::model::limits::SEARCH_TERM_CHARS;
use crate::model::text;
use crate::observer::{Delivery, OperationKind};
use crate::storage::OperationRow;
use crate::worker::help_center;

impl Frontdesk {
    /// The collections of the help center, in the operator's order and the best language there is.
    ///
    /// # Errors
    /// `not_logged_in`; the codes of [`FrontdeskError::Unreachable`] when they were never read on this device;
    /// `superseded` when the user was logged out meanwhile; `shut_down`.
    pub async fn fetch_help_center_collections(&self) -> Result<Vec<HelpCenterCollection>, FrontdeskError> {
        let list = self
            .ask_as_user(async |context| help_center::collections(&context).await)
            .await?;
        Ok(list.data.iter().map(Into::into).collect())
    }

    /// What is in a collection or a section.
    ///
    /// # Errors
    /// As [`Frontdesk::fetch_help_center_collections`]; `not_found`; `empty`, `invalid_text` and `too_long` with
    /// the field `collection_id`.
    pub async fn fetch_help_center_collection(
        &self,
        id: &str,
    ) -> Result<HelpCenterCollectionContent, FrontdeskError> {
        let id = check_id("collection_id", id)?;
        let tree = self
            .ask_as_user(async move |context| help_center::collection(&context, &id).await)
            .await?;
        Ok((&tree).into())
    }

    /// Articles that match, best first, at most 20. Without the server those on this device are searched: the ones
    /// read before with their text, the others by their titles. A blank term finds nothing.
    ///
    /// # Errors
    /// As [`Frontdesk::fetch_help_center_collections`]; `too_long` (255 characters) and `invalid_text` (U+0000) with
    /// the field `term`.
    pub async fn search_help_center(
        &self,
        term: &str,
    ) -> Result<Vec<HelpCenterSearchResult>, FrontdeskError> {
        text::check_value("term", term, SEARCH_TERM_CHARS)?;
        self.check_user()?;
        if term.chars().all(char::is_whitespace) {
            return Ok(Vec::new());
        }
        let term = term.to_owned();
        let hits = self
            .ask_as_user(async move |context| help_center::search(&context, &term).await)
            .await?;
        Ok(hits.into_iter().map(Into::into).collect())
    }

    /// An article in the best language there is; `from_cache` says that the server could not be reached.
    ///
    /// # Errors
    /// As [`Frontdesk::fetch_help_center_collections`]; `not_found`; `empty`, `invalid_text` and `too_long` with
    /// the field `article_id`.
    pub async fn article(&self, id: &str) -> Result<Article, FrontdeskError> {
        let id = check_id("article_id", id)?;
        self.ask_as_user(async move |context| help_center::article(&context, &id).await)
            .await
    }

    /// Says how helpful an article was; the latest word counts.
    ///
    /// # Errors
    /// As [`Frontdesk::update_user`](Frontdesk::update_user); `Refused` with `not_found` for an unknown article.
    pub async fn react_to_article(&self, id: &str, reaction: Reaction) -> Result<Delivery, FrontdeskError> {
        let target = check_id("article_id", id)?;
        let id = OperationId::new();
        let body = serde_json::json!({ "id": id.to_string(), "value": reaction.as_str() });
        self.deliver(OperationRow {
            kind: OperationKind::Reaction,
            id: id.as_uuid(),
            created_at: self.desk.config.clock.wall_ms(),
            target: Some(target),
            body: body.to_string().into_bytes(),
        })
        .await
    }
}
