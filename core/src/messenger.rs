//! What to show, decided here, drawn elsewhere.
//!
//! Guarantees: a [`Presentation`] was checked (someone is logged in; content is live on the server) before
//! the [`Presenter`] hears of it; without a presenter the caller draws what the call returns.
//! Called from the task that awaits `present*`.

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
}

/// Draws; implemented by the platform.
pub trait Presenter: Send + Sync + 'static {
    /// Shows `what`. Must not block; a returned `Err` is reported to the caller as `internal`.
    fn present(&self, what: &Presentation) -> Result<(), PresenterError>;
}

/// The platform could not show it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the presenter could not show the messenger")]
pub struct PresenterError;
