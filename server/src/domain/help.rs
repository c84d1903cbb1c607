//! The help center as devices get it: the tree of collections, an article, a hit.
//!
//! Pure functions, called on request threads.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::store::{HelpArticle, HelpHit, HelpTitle, HelpTree, NamedAuthor};

/// Deepest nesting that is shown; what is below is left out.
const DEPTH: usize = 8;

/// The collections that are nobody's section, each with its articles and sections.
#[must_use]
pub fn collections(tree: &HelpTree) -> Vec<Value> {
    let index = Index::of(tree);
    index.below(None, 0)
}

/// One collection with what is below it; `None` when there is none.
#[must_use]
pub fn collection(tree: &HelpTree, id: &str) -> Option<Value> {
    let index = Index::of(tree);
    let at = tree.collections.iter().position(|one| one.id == id)?;
    Some(index.node(at, 0))
}

struct Index<'a> {
    tree: &'a HelpTree,
    sections: HashMap<Option<&'a str>, Vec<usize>>,
    articles: HashMap<&'a str, Vec<&'a HelpTitle>>,
}

impl<'a> Index<'a> {
    fn of(tree: &'a HelpTree) -> Self {
        let mut sections: HashMap<Option<&str>, Vec<usize>> = HashMap::new();
        let known: HashSet<&str> = tree.collections.iter().map(|one| one.id.as_str()).collect();
        for (at, one) in tree.collections.iter().enumerate() {
            // A section whose collection is not shown is not shown either: it is below nothing.
            let parent = one.parent_id.as_deref();
            if parent.is_none_or(|id| known.contains(id)) {
                sections.entry(parent).or_default().push(at);
            }
        }
        let mut articles: HashMap<&str, Vec<&HelpTitle>> = HashMap::new();
        for article in &tree.articles {
            if let Some(parent) = article.parent_id.as_deref() {
                articles.entry(parent).or_default().push(article);
            }
        }
        Self {
            tree,
            sections,
            articles,
        }
    }

    fn below(&self, id: Option<&str>, depth: usize) -> Vec<Value> {
        if depth >= DEPTH {
            return Vec::new();
        }
        let sections = self.sections.get(&id).map(Vec::as_slice).unwrap_or_default();
        sections.iter().map(|at| self.node(*at, depth)).collect()
    }

    fn node(&self, at: usize, depth: usize) -> Value {
        let one = &self.tree.collections[at];
        let titles = self
            .articles
            .get(one.id.as_str())
            .map(Vec::as_slice)
            .unwrap_or_default();
        json!({
            "id": one.id,
            "title": one.title,
            "summary": one.summary,
            "icon": one.icon,
            "articles": titles.iter().map(|title| title_json(title)).collect::<Vec<_>>(),
            "sections": self.below(Some(&one.id), depth + 1),
        })
    }
}

fn title_json(title: &HelpTitle) -> Value {
    json!({ "id": title.id, "title": title.title })
}

/// A teammate as people see one.
#[must_use]
pub fn author(author: Option<&NamedAuthor>) -> Value {
    match author {
        Some(author) => json!({ "type": "admin", "name": author.name, "avatar": author.avatar_url }),
        None => Value::Null,
    }
}

/// An article.
#[must_use]
pub fn article(article: &HelpArticle) -> Value {
    json!({
        "id": article.id,
        "title": article.title,
        "summary": article.summary,
        "author": author(article.author.as_ref()),
        "collection_id": article.collection_id,
        "body_html": article.body_html,
        "body_text": article.body_text,
        "related": article.related.iter().map(title_json).collect::<Vec<_>>(),
        "locale": article.locale,
        "available_locales": article.available_locales,
        "updated_at": article.updated_at,
    })
}

/// A hit of a search.
#[must_use]
pub fn hit(hit: &HelpHit) -> Value {
    json!({
        "article_id": hit.article_id,
        "title": hit.title,
        "summary": hit.summary,
        "highlight": hit.highlight,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::HelpCollection;

    fn tree(parents: &[(&str, Option<&str>)]) -> HelpTree {
        let of = |(id, parent): &(&str, Option<&str>)| HelpCollection {
            id: (*id).to_owned(),
            parent_id: parent.map(str::to_owned),
            title: format!("t{id}"),
            summary: None,
            icon: None,
        };
        HelpTree {
            collections: parents.iter().map(of).collect(),
            articles: Vec::new(),
        }
    }

    #[test]
    fn sections_are_below_their_collection_and_those_of_a_hidden_one_are_hidden() {
        let all = collections(&tree(&[("1", None), ("2", Some("1")), ("3", Some("9"))]));
        assert_eq!(all.len(), 1);
        assert_eq!(all[0]["sections"][0]["id"], "2");
    }

    #[test]
    fn collections_that_contain_each_other_end_somewhere() {
        let turning = tree(&[("1", Some("2")), ("2", Some("1"))]);
        assert!(collections(&turning).is_empty());
        assert!(collection(&turning, "1").is_some());
        assert!(collection(&turning, "3").is_none());
    }
}
