//! What can be shown: single pieces of content by id, and (from [`space`](super::space)) whole spaces.
//!
//! Guarantees: every documented spelling is understood (`HELP_CENTER_COLLECTIONS`, `helpCenterCollections`;
//! ids as text or number) and everything else is refused with a code that names the field, never replaced by a default.
//! Made on the caller's thread.

use super::limits::CONTENT_IDS;
use super::rejection::{InputError, element};
use super::space::folded;
use super::text;
use serde_json::Value;

pub use super::space::Space;

/// A kind of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContentKind {
    /// A help center article.
    Article,
    /// A carousel.
    Carousel,
    /// A survey.
    Survey,
    /// A conversation of this user.
    Conversation,
    /// One or more collections of the help center.
    HelpCenterCollections,
    /// A ticket of this user.
    Ticket,
    /// A news item.
    News,
}

impl ContentKind {
    /// The documented name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ContentKind::Article => "ARTICLE",
            ContentKind::Carousel => "CAROUSEL",
            ContentKind::Survey => "SURVEY",
            ContentKind::Conversation => "CONVERSATION",
            ContentKind::HelpCenterCollections => "HELP_CENTER_COLLECTIONS",
            ContentKind::Ticket => "TICKET",
            ContentKind::News => "NEWS",
        }
    }

    /// The word in `GET /sdk/v1/content/{kind}/{id}`; `None` for a ticket, which is asked for at
    /// `GET /sdk/v1/tickets/{id}`.
    #[must_use]
    pub fn wire_kind(self) -> Option<&'static str> {
        match self {
            ContentKind::Article => Some("article"),
            ContentKind::Carousel => Some("carousel"),
            ContentKind::Survey => Some("survey"),
            ContentKind::Conversation => Some("conversation"),
            ContentKind::HelpCenterCollections => Some("help_center_collection"),
            ContentKind::News => Some("news"),
            ContentKind::Ticket => None,
        }
    }

    /// Reads a name in any case and with any separators.
    ///
    /// # Errors
    /// `unknown_content_type`, with the field `type`.
    pub fn parse(name: &str) -> Result<ContentKind, InputError> {
        match folded(name).as_deref() {
            Some("article") => Ok(ContentKind::Article),
            Some("carousel") => Ok(ContentKind::Carousel),
            Some("survey") => Ok(ContentKind::Survey),
            Some("conversation") => Ok(ContentKind::Conversation),
            Some("helpcentercollections" | "helpcentercollection") => Ok(ContentKind::HelpCenterCollections),
            Some("ticket") => Ok(ContentKind::Ticket),
            Some("news") => Ok(ContentKind::News),
            _ => Err(InputError::new(
                "unknown_content_type",
                "type",
                "must be ARTICLE, CAROUSEL, SURVEY, CONVERSATION, HELP_CENTER_COLLECTIONS, TICKET or NEWS",
            )),
        }
    }
}

/// Which content: a kind and one id, or several for collections. Never without an id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ContentRef {
    kind: ContentKind,
    ids: Vec<String>,
}

impl ContentRef {
    /// One piece of content.
    ///
    /// # Errors
    /// `empty`, `invalid_text` or `too_long`, with the field `id`.
    pub fn new(kind: ContentKind, id: impl Into<String>) -> Result<Self, InputError> {
        let id = id.into();
        text::check_content_id("id", &id)?;
        Ok(Self { kind, ids: vec![id] })
    }

    /// Several collections of the help center.
    ///
    /// # Errors
    /// As [`ContentRef::new`], with the field `ids[n]`; `empty` for no id and `too_many_ids`, with `ids`.
    pub fn collections<I: Into<String>>(ids: impl IntoIterator<Item = I>) -> Result<Self, InputError> {
        let ids: Vec<String> = ids.into_iter().take(CONTENT_IDS + 1).map(Into::into).collect();
        if ids.is_empty() {
            return Err(InputError::new("empty", "ids", "must hold at least one id"));
        }
        if ids.len() > CONTENT_IDS {
            let advice = format!("must not hold more than {CONTENT_IDS} ids");
            return Err(InputError::over("too_many_ids", "ids", CONTENT_IDS, &advice));
        }
        for (index, id) in ids.iter().enumerate() {
            text::check_content_id(&element("ids", index), id)?;
        }
        Ok(Self {
            kind: ContentKind::HelpCenterCollections,
            ids,
        })
    }

    /// Reads `{"type", "id"}` or, for collections, `{"type", "ids"}`.
    ///
    /// # Errors
    /// `missing` (no type or no id), `wrong_type`, `unknown_content_type`, and those of the constructors.
    pub fn from_json(value: &Value) -> Result<Self, InputError> {
        let members = value
            .as_object()
            .ok_or_else(|| InputError::wrong_type("content", "an object"))?;
        let kind = match members.get("type") {
            None | Some(Value::Null) => return Err(missing("type")),
            Some(name) => name
                .as_str()
                .ok_or_else(|| InputError::wrong_type("type", "text"))?,
        };
        let kind = ContentKind::parse(kind)?;
        let ids = members.get("ids").filter(|ids| !ids.is_null());
        if let (ContentKind::HelpCenterCollections, Some(ids)) = (kind, ids) {
            let ids = ids
                .as_array()
                .ok_or_else(|| InputError::wrong_type("ids", "a list"))?;
            let read = |(index, id)| read_id(&element("ids", index), id);
            let ids = ids
                .iter()
                .take(CONTENT_IDS + 1)
                .enumerate()
                .map(read)
                .collect::<Result<Vec<_>, _>>()?;
            return Self::collections(ids);
        }
        match members.get("id") {
            None | Some(Value::Null) => Err(missing("id")),
            Some(id) => Self::new(kind, read_id("id", id)?),
        }
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> ContentKind {
        self.kind
    }

    /// The first id, or the only one.
    #[must_use]
    pub fn id(&self) -> &str {
        self.ids.first().map_or("", String::as_str)
    }

    /// All ids.
    #[must_use]
    pub fn ids(&self) -> &[String] {
        &self.ids
    }
}

/// Whether a piece of content may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContentStatus {
    /// Shown to users.
    Live,
    /// Not published yet.
    Draft,
    /// Taken back for now.
    Paused,
    /// Taken back for good.
    Archived,
}

impl ContentStatus {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ContentStatus::Live => "live",
            ContentStatus::Draft => "draft",
            ContentStatus::Paused => "paused",
            ContentStatus::Archived => "archived",
        }
    }

    /// Reads the word of the wire.
    #[must_use]
    pub fn parse(word: &str) -> Option<ContentStatus> {
        [
            ContentStatus::Live,
            ContentStatus::Draft,
            ContentStatus::Paused,
            ContentStatus::Archived,
        ]
        .into_iter()
        .find(|status| status.as_str() == word)
    }
}

fn missing(field: &str) -> InputError {
    InputError::new("missing", field, "must be given")
}

fn read_id(field: &str, id: &Value) -> Result<String, InputError> {
    match id {
        Value::String(id) => Ok(id.clone()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Ok(number.to_string()),
        _ => Err(InputError::wrong_type(field, "text or a whole number")),
    }
}

#[cfg(test)]
#[path = "content_tests.rs"]
mod tests;
