//! Searching, and languages.

use super::*;

#[test]
fn search_has_the_same_keys_online_and_offline() {
    let server = server();
    let app = logged_in(&server);
    let online = found(&app, "refund");
    assert_eq!(ids(&online), ["1003"]);
    block_on(app.fetch_help_center_collections()).unwrap();
    block_on(app.article("1003")).unwrap();
    server.cut_network();
    let offline = found(&app, "money");
    assert_eq!(ids(&offline), ["1003"]);
    let keys = |results: &Value| {
        let mut keys: Vec<String> = results[0].as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(
        keys(&online),
        ["articleId", "matchingSnippet", "summary", "title"]
    );
    assert_eq!(keys(&offline), keys(&online));
    let snippet = offline[0]["matchingSnippet"].as_str().unwrap();
    assert!(
        snippet.contains("<em>money</em>") && snippet.contains("Return &amp; we"),
        "{snippet}"
    );
    // Never read: by its title, as far as it was typed.
    assert_eq!(ids(&found(&app, "getting sta")), ["1001"]);
    assert_eq!(found(&app, "unicorn"), json!([]));
}

#[test]
fn no_term_is_an_error_and_a_blank_one_asks_nobody() {
    let server = server();
    let app = logged_in(&server);
    assert_eq!(found(&app, " \n"), json!([]));
    assert!(server.journal().of("GET /sdk/v1/help/search").is_empty());
    let hostile = [
        "\"",
        "*",
        "a\" OR \"b",
        "NEAR(a b)",
        "title:x",
        "(",
        "%_",
        "'; drop table articles; --",
        "&q=x",
        "😀",
    ];
    for term in hostile {
        block_on(app.search_help_center(term)).expect(term);
    }
    block_on(app.article("1001")).unwrap();
    server.cut_network();
    for term in hostile {
        block_on(app.search_help_center(term)).expect(term);
    }
    let error = block_on(app.search_help_center(&"x".repeat(256))).unwrap_err();
    assert_eq!(
        (error.code(), error.field(), error.limit()),
        ("too_long", Some("term"), Some(255))
    );
    assert_eq!(
        block_on(app.search_help_center("a\0")).unwrap_err().code(),
        "invalid_text"
    );
}

#[test]
fn the_language_asked_for_is_the_override_then_the_devices_then_nobodys() {
    let server = server();
    let asked = |app: &App| {
        block_on(app.article("1001")).unwrap();
        let all = server.journal().of("GET /sdk/v1/help/articles/1001");
        all.last().unwrap().query.clone()
    };
    let app = App::on(&server).locale("pt_br").open();
    app.login("ada").unwrap();
    assert_eq!(asked(&app), "locale=pt-BR");
    app.set_language_override(Some("de")).unwrap();
    assert_eq!(asked(&app), "locale=de");
    app.set_language_override(None).unwrap();
    assert_eq!(asked(&app), "locale=pt-BR");
    let other = logged_in(&server);
    assert_eq!(asked(&other), "");
}

#[test]
fn offline_an_article_is_read_in_the_best_language_that_was_seen() {
    let server = server();
    let app = App::on(&server).locale("de-AT").open();
    app.login("ada").unwrap();
    let german = json!({ "id": "1001", "title": "Erste Schritte", "summary": null, "author": null,
        "collection_id": null, "body_html": "<p>Kessel</p>", "body_text": "Kessel", "related": [],
        "locale": "de", "available_locales": ["de", "en"], "updated_at": 5 });
    server.reply(On::pattern(ARTICLES).first(1), Reply::status(200).json(&german));
    assert_eq!(block_on(app.article("1001")).unwrap().title, "Erste Schritte");
    app.set_language_override(Some("en")).unwrap();
    assert_eq!(block_on(app.article("1001")).unwrap().title, "Getting started");
    server.cut_network();
    let title = || block_on(app.article("1001")).unwrap().title;
    assert_eq!(title(), "Getting started");
    assert_eq!(ids(&found(&app, "kettle")), ["1001"]);
    app.set_language_override(None).unwrap();
    assert_eq!(title(), "Erste Schritte");
    assert_eq!(found(&app, "kessel")[0]["title"], "Erste Schritte");
    app.set_language_override(Some("fr")).unwrap();
    assert_eq!(
        title(),
        "Erste Schritte",
        "the device's language comes before the workspace's"
    );
}
