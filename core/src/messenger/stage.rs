//! Holds what the messenger shows.
//!
//! Guarantees: a leaf lock, never held over I/O, an await or foreign code; every change is one step, so that
//! a snapshot never shows half of one; a change that changes nothing is not announced. Changed from any
//! thread through `Desk::change_stage`, which announces.

use parking_lot::Mutex;
use rusqlite::Connection;

use super::language::chain;
use super::{FeedMode, MessengerState, Preferences, SessionView, View, Waiting};
use crate::model::live_content::{InAppRef, LiveKind};
use crate::session::State;
use crate::storage::StoreError;
use crate::storage::settings;

/// Screens to go back to; a page that navigates in circles costs no memory.
const MOST_SCREENS: usize = 32;

/// See the module.
pub(crate) struct Stage {
    scene: Mutex<Scene>,
    /// The device's language, as the platform said at start.
    locale: Option<String>,
}

/// Everything on show.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scene {
    pub(crate) preferences: Preferences,
    pub(crate) language_override: Option<String>,
    /// Changes whenever a person leaves: what was begun for one is not shown to the next.
    person: u64,
    visible: bool,
    /// The screens, oldest first; never empty.
    screens: Vec<View>,
    unread_count: u64,
    settings: Option<serde_json::Value>,
    in_app: Waiting,
    online: bool,
    feed: FeedMode,
}

/// What a change changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Changed {
    /// Anything at all.
    pub(crate) anything: bool,
    /// Now visible, or now hidden.
    pub(crate) visibility: Option<bool>,
}

impl Stage {
    /// What the app decided earlier, and nothing else.
    pub(crate) fn load(conn: &Connection, locale: Option<String>) -> Result<Self, StoreError> {
        Ok(Self {
            scene: Mutex::new(Scene {
                preferences: Preferences::load(conn)?,
                language_override: settings::get(conn, settings::LANGUAGE_OVERRIDE)?,
                person: 0,
                visible: false,
                screens: vec![View::Home],
                unread_count: 0,
                settings: None,
                in_app: Waiting::default(),
                online: true,
                feed: FeedMode::Off,
            }),
            locale,
        })
    }

    /// Changes the scene and hands what changed to `announce` before anyone else can change it again;
    /// `announce` may only queue.
    pub(crate) fn change<R>(
        &self,
        change: impl FnOnce(&mut Scene) -> R,
        announce: impl FnOnce(Changed),
    ) -> R {
        let mut scene = self.scene.lock();
        let before = scene.clone();
        let result = change(&mut scene);
        announce(Changed {
            anything: before != *scene,
            visibility: (before.visible != scene.visible).then_some(scene.visible),
        });
        result
    }

    /// A look at the scene.
    pub(crate) fn look<R>(&self, look: impl FnOnce(&Scene) -> R) -> R {
        look(&self.scene.lock())
    }

    /// The whole state, for a session that stands like `session`.
    pub(crate) fn state(&self, session: &State) -> MessengerState {
        let scene = self.scene.lock();
        let workspace = scene.settings.as_ref().and_then(|s| s.get("locale")?.as_str());
        MessengerState {
            visible: scene.visible,
            view: scene.view().clone(),
            can_go_back: scene.screens.len() > 1,
            launcher_visible: scene.preferences.launcher_visible,
            bottom_padding: scene.preferences.bottom_padding,
            in_app_messages_visible: scene.preferences.in_app_messages_visible,
            suppressed_kinds: scene.preferences.suppressed.iter().copied().collect(),
            theme_mode: scene.preferences.theme_mode,
            language_override: scene.language_override.clone(),
            languages: chain([
                scene.language_override.as_deref(),
                self.locale.as_deref(),
                workspace,
            ]),
            unread_count: scene.unread_count,
            session: SessionView {
                state: session.name(),
                role: session.person().map(crate::session::Person::role),
            },
            settings: scene.settings.clone(),
            in_app: scene.in_app.now(&scene.preferences, scene.visible).cloned(),
            online: scene.online,
            feed: scene.feed,
        }
    }
}

impl Scene {
    pub(crate) fn view(&self) -> &View {
        self.screens.last().unwrap_or(&View::Home)
    }

    pub(crate) fn is_visible(&self) -> bool {
        self.visible
    }

    pub(crate) fn person(&self) -> u64 {
        self.person
    }

    /// Shows a screen: on top of the others when the messenger is open, alone otherwise. A space takes the
    /// place of everything.
    pub(crate) fn show(&mut self, view: View) {
        match &view {
            View::Survey { id } => self.in_app.done(LiveKind::Survey, id),
            View::Carousel { id } => self.in_app.done(LiveKind::Carousel, id),
            _ => {}
        }
        if !self.visible || view.is_space() {
            self.screens.clear();
        }
        if self.screens.last() != Some(&view) {
            self.screens.push(view);
        }
        if self.screens.len() > MOST_SCREENS {
            self.screens.remove(0);
        }
        self.visible = true;
    }

    /// One screen back; from the last one, hides. True when it hid.
    pub(crate) fn back(&mut self) -> bool {
        if self.visible && self.screens.len() > 1 {
            self.screens.pop();
            return false;
        }
        std::mem::take(&mut self.visible)
    }

    pub(crate) fn hide(&mut self) {
        self.visible = false;
    }

    /// A conversation got its id on the server: the screens that show it follow.
    pub(crate) fn conversation_is(&mut self, was: &str, is: &str) {
        for screen in &mut self.screens {
            if matches!(screen, View::Conversation { id } if id == was) {
                *screen = View::Conversation { id: is.to_owned() };
            }
        }
    }

    pub(crate) fn set_unread(&mut self, count: u64) {
        self.unread_count = count;
    }

    pub(crate) fn set_settings(&mut self, settings: Option<serde_json::Value>) {
        self.settings = settings;
    }

    pub(crate) fn offer_in_app(&mut self, due: Vec<InAppRef>) {
        self.in_app.offer(due);
    }

    /// It was dismissed or completed.
    pub(crate) fn in_app_done(&mut self, kind: LiveKind, id: &str) {
        self.in_app.done(kind, id);
    }

    pub(crate) fn set_online(&mut self, online: bool) {
        self.online = online;
    }

    pub(crate) fn set_feed(&mut self, feed: FeedMode) {
        self.feed = feed;
    }

    /// Nothing of the person is left; what the app decided stays (see [`Preferences`]).
    pub(crate) fn forget_person(&mut self) {
        self.person = self.person.wrapping_add(1);
        self.visible = false;
        self.screens = vec![View::Home];
        self.language_override = None;
        self.unread_count = 0;
        self.settings = None;
        self.in_app = Waiting::default();
        self.feed = FeedMode::Off;
    }
}

#[cfg(test)]
#[path = "stage_tests.rs"]
mod tests;
