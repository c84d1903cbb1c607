//! Reading the help center.
//!
//! Guarantees: every answer is in the best language there is; whatever was read once can be read and searched without
//! the server, with the same keys; an article that is no longer live is not found any more. Runs on the worker's
//! thread.

use super::context::Context;
use super::fetch::Fetch;
use super::library::{Told, ask};
use crate::error::FrontdeskError;
use crate::model::help::{Article, CollectionList, CollectionTree, SearchHit, SearchResults};

/// Most hits of a search, as on the server.
const HITS: usize = 20;
/// The kind of documents that single collections are kept as.
const COLLECTION: &str = "collection";

/// The tree of collections.
pub(crate) async fn collections(context: &Context) -> Result<CollectionList, FrontdeskError> {
    let (owner, languages) = (context.owner()?, context.languages());
    let exact = context
        .cache(&owner, |cache| cache.collections(languages.key()))
        .flatten();
    let any = match &exact {
        Some(exact) => Some(exact.value.clone()),
        None => context
            .cache(&owner, |cache| cache.collections_in(&languages.chain()))
            .flatten(),
    };
    let question = Fetch {
        path: &["help", "collections"],
        query: &languages.query(),
        etag: exact.as_ref().and_then(|exact| exact.etag.as_deref()),
        ..Fetch::default()
    };
    match (
        ask::<CollectionList>(context, question, any.is_some()).await?,
        any,
    ) {
        (Told::Fresh(list, etag), _) => {
            context.cache(&owner, |cache| {
                cache.put_collections(languages.key(), &list, etag.as_deref())
            });
            Ok(list)
        }
        (Told::Confirmed | Told::Unasked, Some(list)) => Ok(list),
        (Told::Confirmed | Told::Unasked, None) => Err(FrontdeskError::internal("help_center")),
    }
}

/// One collection, at any depth of the tree.
pub(crate) async fn collection(context: &Context, id: &str) -> Result<CollectionTree, FrontdeskError> {
    let (owner, languages) = (context.owner()?, context.languages());
    let name = format!("{}/{id}", languages.key());
    let exact = context
        .cache(&owner, |cache| {
            cache.document::<CollectionTree>(COLLECTION, &name)
        })
        .flatten();
    let any = match &exact {
        Some(exact) => Some(exact.value.clone()),
        None => context
            .cache(&owner, |cache| cache.collections_in(&languages.chain()))
            .flatten()
            .and_then(|list| list.find(id).cloned()),
    };
    let question = Fetch {
        path: &["help", "collections", id],
        query: &languages.query(),
        etag: exact.as_ref().and_then(|exact| exact.etag.as_deref()),
        ..Fetch::default()
    };
    let told = ask::<CollectionTree>(context, question, any.is_some()).await;
    if let Err(FrontdeskError::ContentUnavailable { .. }) = &told {
        context.cache(&owner, |cache| cache.remove_document(COLLECTION, &name));
    }
    match (told?, any) {
        (Told::Fresh(tree, etag), _) => {
            context.cache(&owner, |cache| {
                cache.put_document(COLLECTION, &name, &tree, etag.as_deref())
            });
            Ok(tree)
        }
        (Told::Confirmed | Told::Unasked, Some(tree)) => Ok(tree),
        (Told::Confirmed | Told::Unasked, None) => Err(FrontdeskError::internal("help_center")),
    }
}

/// One article.
pub(crate) async fn article(context: &Context, id: &str) -> Result<Article, FrontdeskError> {
    let (owner, languages) = (context.owner()?, context.languages());
    let kept = context
        .cache(&owner, |cache| cache.article(id, &languages.chain()))
        .flatten();
    let etag = context
        .cache(&owner, |cache| cache.article_etag(id, languages.key()))
        .flatten();
    let question = Fetch {
        path: &["help", "articles", id],
        query: &languages.query(),
        etag: etag.as_deref().filter(|_| kept.is_some()),
        ..Fetch::default()
    };
    let told = ask::<Article>(context, question, kept.is_some()).await;
    if let Err(FrontdeskError::ContentUnavailable { .. }) = &told {
        context.cache(&owner, |cache| cache.remove_article(id));
    }
    match (told?, kept) {
        (Told::Fresh(article, etag), _) => {
            context.cache(&owner, |cache| {
                cache.put_article(&article, languages.key(), etag.as_deref())
            });
            Ok(Article {
                from_cache: false,
                ..article
            })
        }
        (Told::Confirmed, Some(kept)) => Ok(Article {
            from_cache: false,
            ..kept
        }),
        (Told::Unasked, Some(kept)) => Ok(kept),
        (Told::Confirmed | Told::Unasked, None) => Err(FrontdeskError::internal("help_center")),
    }
}

/// Articles that match; those on the device when the server cannot be asked.
pub(crate) async fn search(context: &Context, term: &str) -> Result<Vec<SearchHit>, FrontdeskError> {
    let (owner, languages) = (context.owner()?, context.languages());
    let some = context.cache(&owner, |cache| cache.can_search()).unwrap_or(false);
    let mut query = languages.query();
    query.push(("q", term));
    let question = Fetch {
        path: &["help", "search"],
        query: &query,
        ..Fetch::default()
    };
    match ask::<SearchResults>(context, question, some).await? {
        Told::Fresh(found, _) => Ok(found.data),
        Told::Confirmed | Told::Unasked => Ok(context
            .cache(&owner, |cache| cache.search(term, &languages.chain(), HITS))
            .unwrap_or_default()),
    }
}
