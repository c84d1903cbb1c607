//! News.
//!
//! Guarantee: what was read once is answered from the device when the server cannot be reached. Called by the app on
//! any thread.

use super::Frontdesk;
use crate::error::FrontdeskError;
use crate::model::news::NewsItem;
use crate::model::page::Page;
use crate::worker::shelves;

impl Frontdesk {
    /// A page of news, newest first; `cursor` is `next` of the page before.
    ///
    /// # Errors
    /// `not_logged_in`; the codes of [`FrontdeskError::Unreachable`] when this page was never read on this device;
    /// `superseded` when the user was logged out meanwhile; `shut_down`.
    pub async fn list_news(&self, cursor: Option<&str>) -> Result<Page<NewsItem>, FrontdeskError> {
        let cursor = cursor.map(str::to_owned);
        self.ask_as_user(async move |context| shelves::news(&context, cursor.as_deref()).await)
            .await
    }
}
