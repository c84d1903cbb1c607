//! Help center, content, receipts, tickets and news.

use frontdesk_core::OperationId;

use super::CoreClient;
use crate::checks::with_json;
use crate::data::{
    Answer, Article, ContentRef, HelpCenterCollection, HelpCenterCollectionContent, HelpCenterSearchResult,
    LiveContent, LiveKind, NewsPage, Reaction, ReceiptEvent, ReceiptKind, SentTicket, Ticket, TicketPage,
    TicketType,
};
use crate::error::CoreError;
use crate::guard::guarded;
use frontdesk_core::Delivery;

#[uniffi::export]
impl CoreClient {
    /// The collections of the help center.
    pub async fn fetch_help_center_collections(&self) -> Result<Vec<HelpCenterCollection>, CoreError> {
        self.ask(|desk| async move { desk.fetch_help_center_collections().await })
            .await
    }

    /// What is in a collection.
    pub async fn fetch_help_center_collection(
        &self,
        id: String,
    ) -> Result<HelpCenterCollectionContent, CoreError> {
        self.ask(|desk| async move { desk.fetch_help_center_collection(&id).await })
            .await
    }

    /// Articles about a term, best first, at most 20; from what is on the device when the server cannot be asked.
    pub async fn search_help_center(&self, term: String) -> Result<Vec<HelpCenterSearchResult>, CoreError> {
        self.ask(|desk| async move { desk.search_help_center(&term).await })
            .await
    }

    /// An article in the best language there is.
    pub async fn article(&self, id: String) -> Result<Article, CoreError> {
        self.ask(|desk| async move { desk.article(&id).await }).await
    }

    /// Says how an article was found to be; the last word counts.
    pub async fn react_to_article(&self, id: String, reaction: Reaction) -> Result<Delivery, CoreError> {
        self.ask(|desk| async move { desk.react_to_article(&id, reaction).await })
            .await
    }

    /// A piece of content as it may be shown now.
    pub async fn content(&self, content: ContentRef) -> Result<LiveContent, CoreError> {
        let content = guarded(|| content.checked())?;
        self.ask(|desk| async move { desk.content(content).await })
            .await
            .map(Into::into)
    }

    /// A piece of live content by kind and id.
    pub async fn live_content(&self, kind: LiveKind, id: String) -> Result<LiveContent, CoreError> {
        self.ask(|desk| async move { desk.live_content(kind, &id).await })
            .await
            .map(Into::into)
    }

    /// Records what became of content that was shown: the id of the operation. Writes to the database.
    #[uniffi::method(default(answers = []))]
    pub fn send_receipt(
        &self,
        kind: ReceiptKind,
        id: String,
        event: ReceiptEvent,
        answers: Vec<Answer>,
    ) -> Result<OperationId, CoreError> {
        self.tell(|desk| desk.send_receipt(kind, &id, event, &answers))
    }

    /// The contact's tickets, newest first.
    #[uniffi::method(default(cursor = None))]
    pub async fn list_tickets(&self, limit: u32, cursor: Option<String>) -> Result<TicketPage, CoreError> {
        self.ask(|desk| async move { desk.list_tickets(limit, cursor.as_deref()).await })
            .await
            .map(Into::into)
    }

    /// A ticket.
    pub async fn ticket(&self, id: String) -> Result<Ticket, CoreError> {
        self.ask(|desk| async move { desk.ticket(&id).await })
            .await
            .map(Into::into)
    }

    /// The kinds of tickets a contact may open.
    pub async fn ticket_types(&self) -> Result<Vec<TicketType>, CoreError> {
        self.ask(|desk| async move { desk.ticket_types().await }).await
    }

    /// Opens a ticket; what was filled in is a JSON object.
    pub async fn create_ticket(
        &self,
        type_id: String,
        attributes_json: String,
    ) -> Result<SentTicket, CoreError> {
        let attributes = guarded(|| {
            with_json(&attributes_json, |value| {
                let wrong = || {
                    frontdesk_core::model::InputError::new("wrong_type", "attributes", "must be an object")
                };
                value.as_object().cloned().ok_or_else(wrong)
            })
        })?;
        self.ask(|desk| async move { desk.create_ticket(&type_id, attributes).await })
            .await
            .map(Into::into)
    }

    /// News, newest first.
    #[uniffi::method(default(cursor = None))]
    pub async fn list_news(&self, cursor: Option<String>) -> Result<NewsPage, CoreError> {
        self.ask(|desk| async move { desk.list_news(cursor.as_deref()).await })
            .await
    }
}
