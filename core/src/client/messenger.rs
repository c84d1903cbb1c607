//! The messenger's state and the app's decisions about it.
//!
//! Guarantees: the state is read from memory, without a turn and without the network; a decision that
//! returned `Ok` is on disk and announced; the same decision again writes nothing. Called by the app on any
//! thread.

use super::Frontdesk;
use crate::error::FrontdeskError;
use crate::messenger::{
    MOST_BOTTOM_PADDING, MessengerState, Preferences, ProactiveKind, ThemeMode, check_language,
};
use crate::model::InputError;
use crate::model::attributes::Change;
use crate::push::{self, PushMessage};
use crate::storage::settings;

impl Frontdesk {
    /// Everything a messenger's screen must know besides the content itself, at this moment.
    pub fn messenger_state(&self) -> MessengerState {
        let session = self.desk.session.lock().clone();
        self.desk.stage.state(&session)
    }

    /// Shows or hides the launcher. Hidden until an app asks for it; kept over restarts and log-outs.
    ///
    /// # Errors
    /// Storage codes, `shut_down`.
    pub fn set_launcher_visibility(&self, visible: bool) -> Result<(), FrontdeskError> {
        self.prefer(|preferences| preferences.launcher_visible = visible)
    }

    /// Keeps `pixels` (device-independent) free below launcher and in-app messages, besides the usual 20.
    /// Kept over restarts and log-outs.
    ///
    /// # Errors
    /// `out_of_range` for more than 10,000; storage codes, `shut_down`.
    pub fn set_bottom_padding(&self, pixels: u32) -> Result<(), FrontdeskError> {
        if pixels > MOST_BOTTOM_PADDING {
            let limit = MOST_BOTTOM_PADDING as usize;
            let advice = "must not exceed 10000 pixels";
            return Err(InputError::over("out_of_range", "bottom_padding", limit, advice).into());
        }
        self.prefer(|preferences| preferences.bottom_padding = pixels)
    }

    /// Allows or forbids in-app messages to show themselves. Carousels and surveys are not in-app messages:
    /// see [`Frontdesk::suppress_proactive_content`]. Kept over restarts and log-outs.
    ///
    /// # Errors
    /// Storage codes, `shut_down`.
    pub fn set_in_app_message_visibility(&self, visible: bool) -> Result<(), FrontdeskError> {
        self.prefer(|preferences| preferences.in_app_messages_visible = visible)
    }

    /// The kinds that may not show themselves from now on; an empty list allows all. What is due meanwhile
    /// waits. Content presented by its id is never suppressed. Kept over restarts and log-outs.
    ///
    /// # Errors
    /// Storage codes, `shut_down`.
    pub fn suppress_proactive_content(&self, kinds: &[ProactiveKind]) -> Result<(), FrontdeskError> {
        self.prefer(|preferences| preferences.suppressed = kinds.iter().copied().collect())
    }

    /// Light, dark, or as the device has it (the default). Kept over restarts and log-outs.
    ///
    /// # Errors
    /// Storage codes, `shut_down`.
    pub fn set_theme_mode(&self, mode: ThemeMode) -> Result<(), FrontdeskError> {
        self.prefer(|preferences| preferences.theme_mode = mode)
    }

    /// The language the messenger speaks before all others, as a language tag (`de`, `pt-BR`, `pt_BR`); `None`
    /// goes back to the device's. Kept over restarts, forgotten at log-out: it is a person's wish. The
    /// server is told by `update_user` with `language_override`.
    ///
    /// # Errors
    /// `invalid_language` with the field `language_override`; storage codes, `shut_down`.
    pub fn set_language_override(&self, tag: Option<&str>) -> Result<(), FrontdeskError> {
        let tag = tag
            .map(|tag| check_language("language_override", tag))
            .transpose()?;
        self.desk.check_open()?;
        self.desk.exclusive(|writer| {
            writer.check_open()?;
            if self.desk.stage.look(|scene| scene.language_override == tag) {
                return Ok(());
            }
            writer.transaction(|w| settings::set(w.conn(), settings::LANGUAGE_OVERRIDE, tag.as_deref()))?;
            self.desk.change_stage(|scene| scene.language_override = tag);
            Ok(())
        })
    }

    /// The messenger speaks the language that the app gives its user. What is no language tag is the server's to
    /// refuse; here it changes nothing.
    pub(super) fn adopt_language(&self, told: &Change<String>) {
        let adopted = match told {
            Change::Keep => return,
            Change::Clear => self.set_language_override(None),
            Change::Set(tag) => self.set_language_override(Some(tag)),
        };
        if let Err(error) = adopted {
            tracing::debug!(code = error.code(), "the messenger keeps its language");
        }
    }

    /// Reads a push payload and, when it is ours, fetches what is new without waiting for the next ping. `None`
    /// for payloads of others, for those that name no conversation, and for one that was on its way to somebody
    /// who is not logged in any more. Needs no user and never fails, so that it can be the first call of a
    /// process that a push started.
    pub fn handle_push(&self, payload: &serde_json::Value) -> Option<PushMessage> {
        let message = push::read_for(payload, || self.desk.device())?;
        self.desk.presence.hurry();
        Some(message)
    }

    fn prefer(&self, change: impl FnOnce(&mut Preferences)) -> Result<(), FrontdeskError> {
        self.desk.check_open()?;
        // In the turn from reading to showing: two callers cannot lose each other's decision.
        self.desk.exclusive(|writer| {
            writer.check_open()?;
            let before = self.desk.stage.look(|scene| scene.preferences.clone());
            let mut preferences = before.clone();
            change(&mut preferences);
            if preferences == before {
                return Ok(());
            }
            writer.transaction(|w| preferences.store(w.conn()))?;
            self.desk.change_stage(|scene| scene.preferences = preferences);
            Ok(())
        })
    }
}
