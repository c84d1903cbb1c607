//! Content by id, and what became of it.
//!
//! Guarantees: only live content that is meant for this user is answered, each other reason has its own code and a
//! sentence for the person who waits; what was seen and answered is never lost. Called by the app on any thread.

use super::Frontdesk;
use super::library::check_id;
use crate::error::{FrontdeskError, InputError};
use crate::model::content::{ContentKind, ContentRef};
use crate::model::event::OperationId;
use crate::model::live_content::{LiveContent, LiveKind};
use crate::model::receipt::{Answer, ReceiptEvent, ReceiptKind, check_answers};
use crate::observer::OperationKind;
use crate::storage::OperationRow;
use crate::worker::{Command, shelves};

impl Frontdesk {
    /// One piece of content, with its body. Tickets are read by [`Frontdesk::ticket`].
    ///
    /// # Errors
    /// `not_logged_in`; `content_not_live` with the status, `content_not_targeted`, `not_found`, each with a sentence
    /// for the end user; the codes of [`FrontdeskError::Unreachable`] when it was never read on this device;
    /// `too_many_ids` for several collections, `unknown_content_type` for a ticket; `superseded`; `shut_down`.
    pub async fn content(&self, content: ContentRef) -> Result<LiveContent, FrontdeskError> {
        let kind = match content.kind() {
            ContentKind::Article => LiveKind::Article,
            ContentKind::Carousel => LiveKind::Carousel,
            ContentKind::Survey => LiveKind::Survey,
            ContentKind::Conversation => LiveKind::Conversation,
            ContentKind::HelpCenterCollections => LiveKind::HelpCenterCollection,
            ContentKind::News => LiveKind::News,
            ContentKind::Ticket => {
                let advice = "read tickets by their own call";
                return Err(InputError::new("unknown_content_type", "type", advice).into());
            }
        };
        if content.ids().len() > 1 {
            return Err(InputError::over("too_many_ids", "ids", 1, "ask for one at a time").into());
        }
        self.live_content(kind, content.id()).await
    }

    /// One piece of content of any kind, in-app messages and kinds of tickets included.
    ///
    /// # Errors
    /// As [`Frontdesk::content`]; `empty`, `invalid_text` and `too_long` with the field `id`.
    pub async fn live_content(&self, kind: LiveKind, id: &str) -> Result<LiveContent, FrontdeskError> {
        let id = check_id("id", id)?;
        self.ask_as_user(async move |context| shelves::content(&context, kind, &id).await)
            .await
    }

    /// Tells what became of content: shown, dismissed, clicked, answered (with answers), completed. Stored durably;
    /// delivered in the background, together with others. What was dismissed or completed does not show itself again.
    ///
    /// # Errors
    /// As [`Frontdesk::log_event`](Frontdesk::log_event); for the answers `missing` (none with `Answered`),
    /// `unexpected` (with anything else), `too_many_answers`, `too_long`, `not_finite`.
    pub fn send_receipt(
        &self,
        kind: ReceiptKind,
        id: &str,
        event: ReceiptEvent,
        answers: &[Answer],
    ) -> Result<OperationId, FrontdeskError> {
        let content_id = check_id("id", id)?;
        check_answers(event, answers)?;
        let operation = OperationId::new();
        let mut body = serde_json::json!({
            "id": operation.to_string(), "kind": kind, "content_id": content_id, "event": event,
        });
        if !answers.is_empty() {
            body["answers"] =
                serde_json::to_value(answers).map_err(|_| FrontdeskError::internal("content"))?;
        }
        self.desk.append(OperationRow {
            kind: OperationKind::Receipt,
            id: operation.as_uuid(),
            created_at: self.desk.config.clock.wall_ms(),
            target: None,
            body: body.to_string().into_bytes(),
        })?;
        if matches!(event, ReceiptEvent::Dismissed | ReceiptEvent::Completed) {
            self.never_again(kind.into(), content_id);
        }
        Ok(operation)
    }

    /// It leaves the screen and does not show itself again on this device.
    fn never_again(&self, kind: LiveKind, id: String) {
        self.desk.change_stage(|scene| scene.in_app_done(kind, &id));
        let _shutting_down = self.command(Command::Errand(Box::new(move |context| {
            Box::pin(async move {
                if let Ok(owner) = context.owner() {
                    context.cache(&owner, |cache| cache.set_shown(kind.as_str(), &id));
                }
            })
        })));
    }
}
