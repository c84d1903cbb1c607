//! What is to be shown, for other languages.
//!
//! Guarantee: the words and members are the core's.

use frontdesk_core as core_api;
use frontdesk_core::{Space, View};

use crate::data::{ContentKind, ContentRef};
use crate::error::CoreError;

/// The thing to show.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum Presentation {
    /// One of the messenger's spaces.
    Space {
        /// Which.
        space: Space,
    },
    /// A piece of content that is live.
    Content {
        /// Which content.
        content: ContentRef,
        /// Its title, when it has one.
        title: Option<String>,
    },
    /// A new conversation that is not sent yet; its text is in the messenger's state.
    Composer {
        /// Whether the composer is filled already.
        prefilled: bool,
    },
    /// A screen that the messenger's own pages asked for while it was hidden.
    View {
        /// Which screen.
        view: MessengerView,
    },
}

impl Presentation {
    pub(crate) fn of(what: &core_api::Presentation) -> Option<Self> {
        Some(match what {
            core_api::Presentation::Space(space) => Self::Space { space: *space },
            core_api::Presentation::Content { content, title } => Self::Content {
                content: ContentRef::of(content),
                title: title.clone(),
            },
            core_api::Presentation::Composer { prefilled } => Self::Composer {
                prefilled: *prefilled,
            },
            core_api::Presentation::View(view) => Self::View {
                view: MessengerView::of(view)?,
            },
        })
    }
}

impl ContentRef {
    pub(crate) fn of(content: &core_api::ContentRef) -> Self {
        let ids = match content.kind() {
            ContentKind::HelpCenterCollections => content.ids().to_vec(),
            _ => vec![content.id().to_owned()],
        };
        Self {
            kind: content.kind(),
            ids,
        }
    }

    /// The same, checked by the core's rules.
    pub(crate) fn checked(self) -> Result<core_api::ContentRef, CoreError> {
        let content = match (self.kind, <[String; 1]>::try_from(self.ids)) {
            (ContentKind::HelpCenterCollections, Ok(ids)) => core_api::ContentRef::collections(ids),
            (ContentKind::HelpCenterCollections, Err(ids)) => core_api::ContentRef::collections(ids),
            (kind, Ok([id])) => core_api::ContentRef::new(kind, id),
            (_, Err(_)) => {
                let advice = "pass exactly one id";
                Err(frontdesk_core::model::InputError::new("missing", "id", advice))
            }
        };
        Ok(content?)
    }
}

/// One screen of the messenger.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum MessengerView {
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
        ticket_type_id: Option<String>,
    },
    /// A new conversation that is not sent yet.
    Composer {
        /// What the composer is filled with.
        text: Option<String>,
    },
}

impl MessengerView {
    /// The screen; `None` for one that this crate does not know yet.
    pub(crate) fn of(view: &View) -> Option<Self> {
        Some(match view.clone() {
            View::Home => Self::Home,
            View::HelpCenter => Self::HelpCenter,
            View::Messages => Self::Messages,
            View::Tickets => Self::Tickets,
            View::News => Self::News,
            View::Article { id } => Self::Article { id },
            View::Collections { ids } => Self::Collections { ids },
            View::Conversation { id } => Self::Conversation { id },
            View::Survey { id } => Self::Survey { id },
            View::Carousel { id } => Self::Carousel { id },
            View::NewsItem { id } => Self::NewsItem { id },
            View::Ticket { id } => Self::Ticket { id },
            View::NewTicket { ticket_type_id } => Self::NewTicket { ticket_type_id },
            View::Composer { text } => Self::Composer {
                text: text.map(|text| text.as_str().to_owned()),
            },
            _ => return None,
        })
    }
}
