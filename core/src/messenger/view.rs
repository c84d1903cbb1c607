//! The screens of the messenger.
//!
//! Guarantees: every view can be written as JSON and read back (`{"name": "article", "id": "1001"}`), unknown
//! names and members are refused; `Debug` shows no text a person wrote. Plain values, any thread.

use serde::{Deserialize, Serialize};

use super::{Presentation, check_composer_text};
use crate::model::InputError;
use crate::model::content::{ContentKind, ContentRef, Space};
use crate::model::limits::CONTENT_IDS;
use crate::model::rejection::element;
use crate::model::text::check_content_id;

/// One screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum View {
    /// The first screen.
    Home,
    /// The help center's collections and its search.
    HelpCenter,
    /// The list of conversations.
    Messages,
    /// The list of tickets.
    Tickets,
    /// The list of news.
    News,
    /// An article.
    Article {
        /// Its id.
        id: String,
    },
    /// One or more collections of the help center.
    Collections {
        /// Their ids.
        ids: Vec<String>,
    },
    /// A conversation.
    Conversation {
        /// The server's id, or the one this device gave it.
        id: String,
    },
    /// A survey.
    Survey {
        /// Its id.
        id: String,
    },
    /// A carousel.
    Carousel {
        /// Its id.
        id: String,
    },
    /// A checklist. Web pages have them; a messenger of an app goes nowhere near one.
    Checklist {
        /// Its id.
        id: String,
    },
    /// A news item.
    NewsItem {
        /// Its id.
        id: String,
    },
    /// A ticket.
    Ticket {
        /// Its id.
        id: String,
    },
    /// The form for a new ticket.
    NewTicket {
        /// The kind of ticket; absent while the person still chooses.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ticket_type_id: Option<String>,
    },
    /// A new conversation that is not sent yet.
    Composer {
        /// What the composer is filled with.
        #[serde(default)]
        text: Option<ComposerText>,
    },
}

/// Text for a composer; not shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ComposerText(String);

impl ComposerText {
    /// Takes text that [`check_composer_text`] accepted.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for ComposerText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ComposerText({} bytes)", self.0.len())
    }
}

impl View {
    /// The screen of a space.
    #[must_use]
    pub fn of_space(space: Space) -> Self {
        match space {
            Space::Home => Self::Home,
            Space::HelpCenter => Self::HelpCenter,
            Space::Messages => Self::Messages,
            Space::Tickets => Self::Tickets,
            Space::News => Self::News,
        }
    }

    /// The screen of a piece of content.
    #[must_use]
    pub fn of_content(content: &ContentRef) -> Self {
        let id = content.id().to_owned();
        match content.kind() {
            ContentKind::Article => Self::Article { id },
            ContentKind::Carousel => Self::Carousel { id },
            ContentKind::Survey => Self::Survey { id },
            ContentKind::Conversation => Self::Conversation { id },
            ContentKind::HelpCenterCollections => Self::Collections {
                ids: content.ids().to_vec(),
            },
            ContentKind::Ticket => Self::Ticket { id },
            ContentKind::News => Self::NewsItem { id },
        }
    }

    /// The top of a space, which takes the place of everything below it.
    #[must_use]
    pub fn is_space(&self) -> bool {
        matches!(
            self,
            Self::Home | Self::HelpCenter | Self::Messages | Self::Tickets | Self::News
        )
    }

    /// Checks what a page asked for.
    ///
    /// # Errors
    /// `empty`, `invalid_text`, `too_long` with the field `view.id`, `view.ids[n]` or `view.text`;
    /// `too_many_ids` with `view.ids`.
    pub(crate) fn check(&self) -> Result<(), InputError> {
        let id = check_content_id;
        match self {
            Self::Article { id: it }
            | Self::Conversation { id: it }
            | Self::Survey { id: it }
            | Self::Carousel { id: it }
            | Self::Checklist { id: it }
            | Self::NewsItem { id: it }
            | Self::Ticket { id: it } => id("view.id", it),
            Self::NewTicket {
                ticket_type_id: Some(it),
            } => id("view.ticket_type_id", it),
            Self::Collections { ids } if ids.is_empty() => {
                Err(InputError::new("empty", "view.ids", "must hold at least one id"))
            }
            Self::Collections { ids } if ids.len() > CONTENT_IDS => Err(InputError::over(
                "too_many_ids",
                "view.ids",
                CONTENT_IDS,
                "must not hold more",
            )),
            Self::Collections { ids } => ids
                .iter()
                .enumerate()
                .try_for_each(|(index, it)| id(&element("view.ids", index), it)),
            Self::Composer { text: Some(text) } => {
                check_composer_text("view.text", Some(text.as_str())).map(|_| ())
            }
            Self::Home
            | Self::HelpCenter
            | Self::Messages
            | Self::Tickets
            | Self::News
            | Self::NewTicket { ticket_type_id: None }
            | Self::Composer { text: None } => Ok(()),
        }
    }
}

impl From<&Presentation> for View {
    /// The screen of everything but a filled composer, whose text the presentation does not carry.
    fn from(what: &Presentation) -> Self {
        match what {
            Presentation::Space(space) => Self::of_space(*space),
            Presentation::Content { content, .. } => Self::of_content(content),
            Presentation::Composer { .. } => Self::Composer { text: None },
            Presentation::View(view) => view.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_written_by_its_name_and_read_back() {
        for (view, json) in [
            (View::HelpCenter, r#"{"name":"help_center"}"#),
            (
                View::Conversation { id: "42".into() },
                r#"{"name":"conversation","id":"42"}"#,
            ),
            (
                View::Composer { text: None },
                r#"{"name":"composer","text":null}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&view).unwrap(), json);
            assert_eq!(serde_json::from_str::<View>(json).unwrap(), view);
        }
        assert!(serde_json::from_str::<View>(r#"{"name":"admin"}"#).is_err());
        assert!(serde_json::from_str::<View>(r#"{"name":"article","id":"1","x":1}"#).is_err());
    }

    #[test]
    fn what_a_person_wrote_is_not_printed() {
        let view = View::Composer {
            text: Some(ComposerText::new("canary-4711")),
        };
        assert!(!format!("{view:?}").contains("canary"));
    }

    #[test]
    fn hostile_ids_are_refused_with_their_place() {
        let refused = |view: View| view.check().map_err(|error| (error.code, error.field));
        assert_eq!(
            refused(View::Article { id: " ".into() }),
            Err(("empty", "view.id".into()))
        );
        assert_eq!(
            refused(View::Collections {
                ids: vec!["1".into(), "a\nb".into()]
            }),
            Err(("invalid_text", "view.ids[1]".into()))
        );
        assert_eq!(
            refused(View::Collections {
                ids: vec!["1".into(); 101]
            }),
            Err(("too_many_ids", "view.ids".into()))
        );
        assert_eq!(refused(View::Ticket { id: "x".repeat(190) }), Ok(()));
    }
}
