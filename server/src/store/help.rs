//! The help center as people read it.
//!
//! Everything here is what is live, meant for the reader, and in the language that comes closest to the
//! reader's: asked for, else the contact's, else the device's, else the workspace's, else any.

use async_trait::async_trait;

use super::{NamedAuthor, StoreResult};

/// Who reads, for the choice of the language and of what is meant for them.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The workspace.
    pub app_id: String,
    /// The contact; merges are followed.
    pub contact_id: String,
    /// The device.
    pub device_id: String,
    /// The language asked for.
    pub locale: Option<String>,
    /// Unix seconds.
    pub now: i64,
}

/// All collections and titles, as lists; `domain::help` makes the tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HelpTree {
    /// In the operator's order.
    pub collections: Vec<HelpCollection>,
    /// In the operator's order.
    pub articles: Vec<HelpTitle>,
}

/// A collection in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpCollection {
    /// Its id.
    pub id: String,
    /// The collection it is a section of.
    pub parent_id: Option<String>,
    /// Title.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
    /// A name of an icon or an address of a picture.
    pub icon: Option<String>,
}

/// The title of an article in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpTitle {
    /// Its id.
    pub id: String,
    /// The collection it is in.
    pub parent_id: Option<String>,
    /// Title.
    pub title: String,
}

/// An article in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpArticle {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
    /// Sanitised.
    pub body_html: String,
    /// The same as plain text.
    pub body_text: String,
    /// The language.
    pub locale: String,
    /// All languages it is published in, by tag.
    pub available_locales: Vec<String>,
    /// Who wrote it.
    pub author: Option<NamedAuthor>,
    /// The collection it is in.
    pub collection_id: Option<String>,
    /// Others of the same collection.
    pub related: Vec<HelpTitle>,
    /// Unix seconds.
    pub updated_at: i64,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpHit {
    /// The article.
    pub article_id: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
    /// The words around the match as HTML, `em` its only element.
    pub highlight: Option<String>,
}

/// How helpful an article was.
#[derive(Debug, Clone)]
pub struct NewReaction {
    /// The workspace.
    pub app_id: String,
    /// The contact; merges are followed.
    pub contact_id: String,
    /// Id of the operation, remembered.
    pub operation_id: String,
    /// Hash of what was said, to notice an id used twice.
    pub body_hash: [u8; 32],
    /// The article.
    pub article_id: String,
    /// `happy`, `neutral` or `sad`.
    pub value: String,
    /// Unix seconds.
    pub now: i64,
}

/// How a reaction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReactionOutcome {
    /// Counted, now or before.
    Done,
    /// The id was used for something else.
    IdReused,
    /// There is no such article for this contact.
    NotFound,
}

/// The store of the help center.
#[async_trait]
pub trait HelpStore {
    /// All collections and the titles in them.
    async fn help_tree(&self, reader: Reader) -> StoreResult<HelpTree>;
    /// One article.
    async fn help_article(&self, reader: Reader, id: &str) -> StoreResult<Option<HelpArticle>>;
    /// Articles with these words, best first. Any text is safe.
    async fn help_search(&self, reader: Reader, term: &str, limit: usize) -> StoreResult<Vec<HelpHit>>;
    /// Notes how helpful an article was, once per id; the latest word of a contact counts.
    async fn react(&self, reaction: NewReaction) -> StoreResult<ReactionOutcome>;
}
