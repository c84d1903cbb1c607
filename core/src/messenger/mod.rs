//! What a messenger's screen shows, decided here, drawn elsewhere.
//!
//! Guarantees: one serialisable value, [`MessengerState`], says everything a screen must know besides the
//! content itself; whoever changes it announces [`Event::MessengerStateChanged`](crate::Event), never with a
//! lock held by foreign code and never more than one waiting announcement; a [`Presentation`] was checked
//! (someone is logged in; content is live) before the [`Presenter`] hears of it. Without a presenter the
//! caller draws what the call returns.
//!
//! What a person's log-out does to each part is said at [`Preferences`](preferences::Preferences) and tested in
//! `stage_tests.rs`. Called from any thread.

mod composer;
mod in_app;
mod language;
mod preferences;
mod presentation;
mod refusal;
mod stage;
mod state;
mod view;

pub(crate) use composer::check_composer_text;
pub(crate) use in_app::Waiting;
pub(crate) use language::check_language;
pub(crate) use preferences::{MOST_BOTTOM_PADDING, Preferences};
pub use preferences::{ProactiveKind, ThemeMode};
pub use presentation::{Presentation, Presenter, PresenterError};
pub(crate) use refusal::unavailable;
pub(crate) use stage::{Scene, Stage};
pub use state::{FeedMode, MessengerState, SessionView};
pub use view::{ComposerText, View};
