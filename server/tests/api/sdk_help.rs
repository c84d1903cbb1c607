//! The help center: languages, drafts, search, keeping, reactions.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, Device, new_id};

async fn read(desk: &Desk, token: &str, path: &str) -> Answer {
    desk.call("GET", &format!("/sdk/v1/help/{path}"), token, Value::Null)
        .await
}

/// An article in English, live, in the collection 4001.
async fn article(desk: &Desk, id: &str, title: &str, html: &str) {
    let body = json!({"kind":"article","id":id,"title":title,"status":"live",
        "body":{"body_html":html,"collection_id":"4001"}});
    desk.operator("POST", "/x/content", body).await.ok();
}

fn titles(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|one| one["title"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn collections_hold_their_live_articles_and_sections() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let section = json!({"kind":"help_center_collection","id":"5","title":"Deeper","status":"live",
        "body":{"parent_id":"4001","description":"More","icon":"star"}});
    desk.operator("POST", "/x/content", section).await.ok();
    let list = read(&desk, &token, "collections").await.ok();
    assert_eq!(titles(&list["data"]), ["First steps"]);
    let first = &list["data"][0];
    assert_eq!(
        first["articles"],
        json!([{"id":"1001","title":"Getting started"}])
    );
    assert_eq!(titles(&first["sections"]), ["Deeper"]);
    let one = read(&desk, &token, "collections/5").await.ok();
    assert_eq!((&one["summary"], &one["icon"]), (&json!("More"), &json!("star")));
    for status in ["draft", "paused", "archived"] {
        desk.operator(
            "PUT",
            "/x/content/help_center_collection/4001",
            json!({"status":status}),
        )
        .await
        .ok();
        assert_eq!(
            read(&desk, &token, "collections").await.ok()["data"],
            json!([]),
            "{status}"
        );
        assert_eq!(
            read(&desk, &token, "collections/4001").await.error(),
            (404, "not_found")
        );
    }
    assert_eq!(
        read(&desk, &token, "collections/999").await.error(),
        (404, "not_found")
    );
}

#[tokio::test]
async fn an_article_is_sanitised_and_names_others_of_its_collection() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    article(
        &desk,
        "7",
        "Safe",
        "<p onclick=\"x()\">One</p><script>steal()</script><p>Two &amp; three</p>",
    )
    .await;
    let found = read(&desk, &token, "articles/7").await.ok();
    assert_eq!(found["body_html"], "<p>One</p><p>Two &amp; three</p>");
    assert_eq!(found["body_text"], "One\nTwo & three");
    assert_eq!(
        (&found["locale"], &found["available_locales"]),
        (&json!("en"), &json!(["en"]))
    );
    assert_eq!(found["collection_id"], "4001");
    assert_eq!(found["related"], json!([{"id":"1001","title":"Getting started"}]));
    for gone in ["articles/1002", "articles/999", "articles/x"] {
        assert_eq!(
            read(&desk, &token, gone).await.error(),
            (404, "not_found"),
            "{gone}"
        );
    }
}

#[tokio::test]
async fn what_a_device_has_already_is_not_sent_again() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    for path in [
        "help/collections",
        "help/collections/4001",
        "help/articles/1001",
        "news",
    ] {
        let path = format!("/sdk/v1/{path}");
        let first = desk.call("GET", &path, &token, Value::Null).await;
        let etag = first.headers["etag"].to_str().unwrap().to_owned();
        assert!(
            first.headers["cache-control"]
                .to_str()
                .unwrap()
                .starts_with("private, max-age=")
        );
        let again = desk
            .send(
                desk.request("GET", &path)
                    .bearer_auth(&token)
                    .header("if-none-match", &etag),
            )
            .await;
        assert_eq!((again.status.as_u16(), &again.body), (304, &json!("")), "{path}");
        assert_eq!(again.headers["etag"].to_str().unwrap(), etag);
    }
    article(&desk, "1001", "Started", "<p>Go</p>").await;
    let path = "/sdk/v1/help/articles/1001";
    let before = desk.call("GET", path, &token, Value::Null).await.headers["etag"].clone();
    article(&desk, "1001", "Started", "<p>Go on</p>").await;
    let changed = desk
        .send(
            desk.request("GET", path)
                .bearer_auth(&token)
                .header("if-none-match", before),
        )
        .await;
    assert_eq!(
        (changed.status.as_u16(), &changed.body["body_text"]),
        (200, &json!("Go on"))
    );
}

#[tokio::test]
async fn a_search_finds_words_and_their_beginnings_and_marks_them() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    article(
        &desk,
        "7",
        "Reset your password",
        "<p>Open settings &lt;b&gt; and choose a new password.</p>",
    )
    .await;
    article(
        &desk,
        "8",
        "Invoices",
        "<p>Where your <b>invoices</b> are. Grüße!</p>",
    )
    .await;
    let find = async |term: &str| {
        let encoded: String = term.bytes().map(|byte| format!("%{byte:02x}")).collect();
        read(&desk, &token, &format!("search?q={encoded}")).await
    };
    let hits = find("settings passw").await.ok();
    assert_eq!(titles(&hits["data"]), ["Reset your password"]);
    let highlight = hits["data"][0]["highlight"].as_str().unwrap();
    assert!(highlight.contains("<em>settings</em> &lt;b&gt;"), "{highlight}");
    assert_eq!(titles(&find("INVOICE").await.ok()["data"]), ["Invoices"]);
    assert_eq!(titles(&find("grusse").await.ok()["data"]), [] as [&str; 0]);
    assert_eq!(titles(&find("gruße").await.ok()["data"]), ["Invoices"]);
    assert_eq!(
        titles(&find("password nonsense").await.ok()["data"]),
        ["Reset your password"]
    );
    assert_eq!(
        titles(&find("used").await.ok()["data"]),
        [] as [&str; 0],
        "an archived article is not found"
    );
    for odd in [
        "\"",
        "*",
        "AND",
        "NEAR(a b)",
        "title:x",
        "a\" OR \"b",
        "-",
        "\u{0}",
        "(",
        "x^2",
        "😀",
        "%",
        "'; drop table content --",
    ] {
        assert_eq!(find(odd).await.status, 200, "{odd:?}");
    }
    assert_eq!(find("").await.error(), (400, "parameter_invalid"));
    assert_eq!(find(&"x".repeat(256)).await.error(), (400, "parameter_invalid"));
    let none = desk.call("GET", "/sdk/v1/help/search", &token, Value::Null).await;
    assert_eq!(none.error(), (400, "parameter_missing"));
}

#[tokio::test]
async fn a_search_answers_twenty_at_most() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    for n in 0..25 {
        article(
            &desk,
            &format!("{}", 100 + n),
            &format!("Topic {n}"),
            "<p>the same words</p>",
        )
        .await;
    }
    let hits = read(&desk, &token, "search?q=words").await.ok();
    assert_eq!(hits["data"].as_array().unwrap().len(), 20);
}

#[tokio::test]
async fn articles_for_some_are_hidden_from_others_everywhere() {
    let desk = Desk::open().await;
    let lead = desk.token(&Device::new(), Value::Null).await;
    let user = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    article(&desk, "7", "For members", "<p>membership</p>").await;
    desk.operator(
        "PUT",
        "/x/content/article/7",
        json!({"targeting":{"user_ids":["ada"]}}),
    )
    .await
    .ok();
    assert_eq!(read(&desk, &user, "articles/7").await.status, 200);
    assert_eq!(
        titles(&read(&desk, &user, "search?q=membership").await.ok()["data"]),
        ["For members"]
    );
    assert_eq!(read(&desk, &lead, "articles/7").await.error(), (404, "not_found"));
    assert_eq!(
        read(&desk, &lead, "search?q=membership").await.ok()["data"],
        json!([])
    );
    let list = read(&desk, &lead, "collections").await.ok();
    assert_eq!(titles(&list["data"][0]["articles"]), ["Getting started"]);
    let reaction = json!({"id":new_id(),"value":"sad"});
    let refused = desk
        .call("POST", "/sdk/v1/help/articles/7/reaction", &lead, reaction)
        .await;
    assert_eq!(refused.error(), (404, "not_found"));
}

#[tokio::test]
async fn a_reaction_counts_once_per_id_and_the_latest_word_stays() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let other = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    let path = "/sdk/v1/help/articles/1001/reaction";
    let first = json!({"id":new_id(),"value":"happy"});
    for _ in 0..2 {
        assert_eq!(desk.call("POST", path, &token, first.clone()).await.status, 204);
    }
    let reused = json!({"id":first["id"],"value":"sad"});
    assert_eq!(
        desk.call("POST", path, &token, reused.clone()).await.error(),
        (409, "id_reused")
    );
    assert_eq!(
        desk.call("POST", path, &other, reused).await.status,
        204,
        "ids are one contact's own"
    );
    for (body, code) in [
        (json!({"value":"happy"}), "parameter_missing"),
        (json!({"id":new_id()}), "parameter_missing"),
        (json!({"id":"7","value":"happy"}), "parameter_invalid"),
        (json!({"id":new_id(),"value":"great"}), "parameter_invalid"),
    ] {
        assert_eq!(desk.call("POST", path, &token, body).await.error(), (400, code));
    }
    let gone = desk
        .call(
            "POST",
            "/sdk/v1/help/articles/1002/reaction",
            &token,
            json!({"id":new_id(),"value":"sad"}),
        )
        .await;
    assert_eq!(gone.error(), (404, "not_found"));
}

#[tokio::test]
async fn nobody_reads_the_help_center_without_a_session() {
    let desk = Desk::open().await;
    for path in ["collections", "collections/4001", "articles/1001", "search?q=x"] {
        assert_eq!(
            read(&desk, "wrong", path).await.error(),
            (401, "unauthorized"),
            "{path}"
        );
    }
    let token = desk.token(&Device::new(), Value::Null).await;
    assert_eq!(
        read(&desk, &token, "collections?locale=no%20tag").await.error(),
        (400, "parameter_invalid")
    );
}
