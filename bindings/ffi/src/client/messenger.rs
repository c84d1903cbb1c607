//! What is shown, and what the app decides about it.

use std::sync::Arc;

use frontdesk_core::FrontdeskError;

use super::CoreClient;
use crate::callbacks::BridgeSink;
use crate::data::{ContentRef, MessengerState, ProactiveKind, Space, ThemeMode};
use crate::error::CoreError;
use crate::guard::{guarded, guarded_async, hook};
use crate::presentation::Presentation;

#[uniffi::export]
impl CoreClient {
    /// Shows the messenger.
    pub async fn present(&self) -> Result<Presentation, CoreError> {
        shown(self.ask(|desk| async move { desk.present().await }).await?)
    }

    /// Shows a space.
    pub async fn present_space(&self, space: Space) -> Result<Presentation, CoreError> {
        shown(
            self.ask(|desk| async move { desk.present_space(space).await })
                .await?,
        )
    }

    /// Shows a piece of content, when it may be shown now.
    pub async fn present_content(&self, content: ContentRef) -> Result<Presentation, CoreError> {
        let content = guarded(|| content.checked())?;
        shown(
            self.ask(|desk| async move { desk.present_content(content).await })
                .await?,
        )
    }

    /// Shows the composer of a new conversation, filled with `text`.
    #[uniffi::method(default(text = None))]
    pub async fn present_message_composer(&self, text: Option<String>) -> Result<Presentation, CoreError> {
        let call = |desk: frontdesk_core::Frontdesk| async move {
            hook(text.as_deref().unwrap_or_default());
            desk.present_message_composer(text.as_deref()).await
        };
        shown(self.ask(call).await?)
    }

    /// Hides the messenger; nothing shown is no error.
    pub async fn hide(&self) -> Result<(), CoreError> {
        self.ask(|desk| async move { desk.hide().await }).await
    }

    /// What is shown, and how. From memory.
    pub fn messenger_state(&self) -> Result<MessengerState, CoreError> {
        self.tell(|desk| Ok(desk.messenger_state().into()))
    }

    /// Whether the launcher is shown while the messenger is hidden. Writes to the database.
    pub fn set_launcher_visibility(&self, visible: bool) -> Result<(), CoreError> {
        self.tell(|desk| desk.set_launcher_visibility(visible))
    }

    /// Device-independent pixels to keep free at the lower edge, at most 10,000. Writes to the database.
    pub fn set_bottom_padding(&self, pixels: u32) -> Result<(), CoreError> {
        self.tell(|desk| desk.set_bottom_padding(pixels))
    }

    /// Whether in-app messages show themselves; carousels and surveys do anyway. Writes to the database.
    pub fn set_in_app_message_visibility(&self, visible: bool) -> Result<(), CoreError> {
        self.tell(|desk| desk.set_in_app_message_visibility(visible))
    }

    /// Holds back kinds of content that show themselves; replaces what was held back before. Writes to the
    /// database.
    pub fn suppress_proactive_content(&self, kinds: Vec<ProactiveKind>) -> Result<(), CoreError> {
        self.tell(|desk| desk.suppress_proactive_content(&kinds))
    }

    /// Light, dark, or as the device has it. Writes to the database.
    pub fn set_theme_mode(&self, mode: ThemeMode) -> Result<(), CoreError> {
        self.tell(|desk| desk.set_theme_mode(mode))
    }

    /// The language of the messenger, as BCP 47 writes it; absent: as the device has it. Writes to the database.
    pub fn set_language_override(&self, tag: Option<String>) -> Result<(), CoreError> {
        self.tell(|desk| desk.set_language_override(tag.as_deref()))
    }

    /// Answers one message of the messenger's own pages (`contract/bridge.schema.json`) with one message for
    /// them. What is refused is an answer, too.
    pub async fn bridge_request(&self, message: String) -> Result<String, CoreError> {
        let desk = self.desk.clone();
        guarded_async(async move { Ok::<_, FrontdeskError>(desk.bridge_request(&message).await) }).await
    }

    /// Tells `sink` what the pages are told without having asked; absent: nobody.
    pub fn set_bridge_sink(&self, sink: Option<Arc<dyn BridgeSink>>) -> Result<(), CoreError> {
        guarded(|| {
            self.bridge.set(sink);
            Ok::<_, CoreError>(())
        })
    }
}

fn shown(what: frontdesk_core::Presentation) -> Result<Presentation, CoreError> {
    Presentation::of(&what).ok_or_else(|| CoreError::Internal {
        room: "ffi".to_owned(),
        detail: "this version of the binding does not know the screen".to_owned(),
    })
}
