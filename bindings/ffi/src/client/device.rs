//! What the platform tells: foreground, network, push; and what is heard.

use std::sync::Arc;

use super::CoreClient;
use crate::callbacks::{CoreListener, ForeignListener};
use crate::checks::with_json;
use crate::data::{PushEnvironment, PushMessage, PushProvider, signed};
use crate::error::CoreError;

#[uniffi::export]
impl CoreClient {
    /// Whether the app is in front. A client begins in the background.
    pub fn set_foreground(&self, foreground: bool) -> Result<(), CoreError> {
        self.tell(|desk| {
            desk.set_foreground(foreground);
            Ok(())
        })
    }

    /// Whether the device has a network; a hint that ends waits, never a reason to give up.
    pub fn network_changed(&self, available: bool) -> Result<(), CoreError> {
        self.tell(|desk| {
            desk.network_changed(available);
            Ok(())
        })
    }

    /// Binds the device's push token to the user. Writes to the database.
    pub fn set_push_token(
        &self,
        provider: PushProvider,
        token: String,
        environment: PushEnvironment,
    ) -> Result<(), CoreError> {
        self.tell(|desk| desk.set_push_token(provider, &token, environment))
    }

    /// Takes the binding back. Writes to the database.
    pub fn clear_push_token(&self) -> Result<(), CoreError> {
        self.tell(|desk| desk.clear_push_token())
    }

    /// Reads a push payload, given as JSON, and fetches what it speaks of; absent when it is not ours.
    pub fn handle_push(&self, payload_json: String) -> Result<Option<PushMessage>, CoreError> {
        self.tell(|desk| {
            // What is no JSON is somebody else's payload, not an error.
            let message = with_json(&payload_json, |payload| Ok(desk.handle_push(payload)));
            Ok(message.unwrap_or_default().map(Into::into))
        })
    }

    /// Conversations with something unread, as last known. From memory.
    pub fn unread_conversation_count(&self) -> Result<i64, CoreError> {
        self.tell(|desk| Ok(signed(desk.unread_conversation_count())))
    }

    /// The same, asked of the server.
    pub async fn fetch_unread_conversation_count(&self) -> Result<i64, CoreError> {
        self.ask(|desk| async move { desk.fetch_unread_conversation_count().await })
            .await
            .map(signed)
    }

    /// Adds a listener, which hears the present unread count first. It is let go of at `shutdown`.
    pub fn listen(&self, listener: Arc<dyn CoreListener>) -> Result<(), CoreError> {
        self.tell(|desk| {
            desk.listen(Arc::new(ForeignListener(listener)));
            Ok(())
        })
    }

    /// What a person who looks for a fault needs to know, as JSON; nothing personal.
    pub async fn diagnostics_json(&self) -> Result<String, CoreError> {
        self.ask(|desk| async move {
            let report = desk.diagnostics().await?;
            Ok(serde_json::to_string(&report).unwrap_or_default())
        })
        .await
    }
}
