//! Content that may be shown: what `GET /sdk/v1/content/{kind}/{id}` answers, and what a ping says is due.
//!
//! Guarantees: the field names are the wire's; a kind or display this version does not know is read as such and
//! never fails the whole answer; bodies are not part of `Debug`. Made on the worker's thread.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A kind of content in the wire's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LiveKind {
    /// A help center article.
    Article,
    /// A survey.
    Survey,
    /// A carousel.
    Carousel,
    /// A kind of tickets.
    TicketType,
    /// A news item.
    News,
    /// A conversation.
    Conversation,
    /// A collection of the help center.
    HelpCenterCollection,
    /// A message that shows itself inside the app.
    InAppMessage,
    /// A kind this version does not know; not shown.
    #[serde(other)]
    Unknown,
}

impl LiveKind {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            LiveKind::Article => "article",
            LiveKind::Survey => "survey",
            LiveKind::Carousel => "carousel",
            LiveKind::TicketType => "ticket_type",
            LiveKind::News => "news",
            LiveKind::Conversation => "conversation",
            LiveKind::HelpCenterCollection => "help_center_collection",
            LiveKind::InAppMessage => "in_app_message",
            LiveKind::Unknown => "unknown",
        }
    }
}

/// A piece of live content.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct LiveContent {
    /// Its kind.
    pub kind: LiveKind,
    /// Its id.
    pub id: String,
    /// `live`: other content is an error.
    pub status: String,
    /// Title.
    #[serde(default)]
    pub title: String,
    /// By kind: see `Survey`, `Carousel`, `Article` and their like in `contract/openapi.yaml`.
    #[serde(default)]
    pub body: Value,
    /// The server could not be asked: this is what was seen before. Not on the wire.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_cache: bool,
}

impl std::fmt::Debug for LiveContent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("LiveContent")
            .field("kind", &self.kind)
            .field("id", &self.id)
            .field("status", &self.status)
            .field("from_cache", &self.from_cache)
            .finish_non_exhaustive()
    }
}

/// How content that shows itself takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InAppDisplay {
    /// From the lower edge.
    Sheet,
    /// Along an edge.
    Banner,
    /// All of the screen.
    Full,
    /// A card, or a display this version does not know.
    #[default]
    #[serde(other)]
    Card,
}

/// Content that is due to show itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct InAppRef {
    /// Survey, carousel or in-app message.
    pub kind: LiveKind,
    /// Its id.
    pub id: String,
    /// How it takes its place.
    #[serde(default)]
    pub display: InAppDisplay,
    /// The larger one is shown first.
    #[serde(default)]
    pub priority: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_a_newer_server_is_read_as_unknown() {
        let due: Vec<InAppRef> = serde_json::from_str(
            r#"[{"kind":"tour","id":"1","display":"hologram","priority":2},{"kind":"survey","id":"2","display":"full","priority":1}]"#,
        )
        .unwrap();
        assert_eq!(
            (due[0].kind, due[0].display),
            (LiveKind::Unknown, InAppDisplay::Card)
        );
        assert_eq!(
            (due[1].kind, due[1].display),
            (LiveKind::Survey, InAppDisplay::Full)
        );
    }

    #[test]
    fn a_kind_reads_back_from_its_word() {
        for kind in [
            LiveKind::Article,
            LiveKind::TicketType,
            LiveKind::HelpCenterCollection,
            LiveKind::InAppMessage,
        ] {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(
                serde_json::from_value::<LiveKind>(kind.as_str().into()).unwrap(),
                kind
            );
        }
    }
}
