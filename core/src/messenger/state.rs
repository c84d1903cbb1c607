//! The one value a messenger's screen renders.
//!
//! Guarantees: complete (a screen asks the core for nothing else but content), a snapshot of one moment,
//! written as JSON in the words of `contract/bridge.schema.json`. Made on the thread that asks.

use serde::Serialize;

use super::{ProactiveKind, ThemeMode, View};
use crate::model::identity::Role;
use crate::model::live_content::InAppRef;
use crate::session::StateName;

/// What is shown, and how.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MessengerState {
    /// Whether the messenger covers the app.
    pub visible: bool,
    /// The screen it shows, or showed last.
    pub view: View,
    /// Whether there is a screen to go back to; otherwise going back hides the messenger.
    pub can_go_back: bool,
    /// Whether the launcher is shown while the messenger is hidden.
    pub launcher_visible: bool,
    /// Device-independent pixels to keep free at the lower edge.
    pub bottom_padding: u32,
    /// Whether in-app messages show themselves; surveys and carousels are `suppressed_kinds`' business.
    pub in_app_messages_visible: bool,
    /// What may not show itself; content presented by id always may.
    pub suppressed_kinds: Vec<ProactiveKind>,
    /// The theme.
    pub theme_mode: ThemeMode,
    /// The language the app or the person chose, as BCP 47 writes it.
    pub language_override: Option<String>,
    /// The languages to speak, best first; ends in a language every messenger speaks.
    pub languages: Vec<String>,
    /// Conversations with something unread.
    pub unread_count: u64,
    /// Who looks at it.
    pub session: SessionView,
    /// The workspace's look and spaces as the server tells them (`Settings` of the contract), once known.
    pub settings: Option<serde_json::Value>,
    /// Content to show by itself now, when the messenger is hidden and nothing forbids it.
    pub in_app: Option<InAppRef>,
    /// False while the device or the server is known to be out of reach.
    pub online: bool,
    /// How news arrives at the moment.
    pub feed: FeedMode,
}

/// The session, as far as a screen needs it: no identifier of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SessionView {
    /// Where the session stands.
    pub state: StateName,
    /// Lead or user; absent when nobody is logged in.
    pub role: Option<Role>,
}

/// How news arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedMode {
    /// Not at all: in the background, logged out, or nothing to listen for.
    #[default]
    Off,
    /// On a connection that stays open.
    Stream,
    /// By questions that wait for their answer.
    LongPoll,
    /// Between two attempts.
    Waiting,
}
