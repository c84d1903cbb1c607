//! The help center: collections, articles, and hits of a search.
//!
//! Guarantees: the field names are the wire's and those of a newer server are ignored; the same data under the
//! keys that apps know is in [`help_center`](super::help_center). Made on the worker's thread, read by the app
//! on any thread.

use super::conversation::Author;
use serde::{Deserialize, Serialize};

/// An article by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRef {
    /// The article's id.
    pub id: String,
    /// Title.
    #[serde(default)]
    pub title: String,
}

/// A collection with its articles and, below it, its sections.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CollectionTree {
    /// The collection's id.
    pub id: String,
    /// Title.
    #[serde(default)]
    pub title: String,
    /// What it is about.
    #[serde(default)]
    pub summary: Option<String>,
    /// An emoji or an address of a picture.
    #[serde(default)]
    pub icon: Option<String>,
    /// Its articles in the operator's order.
    #[serde(default)]
    pub articles: Vec<ArticleRef>,
    /// Its sections in the operator's order.
    #[serde(default)]
    pub sections: Vec<CollectionTree>,
}

impl CollectionTree {
    /// The collection with this id: this one or one below it.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&CollectionTree> {
        if self.id == id {
            return Some(self);
        }
        self.sections.iter().find_map(|section| section.find(id))
    }

    /// Every article of this collection and of those below it.
    #[must_use]
    pub fn all_articles(&self) -> Vec<&ArticleRef> {
        let below = self.sections.iter().flat_map(CollectionTree::all_articles);
        self.articles.iter().chain(below).collect()
    }
}

/// The collections of a help center.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CollectionList {
    /// In the operator's order.
    pub data: Vec<CollectionTree>,
}

impl CollectionList {
    /// The collection with this id, at any depth.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&CollectionTree> {
        self.data.iter().find_map(|collection| collection.find(id))
    }
}

/// An article in one language.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The article's id.
    pub id: String,
    /// Title.
    #[serde(default)]
    pub title: String,
    /// What it is about.
    #[serde(default)]
    pub summary: Option<String>,
    /// Sanitised HTML.
    #[serde(default)]
    pub body_html: String,
    /// The same as plain text.
    #[serde(default)]
    pub body_text: String,
    /// The language it is in.
    #[serde(default)]
    pub locale: String,
    /// The languages there are.
    #[serde(default)]
    pub available_locales: Vec<String>,
    /// Unix seconds.
    #[serde(default)]
    pub updated_at: i64,
    /// Who wrote it.
    #[serde(default)]
    pub author: Option<Author>,
    /// The collection it belongs to.
    #[serde(default)]
    pub collection_id: Option<String>,
    /// What to read next.
    #[serde(default)]
    pub related: Vec<ArticleRef>,
    /// The server could not be asked: this is what was seen before. Not on the wire.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_cache: bool,
}

impl std::fmt::Debug for Article {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Article")
            .field("id", &self.id)
            .field("locale", &self.locale)
            .field("updated_at", &self.updated_at)
            .field("from_cache", &self.from_cache)
            .finish_non_exhaustive()
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// The article's id.
    pub article_id: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// What it is about.
    #[serde(default)]
    pub summary: Option<String>,
    /// The text around the match; HTML with `em` as its only element.
    #[serde(default)]
    pub highlight: Option<String>,
}

/// What a search answers on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SearchResults {
    /// Best first, at most 20.
    pub data: Vec<SearchHit>,
}

/// How an article was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reaction {
    /// It helped.
    Happy,
    /// Neither nor.
    Neutral,
    /// It did not help.
    Sad,
}

impl Reaction {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Reaction::Happy => "happy",
            Reaction::Neutral => "neutral",
            Reaction::Sad => "sad",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_collection_is_found_at_any_depth() {
        let tree = json!({"id": "1", "title": "Basics", "sections": [
            {"id": "2", "title": "More", "sections": [{"id": "3", "title": "Deep"}]}]});
        let tree: CollectionTree = serde_json::from_value(tree).unwrap();
        let list = CollectionList { data: vec![tree] };
        assert_eq!(list.find("3").map(|found| found.title.as_str()), Some("Deep"));
        assert_eq!(list.find("4"), None);
    }
}
