//! News items.
//!
//! Guarantee: the field names are the wire's; fields of a newer server are ignored. Made on the worker's thread.

use serde::{Deserialize, Serialize};

/// One news item.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewsItem {
    /// Its id.
    pub id: String,
    /// Title.
    #[serde(default)]
    pub title: String,
    /// Sanitised HTML.
    #[serde(default)]
    pub body_html: String,
    /// Address of a picture.
    #[serde(default)]
    pub cover_image_url: Option<String>,
    /// Unix seconds.
    #[serde(default)]
    pub published_at: i64,
}

impl std::fmt::Debug for NewsItem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("NewsItem")
            .field("id", &self.id)
            .field("published_at", &self.published_at)
            .finish_non_exhaustive()
    }
}
