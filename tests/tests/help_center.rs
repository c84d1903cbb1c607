//! The help center: documented keys, languages, and reading without the server.

#[path = "help_center/file.rs"]
mod file;
#[path = "help_center/search.rs"]
mod search;

use std::time::{Duration, Instant};

use frontdesk_core::{Delivery, FrontdeskError, Reaction};
use frontdesk_tests::support::{App, Fault, On, Reply, TestServer, block_on, traces_of};
use serde_json::{Value, json};

const ARTICLES: &str = "GET /sdk/v1/help/articles/*";

/// A server with two articles in a collection, one of them in a section.
fn server() -> TestServer {
    let server = TestServer::start();
    server.publish(
        "help_center_collection",
        "4002",
        "Orders",
        json!({ "parent_id": "4001", "description": "Buying" }),
    );
    server.publish(
        "article",
        "1001",
        "Getting started",
        json!({ "body_html": "<p>Open the app and look around. A kettle is not needed.</p>", "collection_id": "4001" }),
    );
    server.publish(
        "article",
        "1003",
        "How to get a refund",
        json!({ "body_html": "<p>Choose Return &amp; we pay the money back.</p>", "collection_id": "4002",
                "summary": "Money back" }),
    );
    server
}

fn logged_in(server: &TestServer) -> App {
    let app = App::on(server).open();
    app.login("ada").unwrap();
    app
}

fn found(app: &App, term: &str) -> Value {
    serde_json::to_value(block_on(app.search_help_center(term)).unwrap()).unwrap()
}

fn ids(results: &Value) -> Vec<&str> {
    let results = results.as_array().unwrap();
    results
        .iter()
        .map(|one| one["articleId"].as_str().unwrap())
        .collect()
}

/// Everything that can stand between an app and its server.
fn troubles() -> Vec<(&'static str, Fault)> {
    vec![
        ("the connection ends", Fault::DropBefore),
        ("the answer is cut off", Fault::Truncate),
        ("a page with status 500", Fault::Reply(Reply::page(500))),
        ("a captive portal", Fault::Reply(Reply::page(200))),
        (
            "JSON of somebody else",
            Fault::Reply(Reply::status(200).json(&json!({ "welcome": true }))),
        ),
        ("bytes that are no HTTP", Fault::Garbage),
        (
            "an error of the server",
            Fault::Reply(Reply::error(503, "unavailable")),
        ),
    ]
}

#[test]
fn collections_have_the_documented_keys_with_and_without_the_server() {
    let server = server();
    let app = logged_in(&server);
    let all = || serde_json::to_value(block_on(app.fetch_help_center_collections()).unwrap()).unwrap();
    let one =
        |id: &str| serde_json::to_value(block_on(app.fetch_help_center_collection(id)).unwrap()).unwrap();
    let expected =
        json!([{ "collectionId": "4001", "title": "First steps", "summary": "Find your way around" }]);
    let content = json!({ "collectionId": "4001", "title": "First steps", "summary": "Find your way around",
        "articles": [{ "articleId": "1001", "title": "Getting started" }],
        "sections": [{ "title": "Orders", "articles": [{ "articleId": "1003", "title": "How to get a refund" }] }] });
    assert_eq!((all(), one("4001")), (expected.clone(), content.clone()));
    server.cut_network();
    assert_eq!((all(), one("4001")), (expected, content));
    // A section was never asked for by itself; the tree holds it.
    assert_eq!(one("4002")["articles"][0]["articleId"], "1003");
    let app = app.reopen();
    assert_eq!(
        block_on(app.fetch_help_center_collections()).unwrap().len(),
        1,
        "also after a restart"
    );
}

#[test]
fn without_a_copy_a_lost_network_is_an_error_and_with_one_it_is_not() {
    let server = server();
    let app = logged_in(&server);
    server.cut_network();
    let error = block_on(app.article("1001")).unwrap_err();
    assert_eq!(
        (error.code(), error.is_temporary()),
        ("network_unavailable", true)
    );
    assert_eq!(
        block_on(app.fetch_help_center_collections()).unwrap_err().code(),
        "network_unavailable"
    );
    assert_eq!(
        block_on(app.search_help_center("kettle")).unwrap_err().code(),
        "network_unavailable"
    );
    server.restore_network();
    let read = block_on(app.article("1001")).unwrap();
    assert!(!read.from_cache && read.body_html.contains("kettle"));
    server.cut_network();
    let kept = block_on(app.article("1001")).unwrap();
    assert!(kept.from_cache);
    assert_eq!(
        (kept.title, kept.body_html, kept.body_text),
        (read.title, read.body_html, read.body_text)
    );
}

#[test]
fn whatever_stands_between_app_and_server_the_copy_is_read() {
    let server = server();
    let app = logged_in(&server);
    block_on(app.article("1001")).unwrap();
    block_on(app.fetch_help_center_collections()).unwrap();
    for (trouble, fault) in troubles() {
        // There is something new, so that no short "unchanged" slips through.
        server.publish(
            "article",
            "1001",
            trouble,
            json!({ "body_html": "<p>The kettle again.</p>" }),
        );
        server.fault(On::pattern("GET /sdk/v1/help/*"), fault);
        let kept = block_on(app.article("1001")).expect(trouble);
        assert!(kept.from_cache && kept.body_text.contains("kettle"), "{trouble}");
        assert_eq!(
            block_on(app.fetch_help_center_collections())
                .expect(trouble)
                .len(),
            1,
            "{trouble}"
        );
        assert_eq!(ids(&found(&app, "kettle")), ["1001"], "{trouble}");
        server.no_more_faults();
        let read = block_on(app.article("1001")).unwrap();
        assert_eq!((read.title.as_str(), read.from_cache), (trouble, false));
    }
}

#[test]
fn without_a_copy_one_bad_answer_is_repeated() {
    for (trouble, fault) in troubles() {
        let server = server();
        let app = logged_in(&server);
        server.fault(On::pattern(ARTICLES).first(2), fault);
        let read = block_on(app.article("1001")).expect(trouble);
        assert!(!read.from_cache, "{trouble}");
        assert_eq!(
            server.journal().of("GET /sdk/v1/help/articles/1001").len(),
            3,
            "{trouble}"
        );
    }
}

#[test]
fn who_has_a_copy_does_not_wait_for_a_server_that_says_nothing() {
    let server = server();
    let app = logged_in(&server);
    block_on(app.article("1001")).unwrap();
    let gate = server.hold(On::pattern(ARTICLES));
    let begun = Instant::now();
    let kept = block_on(app.article("1001")).unwrap();
    assert!(
        kept.from_cache && begun.elapsed() < Duration::from_secs(10),
        "{:?}",
        begun.elapsed()
    );
    gate.open();
}

#[test]
fn what_is_unchanged_is_not_sent_again() {
    let server = server();
    let app = logged_in(&server);
    for _ in 0..2 {
        block_on(app.article("1001")).unwrap();
        block_on(app.fetch_help_center_collections()).unwrap();
        block_on(app.fetch_help_center_collection("4001")).unwrap();
    }
    for path in ["articles/1001", "collections", "collections/4001"] {
        let asked = server.journal().of(&format!("GET /sdk/v1/help/{path}"));
        assert_eq!(
            (asked[0].header("if-none-match"), asked[0].status),
            (None, Some(200)),
            "{path}"
        );
        assert!(asked[1].header("if-none-match").is_some(), "{path}");
        assert_eq!(asked[1].status, Some(304), "{path}");
    }
    server.publish(
        "article",
        "1001",
        "Getting started again",
        json!({ "body_html": "<p>New</p>" }),
    );
    let read = block_on(app.article("1001")).unwrap();
    assert_eq!(
        (read.title.as_str(), read.from_cache),
        ("Getting started again", false)
    );
}

#[test]
fn what_is_no_longer_live_is_neither_read_nor_found() {
    let server = server();
    let app = logged_in(&server);
    block_on(app.article("1001")).unwrap();
    server.set_status("article", "1001", "archived");
    let error = block_on(app.article("1001")).unwrap_err();
    assert!(
        matches!(
            error,
            FrontdeskError::ContentUnavailable {
                code: "not_found",
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(
        block_on(app.fetch_help_center_collection("9999"))
            .unwrap_err()
            .code(),
        "not_found"
    );
    server.cut_network();
    assert_eq!(
        block_on(app.article("1001")).unwrap_err().code(),
        "network_unavailable"
    );
}

#[test]
fn nothing_is_answered_to_nobody_and_nothing_of_one_user_to_the_next() {
    let server = server();
    let app = App::on(&server).open();
    assert_eq!(block_on(app.article("1001")).unwrap_err().code(), "not_logged_in");
    assert_eq!(
        block_on(app.search_help_center("x")).unwrap_err().code(),
        "not_logged_in"
    );
    app.login("ada").unwrap();
    block_on(app.article("1001")).unwrap();
    app.log_out().unwrap();
    let traces = traces_of(&app.folder(), &["kettle"]);
    assert!(traces.is_empty(), "{traces:?}");
    app.login("bob").unwrap();
    server.cut_network();
    assert_eq!(
        block_on(app.article("1001")).unwrap_err().code(),
        "network_unavailable"
    );
}

#[test]
fn a_logout_while_the_server_is_asked_ends_the_call_and_keeps_nothing() {
    let server = server();
    let app = logged_in(&server);
    let gate = server.hold_answer(On::pattern(ARTICLES));
    let asking = {
        let desk = (*app).clone();
        std::thread::spawn(move || block_on(desk.article("1001")))
    };
    server
        .journal()
        .wait_for_count("GET /sdk/v1/help/articles/1001", 1);
    app.log_out().unwrap();
    app.login("bob").unwrap();
    gate.open();
    assert_eq!(asking.join().unwrap().unwrap_err().code(), "superseded");
    server.cut_network();
    assert_eq!(
        block_on(app.article("1001")).unwrap_err().code(),
        "network_unavailable"
    );
}

#[test]
fn a_reaction_counts_once_also_when_its_answer_is_lost_or_it_was_made_offline() {
    let server = server();
    let app = logged_in(&server);
    let stored = |value: &str| {
        let sql =
            format!("select count(*) from article_reactions where article_id = '1001' and value = '{value}'");
        server.database().number(&sql)
    };
    server.fault(
        On::pattern("POST /sdk/v1/help/articles/*").first(1),
        Fault::DropAfter,
    );
    let first = block_on(app.react_to_article("1001", Reaction::Happy)).unwrap();
    assert_eq!(first, Delivery::Queued, "nobody said that it arrived");
    app.drain();
    assert_eq!(stored("happy"), 1);
    let sent = server.journal().of("POST /sdk/v1/help/articles/1001/reaction");
    assert!(
        sent.len() == 2 && sent[0].body == sent[1].body,
        "repeated with equal bytes"
    );
    drop(app);

    let app = App::on(&server)
        .limits(|limits| limits.delivery_wait = Duration::from_millis(50))
        .open();
    app.login("ada").unwrap();
    server.cut_network();
    let queued = block_on(app.react_to_article("1001", Reaction::Sad)).unwrap();
    assert_eq!(queued, Delivery::Queued);
    let app = app.crash();
    server.restore_network();
    app.drain();
    assert_eq!((stored("happy"), stored("sad")), (0, 1), "the latest word counts");
}
