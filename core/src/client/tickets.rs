//! Tickets.
//!
//! Guarantees: a new ticket is never lost and never doubled; what was read once is answered from the device when the
//! server cannot be reached. Called by the app on any thread.

use serde_json::{Map, Value, json};

use super::Frontdesk;
use super::library::check_id;
use crate::error::FrontdeskError;
use crate::model::event::OperationId;
use crate::model::page::Page;
use crate::model::ticket::{SentTicket, Ticket, TicketType, check_ticket_attributes};
use crate::observer::OperationKind;
use crate::storage::OperationRow;
use crate::worker::shelves;

impl Frontdesk {
    /// A page of the user's tickets, newest first: `limit` (1 to 150) of them; `cursor` is `next` of the page before.
    ///
    /// # Errors
    /// `not_logged_in`; the codes of [`FrontdeskError::Unreachable`] when this page was never read on this device;
    /// `superseded` when the user was logged out meanwhile; `shut_down`.
    pub async fn list_tickets(
        &self,
        limit: u32,
        cursor: Option<&str>,
    ) -> Result<Page<Ticket>, FrontdeskError> {
        let cursor = cursor.map(str::to_owned);
        self.ask_as_user(async move |context| shelves::tickets(&context, limit, cursor.as_deref()).await)
            .await
    }

    /// One ticket of the user.
    ///
    /// # Errors
    /// As [`Frontdesk::list_tickets`]; `not_found`; `empty`, `invalid_text`, `too_long` with the field `ticket_id`.
    pub async fn ticket(&self, id: &str) -> Result<Ticket, FrontdeskError> {
        let id = check_id("ticket_id", id)?;
        self.ask_as_user(async move |context| shelves::ticket(&context, &id).await)
            .await
    }

    /// The kinds of tickets the user may open, with the questions of their forms.
    ///
    /// # Errors
    /// As [`Frontdesk::list_tickets`].
    pub async fn ticket_types(&self) -> Result<Vec<TicketType>, FrontdeskError> {
        self.ask_as_user(async |context| shelves::ticket_types(&context).await)
            .await
    }

    /// Opens a ticket. Waits for the server up to `Limits::delivery_wait` and answers `Queued` when it cannot be
    /// reached.
    ///
    /// # Errors
    /// As [`Frontdesk::update_user`](Frontdesk::update_user); for the attributes `nested_attribute`, `too_long`
    /// (65,536 characters), `too_many_attributes` (100), `invalid_text`, `not_finite`; `Refused` with the field when an
    /// answer is missing or not one of the kind's options.
    pub async fn create_ticket(
        &self,
        type_id: &str,
        attributes: Map<String, Value>,
    ) -> Result<SentTicket, FrontdeskError> {
        let type_id = check_id("ticket_type_id", type_id)?;
        check_ticket_attributes(&attributes)?;
        let id = OperationId::new();
        let body = json!({ "id": id.to_string(), "ticket_type_id": type_id, "attributes": attributes });
        let delivery = self
            .deliver(OperationRow {
                kind: OperationKind::Ticket,
                id: id.as_uuid(),
                created_at: self.desk.config.clock.wall_ms(),
                target: None,
                body: body.to_string().into_bytes(),
            })
            .await?;
        Ok(SentTicket {
            ticket_id: id.to_string(),
            delivery,
        })
    }
}
