//! Help center data under the keys that apps know (`collectionId`, `articleId`, `matchingSnippet`, …).
//!
//! Guarantee: exactly the documented keys, an empty summary left out. Made on the worker's thread from what the
//! server or the cache says, read by the app on any thread.

use super::help::{ArticleRef, CollectionTree, SearchHit};
use serde::{Deserialize, Serialize};

fn is_blank(summary: &Option<String>) -> bool {
    summary.as_deref().is_none_or(str::is_empty)
}

/// A collection under the documented keys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HelpCenterCollection {
    /// The collection's id.
    pub collection_id: String,
    /// Title.
    pub title: String,
    /// What it is about; no key when there is nothing to say.
    #[serde(default, skip_serializing_if = "is_blank")]
    pub summary: Option<String>,
}

impl From<&CollectionTree> for HelpCenterCollection {
    fn from(tree: &CollectionTree) -> Self {
        Self {
            collection_id: tree.id.clone(),
            title: tree.title.clone(),
            summary: tree.summary.clone().filter(|summary| !summary.is_empty()),
        }
    }
}

/// An article by name, under the documented keys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HelpCenterArticle {
    /// The article's id.
    pub article_id: String,
    /// Title.
    pub title: String,
}

impl From<&ArticleRef> for HelpCenterArticle {
    fn from(article: &ArticleRef) -> Self {
        Self {
            article_id: article.id.clone(),
            title: article.title.clone(),
        }
    }
}

/// A section of a collection, under the documented keys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HelpCenterSection {
    /// Title.
    pub title: String,
    /// Its articles, those of deeper sections included.
    pub articles: Vec<HelpCenterArticle>,
}

/// What is in a collection, under the documented keys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HelpCenterCollectionContent {
    /// The collection's id.
    pub collection_id: String,
    /// Title.
    pub title: String,
    /// What it is about; no key when there is nothing to say.
    #[serde(default, skip_serializing_if = "is_blank")]
    pub summary: Option<String>,
    /// Articles that are in no section.
    pub articles: Vec<HelpCenterArticle>,
    /// Sections.
    pub sections: Vec<HelpCenterSection>,
}

impl From<&CollectionTree> for HelpCenterCollectionContent {
    fn from(tree: &CollectionTree) -> Self {
        let section = |section: &CollectionTree| HelpCenterSection {
            title: section.title.clone(),
            // The documented shape has one level: what lies deeper is shown with the section it belongs to.
            articles: section.all_articles().into_iter().map(Into::into).collect(),
        };
        Self {
            collection_id: tree.id.clone(),
            title: tree.title.clone(),
            summary: tree.summary.clone().filter(|summary| !summary.is_empty()),
            articles: tree.articles.iter().map(Into::into).collect(),
            sections: tree.sections.iter().map(section).collect(),
        }
    }
}

/// A hit of a search, under the documented keys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HelpCenterSearchResult {
    /// The article's id.
    pub article_id: String,
    /// Its title.
    pub title: String,
    /// What it is about; no key when there is nothing to say.
    #[serde(default, skip_serializing_if = "is_blank")]
    pub summary: Option<String>,
    /// The text around the match; HTML with `em` as its only element. Empty when only the title matched.
    pub matching_snippet: String,
}

impl From<SearchHit> for HelpCenterSearchResult {
    fn from(hit: SearchHit) -> Self {
        Self {
            article_id: hit.article_id,
            title: hit.title,
            summary: hit.summary.filter(|summary| !summary.is_empty()),
            matching_snippet: hit.highlight.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree() -> CollectionTree {
        serde_json::from_value(json!({
            "id": "1", "title": "Basics", "summary": "", "icon": null,
            "articles": [{"id": "10", "title": "Start"}],
            "sections": [{"id": "2", "title": "More", "summary": null, "articles": [{"id": "11", "title": "On"}],
                "sections": [{"id": "3", "title": "Deep", "summary": null,
                    "articles": [{"id": "12", "title": "Down"}], "sections": []}]}]
        }))
        .unwrap()
    }

    #[test]
    fn collections_and_hits_have_the_documented_keys_and_no_empty_summary() {
        let tree = tree();
        assert_eq!(
            serde_json::to_value(HelpCenterCollection::from(&tree)).unwrap(),
            json!({"collectionId": "1", "title": "Basics"})
        );
        assert_eq!(
            serde_json::to_value(HelpCenterCollectionContent::from(&tree)).unwrap(),
            json!({"collectionId": "1", "title": "Basics",
                "articles": [{"articleId": "10", "title": "Start"}],
                "sections": [{"title": "More", "articles": [
                    {"articleId": "11", "title": "On"}, {"articleId": "12", "title": "Down"}]}]})
        );
        let hit = SearchHit {
            article_id: "10".to_owned(),
            title: "Start".to_owned(),
            summary: Some("How".to_owned()),
            highlight: Some("<em>st</em>".to_owned()),
        };
        assert_eq!(
            serde_json::to_value(HelpCenterSearchResult::from(hit)).unwrap(),
            json!({"articleId": "10", "title": "Start", "summary": "How", "matchingSnippet": "<em>st</em>"})
        );
    }
}
