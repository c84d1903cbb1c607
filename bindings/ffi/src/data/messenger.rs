//! What a messenger's screen renders.

use crate::data::{InAppRef, Role, SessionState, signed};
use crate::presentation::MessengerView;

pub use frontdesk_core::{FeedMode, ProactiveKind, Space, ThemeMode};

/// A place of the messenger.
#[uniffi::remote(Enum)]
pub enum Space {
    /// The first screen.
    Home,
    /// The help center.
    HelpCenter,
    /// The conversations.
    Messages,
    /// The tickets.
    Tickets,
    /// The news.
    News,
}

/// Proactive content that can be held back.
#[uniffi::remote(Enum)]
pub enum ProactiveKind {
    /// Surveys.
    Survey,
    /// Carousels.
    Carousel,
}

/// Light, dark, or as the device has it.
#[uniffi::remote(Enum)]
pub enum ThemeMode {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// As the device has it. The default.
    System,
}

/// How news arrives.
#[uniffi::remote(Enum)]
pub enum FeedMode {
    /// Not at all: in the background, logged out, or nothing to listen for.
    Off,
    /// On a connection that stays open.
    Stream,
    /// By questions that wait for their answer.
    LongPoll,
    /// Between two attempts.
    Waiting,
}

/// What is shown, and how: a snapshot of one moment.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct MessengerState {
    /// Whether the messenger covers the app.
    pub visible: bool,
    /// The screen it shows, or showed last; absent when this version of the binding does not know it.
    pub view: Option<MessengerView>,
    /// Whether there is a screen to go back to; otherwise going back hides the messenger.
    pub can_go_back: bool,
    /// Whether the launcher is shown while the messenger is hidden.
    pub launcher_visible: bool,
    /// Device-independent pixels to keep free at the lower edge.
    pub bottom_padding: i32,
    /// Whether in-app messages show themselves.
    pub in_app_messages_visible: bool,
    /// What may not show itself; content presented by id always may.
    pub suppressed_kinds: Vec<ProactiveKind>,
    /// The theme.
    pub theme_mode: ThemeMode,
    /// The language the app or the person chose, as BCP 47 writes it.
    pub language_override: Option<String>,
    /// The languages to speak, best first.
    pub languages: Vec<String>,
    /// Conversations with something unread.
    pub unread_count: i64,
    /// Where the session stands.
    pub session_state: SessionState,
    /// Lead or user; absent when nobody is logged in.
    pub role: Option<Role>,
    /// The workspace's look and spaces as JSON (`Settings` of `contract/openapi.yaml`), once known.
    pub settings_json: Option<String>,
    /// Content to show by itself now.
    pub in_app: Option<InAppRef>,
    /// False while the device or the server is known to be out of reach.
    pub online: bool,
    /// How news arrives at the moment.
    pub feed: FeedMode,
    /// All of it as JSON, in the words of `contract/bridge.schema.json`.
    pub json: String,
}

impl From<frontdesk_core::MessengerState> for MessengerState {
    fn from(state: frontdesk_core::MessengerState) -> Self {
        let json = serde_json::to_string(&state).unwrap_or_default();
        Self {
            visible: state.visible,
            view: MessengerView::of(&state.view),
            can_go_back: state.can_go_back,
            launcher_visible: state.launcher_visible,
            bottom_padding: i32::try_from(state.bottom_padding).unwrap_or(i32::MAX),
            in_app_messages_visible: state.in_app_messages_visible,
            suppressed_kinds: state.suppressed_kinds,
            theme_mode: state.theme_mode,
            language_override: state.language_override,
            languages: state.languages,
            unread_count: signed(state.unread_count),
            session_state: state.session.state,
            role: state.session.role,
            settings_json: state.settings.map(|settings| settings.to_string()),
            in_app: state.in_app,
            online: state.online,
            feed: state.feed,
            json,
        }
    }
}
