//! Writing to people: starting a conversation, replying, marking as read, typing.
//!
//! Guarantees: what was written is stored before the call waits for anything, shows at once as pending, survives
//! a kill and is sent in the order of the calls; files are copied first, so that the app may delete its own.
//! Called by the app on any thread.

use serde_json::json;

use super::Frontdesk;
use super::attachments::upload_row;
use crate::error::{FrontdeskError, InputError};
use crate::model::event::OperationId;
use crate::model::message::{NewReply, SentPart};
use crate::model::operation::OperationKind;
use crate::model::text;
use crate::observer::{Delivery, Event};
use crate::storage::{OperationRow, settings};
use crate::worker::conversations;

impl Frontdesk {
    /// Starts a conversation with a message of words and shows it. Since 0.1.
    ///
    /// # Errors
    /// `not_logged_in`; `empty`, `too_long` (64 KiB), `invalid_text` with the field `body`; storage codes; the
    /// server's code when it refused the message in time (it then stays in the conversation as failed).
    pub async fn start_conversation(&self, body: &str) -> Result<SentPart, FrontdeskError> {
        self.start(NewReply::text(body), true).await
    }

    /// Starts a conversation with words, files or both. What is on the screen stays.
    ///
    /// # Errors
    /// As [`Frontdesk::start_conversation`] and [`Frontdesk::reply`].
    pub async fn start_conversation_with(&self, first: NewReply) -> Result<SentPart, FrontdeskError> {
        self.start(first, false).await
    }

    async fn start(&self, first: NewReply, show: bool) -> Result<SentPart, FrontdeskError> {
        let conversation = OperationId::new();
        let part = OperationId::new();
        let sent = self
            .send_message(&conversation.to_string(), part, first, show, |part_body, now| {
                OperationRow {
                    kind: OperationKind::StartConversation,
                    id: conversation.as_uuid(),
                    created_at: now,
                    target: None,
                    body: json!({ "id": conversation.to_string(), "part": part_body })
                        .to_string()
                        .into_bytes(),
                }
            })
            .await?;
        // The server's own id, when it has answered already. The message is stored, whatever becomes of this.
        let id = conversation.to_string();
        let known = self
            .ask(async move |context| Ok(conversations::resolve(&context, &id)))
            .await;
        Ok(SentPart {
            conversation_id: known.unwrap_or_else(|_| sent.conversation_id.clone()),
            ..sent
        })
    }

    /// Replies in a conversation. A closed one is opened again by it.
    ///
    /// # Errors
    /// `not_logged_in`; input codes with the fields `conversation_id`, `body`, `attachments[n]…`; storage codes
    /// (`storage_full` also when more than 256 MiB of files would wait);
    /// the server's code when it refused the message in time, for example `upload_type_not_allowed`.
    pub async fn reply(&self, conversation_id: &str, reply: NewReply) -> Result<SentPart, FrontdeskError> {
        let conversation = checked_id(conversation_id)?;
        let part = OperationId::new();
        self.send_message(&conversation, part, reply, false, |body, now| OperationRow {
            kind: OperationKind::Reply,
            id: part.as_uuid(),
            created_at: now,
            target: Some(conversation.clone()),
            body: body.to_string().into_bytes(),
        })
        .await
    }

    /// Chooses one of the answers a teammate or bot offered.
    ///
    /// # Errors
    /// As [`Frontdesk::reply`]; `invalid_id` with the field `quick_reply_id`.
    pub async fn quick_reply(
        &self,
        conversation_id: &str,
        quick_reply_id: &str,
    ) -> Result<SentPart, FrontdeskError> {
        let conversation = checked_id(conversation_id)?;
        if uuid::Uuid::try_parse(quick_reply_id).is_err() {
            return Err(
                InputError::new("invalid_id", "quick_reply_id", "pass the id of an offered answer").into(),
            );
        }
        let part = OperationId::new();
        let row = OperationRow {
            kind: OperationKind::Reply,
            id: part.as_uuid(),
            created_at: self.desk.config.clock.wall_ms(),
            target: Some(conversation.clone()),
            body: json!({ "id": part.to_string(), "quick_reply_id": quick_reply_id })
                .to_string()
                .into_bytes(),
        };
        self.send_rows(&conversation, part, row.id, None, vec![row], false)
            .await
    }

    /// Everything in the conversation was read. Tells the server as soon as it can be reached; the unread count
    /// changes at once. `false` when there was nothing new to tell.
    ///
    /// # Errors
    /// `not_logged_in`; input codes with the field `conversation_id`; storage codes.
    pub async fn mark_conversation_read(&self, conversation_id: &str) -> Result<bool, FrontdeskError> {
        let id = checked_id(conversation_id)?;
        self.ask_as_user(async move |context| conversations::mark_read(&context, &id))
            .await
    }

    /// Tells the teammates that the user is typing: at most once in 3 s, never stored, never repeated.
    ///
    /// # Errors
    /// `not_logged_in`; input codes with the field `conversation_id`.
    pub async fn send_typing(&self, conversation_id: &str) -> Result<(), FrontdeskError> {
        let id = checked_id(conversation_id)?;
        self.ask_as_user(async move |context| conversations::typing(&context, &id).await)
            .await
    }

    async fn send_message(
        &self,
        conversation: &str,
        part: OperationId,
        message: NewReply,
        show: bool,
        row: impl FnOnce(serde_json::Value, i64) -> OperationRow,
    ) -> Result<SentPart, FrontdeskError> {
        self.check_user()?;
        message.check(self.desk.config.limits.attachment_bytes)?;
        let words = message.has_words();
        let NewReply { body, attachments } = message;
        let now = self.desk.config.clock.wall_ms();
        let device = settings::get(&self.desk.reader.lock(), settings::DEVICE_ID)?;
        let device = device.ok_or(FrontdeskError::NotLoggedIn)?;
        let fresh = self.copy_files(attachments).await?;
        let files = fresh.files();
        let mut part_body = serde_json::Map::new();
        part_body.insert("id".to_owned(), part.to_string().into());
        if words {
            part_body.insert("body".to_owned(), body.into());
        }
        if !files.is_empty() {
            let ids: Vec<&str> = files.iter().map(|file| file.id.as_str()).collect();
            part_body.insert("attachments".to_owned(), json!(ids));
        }
        let mut rows: Vec<OperationRow> = files.iter().filter_map(|file| upload_row(file, now)).collect();
        let row = row(serde_json::Value::Object(part_body), now);
        let waits_for = row.id;
        rows.push(row);
        self.send_rows(conversation, part, waits_for, Some(&device), rows, show)
            .await
    }

    async fn send_rows(
        &self,
        conversation: &str,
        part: OperationId,
        waits_for: uuid::Uuid,
        device: Option<&str>,
        rows: Vec<OperationRow>,
        show: bool,
    ) -> Result<SentPart, FrontdeskError> {
        let changed = Event::ConversationChanged {
            id: conversation.to_owned(),
        };
        let store = || {
            self.desk.append_together(device, &rows)?;
            self.desk.observer.announce(changed);
            // It is stored: a screen that cannot be drawn is no reason to say that it was not.
            if show && let Err(error) = self.show_started(conversation) {
                tracing::debug!(code = error.code(), "the started conversation is not shown");
            }
            Ok(())
        };
        let delivery: Delivery = self.deliver_stored(waits_for, store).await?;
        Ok(SentPart {
            conversation_id: conversation.to_owned(),
            part_id: part,
            delivery,
        })
    }
}

/// The id of a conversation as an app may hand it over.
pub(super) fn checked_id(id: &str) -> Result<String, FrontdeskError> {
    text::check_content_id("conversation_id", id)?;
    Ok(id.to_owned())
}
