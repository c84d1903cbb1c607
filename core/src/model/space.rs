//! The spaces of the messenger.
//!
//! Guarantee: every documented spelling is understood and everything else refused, never replaced by the home
//! screen. Made on the caller's thread.

use super::rejection::InputError;

/// A part of the messenger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Space {
    /// The first screen.
    Home,
    /// Articles.
    HelpCenter,
    /// Conversations.
    Messages,
    /// Tickets.
    Tickets,
    /// News.
    News,
}

impl Space {
    /// The documented name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Space::Home => "HOME",
            Space::HelpCenter => "HELP_CENTER",
            Space::Messages => "MESSAGES",
            Space::Tickets => "TICKETS",
            Space::News => "NEWS",
        }
    }

    /// Reads a name in any case, with or without `_`, `-` or spaces between words; `help` as on the web.
    ///
    /// # Errors
    /// `unknown_space`, with the field `space`.
    pub fn parse(name: &str) -> Result<Space, InputError> {
        match folded(name).as_deref() {
            Some("home") => Ok(Space::Home),
            Some("helpcenter" | "help") => Ok(Space::HelpCenter),
            Some("messages") => Ok(Space::Messages),
            Some("tickets") => Ok(Space::Tickets),
            Some("news") => Ok(Space::News),
            _ => Err(InputError::new(
                "unknown_space",
                "space",
                "must be HOME, HELP_CENTER, MESSAGES, TICKETS or NEWS",
            )),
        }
    }
}

/// Lower case without separators; `None` for what is too long to be any name we know.
pub(super) fn folded(name: &str) -> Option<String> {
    let letters = |character: &char| !matches!(character, '_' | '-' | ' ');
    (name.len() <= 64).then(|| {
        name.chars()
            .filter(letters)
            .map(|letter| letter.to_ascii_lowercase())
            .collect()
    })
}
