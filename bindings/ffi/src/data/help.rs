//! The help center.

use frontdesk_core::Author;

pub use frontdesk_core::{
    Article, ArticleRef, HelpCenterArticle, HelpCenterCollection, HelpCenterCollectionContent,
    HelpCenterSearchResult, HelpCenterSection, Reaction,
};

/// A collection under the documented keys.
#[uniffi::remote(Record)]
pub struct HelpCenterCollection {
    /// The collection's id.
    pub collection_id: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
}

/// An article by name.
#[uniffi::remote(Record)]
pub struct HelpCenterArticle {
    /// The article's id.
    pub article_id: String,
    /// Title.
    pub title: String,
}

/// A section of a collection.
#[uniffi::remote(Record)]
pub struct HelpCenterSection {
    /// Title.
    pub title: String,
    /// Its articles, those of deeper sections included.
    pub articles: Vec<HelpCenterArticle>,
}

/// What is in a collection.
#[uniffi::remote(Record)]
pub struct HelpCenterCollectionContent {
    /// The collection's id.
    pub collection_id: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
    /// Articles that are in no section.
    pub articles: Vec<HelpCenterArticle>,
    /// Sections.
    pub sections: Vec<HelpCenterSection>,
}

/// A hit of a search.
#[uniffi::remote(Record)]
pub struct HelpCenterSearchResult {
    /// The article's id.
    pub article_id: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
    /// The text around the match; HTML with `em` as its only element. Empty when only the title matched.
    pub matching_snippet: String,
}

/// An article by name.
#[uniffi::remote(Record)]
pub struct ArticleRef {
    /// The article's id.
    pub id: String,
    /// Title.
    pub title: String,
}

/// An article in one language.
#[uniffi::remote(Record)]
pub struct Article {
    /// The article's id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
    /// Sanitised HTML.
    pub body_html: String,
    /// The same as plain text.
    pub body_text: String,
    /// The language it is in.
    pub locale: String,
    /// The languages there are.
    pub available_locales: Vec<String>,
    /// Unix seconds.
    pub updated_at: i64,
    /// Who wrote it.
    pub author: Option<Author>,
    /// The collection it belongs to.
    pub collection_id: Option<String>,
    /// What to read next.
    pub related: Vec<ArticleRef>,
    /// The server could not be asked: this is what was seen before.
    pub from_cache: bool,
}

/// How an article was found to be.
#[uniffi::remote(Enum)]
pub enum Reaction {
    /// It helped.
    Happy,
    /// Neither nor.
    Neutral,
    /// It did not help.
    Sad,
}
