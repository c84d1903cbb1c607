//! The order to show something, and who carries it out.
//!
//! Guarantee: the platform hears one call for one thing that was checked, on the thread that polls the
//! app's call (`hide` also on the worker's, when the person goes), with no lock held.

use super::View;
use crate::model::content::{ContentRef, Space};

/// The thing to show.
#[derive(Debug, Clone, PartialEq)]
pub enum Presentation {
    /// One of the messenger's spaces; `Space::Home` for `present`.
    Space(Space),
    /// A piece of content that is live, with what the server said of it.
    Content {
        /// Which content.
        content: ContentRef,
        /// Its title, when it has one.
        title: Option<String>,
    },
    /// A new conversation that is not sent yet. Its text is in [`MessengerState`](super::MessengerState): it
    /// may be personal, so it travels in one place only.
    Composer {
        /// Whether the composer is filled already.
        prefilled: bool,
    },
    /// A screen the messenger's own pages asked for while it was hidden, for example from an in-app message.
    View(View),
}

/// Draws; implemented by the platform.
pub trait Presenter: Send + Sync + 'static {
    /// Shows `what`; the messenger's state says it already. Must not block; an `Err` is reported to the
    /// caller as `internal`, and the messenger counts as hidden.
    fn present(&self, what: &Presentation) -> Result<(), PresenterError>;

    /// Hides whatever is shown; nothing shown is no error. Must not block. Called from `hide` and when the
    /// person who looked at the messenger logs out or is logged out by the server.
    fn hide(&self) -> Result<(), PresenterError>;

    /// Opens a link of a message, an article or a carousel in the system's browser, mail or telephone. The core
    /// judged the address; open it as it is, without asking what else it could mean. Must not block.
    fn open_link(&self, url: &str) -> Result<(), PresenterError> {
        let _nothing_opens_links = url;
        Err(PresenterError)
    }
}

/// The platform could not do it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the presenter could not show or hide the messenger")]
pub struct PresenterError;
