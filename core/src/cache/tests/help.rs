//! Trees of collections and articles by language.

use super::*;
use crate::model::help::CollectionList;
use serde_json::json;

fn tree(articles: &[(&str, &str)]) -> CollectionList {
    let articles: Vec<_> = articles
        .iter()
        .map(|(id, title)| json!({"id": id, "title": title}))
        .collect();
    let (here, below) = articles.split_at(articles.len() / 2);
    serde_json::from_value(
        json!({"data": [{"id": "1", "title": "Basics", "summary": null, "articles": here,
        "sections": [{"id": "2", "title": "More", "summary": null, "articles": below, "sections": []}]}]}),
    )
    .unwrap()
}

#[test]
fn a_tree_comes_back_for_its_language_with_its_version() {
    let (cache, _folder) = fresh();
    cache
        .put_collections("pt-BR", &tree(&[("10", "Começar")]), Some("v1"))
        .unwrap();
    let kept = cache.collections("pt_br").unwrap().unwrap();
    assert_eq!(
        (kept.value, kept.etag.as_deref()),
        (tree(&[("10", "Começar")]), Some("v1"))
    );
    assert_eq!(cache.collections("pt").unwrap(), None);
    assert_eq!(
        cache.collections_in(&["de", "pt-BR"]).unwrap(),
        Some(tree(&[("10", "Começar")]))
    );
    assert_eq!(
        cache.collections_in(&["de"]).unwrap(),
        Some(tree(&[("10", "Começar")]))
    );
    assert_eq!(fresh().0.collections_in(&["de"]).unwrap(), None);
}

#[test]
#[cfg(feature = "offline-search")]
fn articles_that_were_never_read_are_found_by_title_until_no_tree_lists_them() {
    let (cache, _folder) = fresh();
    cache
        .put_collections("en", &tree(&[("10", "Refunds"), ("11", "Shipping")]), None)
        .unwrap();
    let ids = |term| {
        let hits = cache.search(term, &["en"], 20).unwrap();
        hits.into_iter().map(|hit| hit.article_id).collect::<Vec<_>>()
    };
    assert_eq!(
        (ids("refund"), ids("shipp")),
        (vec!["10".to_owned()], vec!["11".to_owned()])
    );
    assert_eq!(cache.search("refund", &["en"], 20).unwrap()[0].highlight, None);
    cache
        .put_collections("en", &tree(&[("10", "Money back")]), None)
        .unwrap();
    assert_eq!(
        (ids("refund"), ids("shipp"), ids("money")),
        (vec![], vec![], vec!["10".to_owned()])
    );
}

#[test]
fn an_article_is_read_in_the_first_language_that_is_here() {
    let (cache, _folder) = fresh();
    cache
        .put_article(&article("10", "en", "Start", "english"), "en", Some("e1"))
        .unwrap();
    cache
        .put_article(&article("10", "de", "Anfang", "deutsch"), "de", Some("d1"))
        .unwrap();
    let title = |locales: &[&str]| cache.article("10", locales).unwrap().unwrap().title;
    assert_eq!(title(&["de", "en"]), "Anfang");
    assert_eq!(title(&["fr", "en"]), "Start");
    let read = cache.article("10", &["de"]).unwrap().unwrap();
    assert!(read.from_cache);
    assert_eq!(
        (read.body_text.as_str(), read.body_html.as_str()),
        ("deutsch", "<p>deutsch</p>")
    );
    assert_eq!(cache.article("11", &["de"]).unwrap(), None);
    cache.remove_article("10").unwrap();
    assert_eq!(cache.article("10", &["de"]).unwrap(), None);
}

#[test]
fn what_the_server_chose_for_a_language_counts_for_that_language() {
    let (cache, _folder) = fresh();
    // French was asked for, and the workspace has only English and Dutch.
    cache
        .put_article(&article("10", "nl", "Begin", "tekst"), "", None)
        .unwrap();
    cache
        .put_article(&article("10", "en", "Start", "words"), "fr", Some("v1"))
        .unwrap();
    assert_eq!(cache.article("10", &["fr"]).unwrap().unwrap().title, "Start");
    let found_in = |locale| cache.search("words", &[locale], 20).unwrap().len();
    assert_eq!(
        (found_in("fr"), found_in("de")),
        (usize::from(cfg!(feature = "offline-search")), 0)
    );
    assert_eq!(cache.article_etag("10", "fr").unwrap().as_deref(), Some("v1"));
    assert_eq!(cache.article_etag("10", "en").unwrap(), None);
}

#[test]
#[cfg(feature = "offline-search")]
fn an_article_is_found_once_and_in_the_best_language() {
    let (cache, _folder) = fresh();
    cache
        .put_collections("de", &tree(&[("10", "Email")]), None)
        .unwrap();
    cache
        .put_article(&article("10", "en", "Email", "email email email"), "en", None)
        .unwrap();
    cache
        .put_article(&article("11", "en", "Other", "an email"), "en", None)
        .unwrap();
    let hits = cache.search("email", &["de", "en"], 20).unwrap();
    let ids: Vec<_> = hits.iter().map(|hit| hit.article_id.as_str()).collect();
    assert_eq!(ids, ["10", "11"]);
    assert_eq!(cache.search("email", &["de", "en"], 1).unwrap().len(), 1);
}
