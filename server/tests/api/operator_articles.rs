//! Articles in Intercom's shape, their lists and searches, and what readers get of them.

use serde_json::{Value, json};

use crate::desk::{Desk, Device};

/// An article in English and German, live, in a collection with a name in both; the ids.
pub(crate) async fn bilingual(desk: &Desk) -> (String, String) {
    let collection = json!({"name":"Basics","description":"Start here",
        "translated_content":{"de":{"name":"Grundlagen","description":"Hier geht es los"}}});
    let made = desk
        .operator("POST", "/help_center/collections", collection)
        .await
        .ok();
    let collection = made["id"].as_str().unwrap().to_owned();
    let article = json!({"title":"Reset your password","description":"In a minute","body":"<p>Open the settings.</p>",
        "author_id":1,"state":"published","parent_id":collection.parse::<i64>().unwrap(),"parent_type":"collection",
        "translated_content":{"de":{"title":"Passwort zurücksetzen","body":"<p>Öffne die Einstellungen.</p>",
            "author_id":1,"state":"published"}}});
    let made = desk.operator("POST", "/articles", article).await.ok();
    (made["id"].as_str().unwrap().to_owned(), collection)
}

#[tokio::test]
async fn an_article_is_a_draft_until_it_is_published_and_keeps_what_is_not_changed() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let new = json!({"title":"T","body":"<p>One</p><script>x()</script>","author_id":"1"});
    let made = desk.operator("POST", "/articles", new).await.ok();
    assert_eq!(
        (&made["state"], &made["body"], &made["author_id"]),
        (&json!("draft"), &json!("<p>One</p>"), &json!(1))
    );
    let id = made["id"].as_str().unwrap();
    let path = format!("/articles/{id}");
    let shown = format!("/sdk/v1/content/article/{id}");
    let draft = desk.call("GET", &shown, &token, Value::Null).await;
    assert_eq!(
        (draft.error(), &draft.body["errors"][0]["status"]),
        ((422, "content_not_live"), &json!("draft"))
    );
    let published = desk
        .operator("PUT", &path, json!({"state":"published"}))
        .await
        .ok();
    assert_eq!(
        (&published["state"], &published["title"]),
        (&json!("published"), &json!("T"))
    );
    let renamed = desk.operator("PUT", &path, json!({"title":"U"})).await.ok();
    assert_eq!(
        (&renamed["state"], &renamed["body"]),
        (&json!("published"), &json!("<p>One</p>"))
    );
    let live = desk.call("GET", &shown, &token, Value::Null).await.ok();
    assert_eq!(
        (&live["title"], &live["body"]["author"]["type"]),
        (&json!("U"), &json!("admin"))
    );
    let mut found = desk.get(&path).await.ok();
    assert_eq!(found["statistics"]["reactions"], 0);
    found["statistics"] = renamed["statistics"].clone();
    assert_eq!(found, renamed);
    let gone = desk.operator("DELETE", &path, Value::Null).await.ok();
    assert_eq!(gone, json!({"id":id,"object":"article","deleted":true}));
    for method in ["GET", "PUT", "DELETE"] {
        assert_eq!(
            desk.operator(method, &path, json!({})).await.error(),
            (404, "not_found"),
            "{method}"
        );
    }
    assert_eq!(
        desk.call("GET", &shown, &token, Value::Null).await.error(),
        (404, "not_found")
    );
}

#[tokio::test]
async fn readers_get_the_language_closest_to_theirs() {
    let desk = Desk::open().await;
    let (article, collection) = bilingual(&desk).await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let read = async |query: &str| {
        let path = format!("/sdk/v1/help/articles/{article}{query}");
        desk.call("GET", &path, &token, Value::Null).await.ok()
    };
    for (query, locale) in [
        ("", "en"),
        ("?locale=de", "de"),
        ("?locale=de_at", "de"),
        ("?locale=fr", "en"),
    ] {
        assert_eq!(read(query).await["locale"], locale, "{query}");
    }
    assert_eq!(read("").await["available_locales"], json!(["de", "en"]));
    // The contact's own language, then the device's, come before the workspace's.
    desk.patch(&token, json!({"language_override":"de-CH"}))
        .await
        .ok();
    assert_eq!(read("").await["title"], "Passwort zurücksetzen");
    assert_eq!(read("?locale=en-GB").await["locale"], "en");
    let mut login = desk.login_body(&Device::new(), &Value::Null);
    login["device"]["locale"] = "de_DE".into();
    let german = desk
        .send(desk.request("POST", "/sdk/v1/sessions").json(&login))
        .await
        .ok();
    let german = german["token"].as_str().unwrap();
    let tree = desk
        .call(
            "GET",
            &format!("/sdk/v1/help/collections/{collection}"),
            german,
            Value::Null,
        )
        .await
        .ok();
    assert_eq!(
        (&tree["title"], &tree["articles"][0]["title"]),
        (&json!("Grundlagen"), &json!("Passwort zurücksetzen"))
    );
    let hits = desk
        .call("GET", "/sdk/v1/help/search?q=einstell", german, Value::Null)
        .await
        .ok();
    assert_eq!(hits["data"][0]["title"], "Passwort zurücksetzen");
    let hits = desk
        .call("GET", "/sdk/v1/help/search?q=settings", german, Value::Null)
        .await
        .ok();
    assert_eq!(
        hits["data"],
        json!([]),
        "a reader of German is not sent to an English text of the same article"
    );
    // A language that is a draft is as good as not there; one that is taken away, too.
    let path = format!("/articles/{article}");
    let hide = json!({"translated_content":{"de":{"state":"draft"}}});
    let hidden = desk.operator("PUT", &path, hide).await.ok();
    assert_eq!(
        (&hidden["state"], &hidden["translated_content"]["de"]["state"]),
        (&json!("published"), &json!("draft"))
    );
    assert_eq!(read("?locale=de").await["locale"], "en");
    let removed = desk
        .operator("PUT", &path, json!({"translated_content":{"de":null}}))
        .await
        .ok();
    assert!(removed["translated_content"].get("de").is_none());
}

#[tokio::test]
async fn an_article_that_cannot_be_stored_is_refused_and_the_field_is_named() {
    let desk = Desk::open().await;
    for (body, code, field) in [
        (json!({"author_id":1}), "parameter_missing", "title"),
        (json!({"title":"T"}), "parameter_missing", "author_id"),
        (json!({"title":"","author_id":1}), "parameter_invalid", "title"),
        (
            json!({"title":"T","author_id":99}),
            "parameter_not_found",
            "author_id",
        ),
        (
            json!({"title":"T","author_id":"x"}),
            "parameter_invalid",
            "author_id",
        ),
        (
            json!({"title":"T","author_id":1,"state":"live"}),
            "parameter_invalid",
            "state",
        ),
        (
            json!({"title":"T","author_id":1,"parent_id":99}),
            "parameter_not_found",
            "parent_id",
        ),
        (
            json!({"title":"T","author_id":1,"body":7}),
            "parameter_invalid",
            "body",
        ),
        (
            json!({"title":"T","author_id":1,"translated_content":[]}),
            "parameter_invalid",
            "translated_content",
        ),
        (
            json!({"title":"T","author_id":1,"translated_content":{"klingonese":{"title":"x"}}}),
            "parameter_invalid",
            "translated_content.klingonese",
        ),
        (
            json!({"title":"T","author_id":1,"translated_content":{"de":{"title":7}}}),
            "parameter_invalid",
            "translated_content.de.title",
        ),
    ] {
        let answer = desk.operator("POST", "/articles", body.clone()).await;
        assert_eq!((answer.error(), answer.field()), ((400, code), field), "{body}");
    }
}

#[tokio::test]
async fn lists_that_are_asked_for_by_page_end_with_an_empty_page() {
    let desk = Desk::open().await;
    for n in 0..5 {
        desk.operator(
            "POST",
            "/articles",
            json!({"title":format!("A{n}"),"author_id":1}),
        )
        .await
        .ok();
        desk.operator(
            "POST",
            "/help_center/collections",
            json!({"name":format!("C{n}")}),
        )
        .await
        .ok();
        desk.operator(
            "POST",
            "/news/news_items",
            json!({"title":format!("N{n}"),"sender_id":1}),
        )
        .await
        .ok();
    }
    for (path, all) in [
        ("/articles", 7),
        ("/help_center/collections", 6),
        ("/news/news_items", 5),
        ("/help_center/help_centers", 1),
    ] {
        let (mut seen, mut page) = (Vec::new(), 1);
        loop {
            // The first request of the official clients names no page.
            let query = if page == 1 {
                "?per_page=2".to_owned()
            } else {
                format!("?per_page=2&page={page}")
            };
            let answer = desk.get(&format!("{path}{query}")).await.ok();
            assert_eq!(
                (&answer["type"], &answer["total_count"]),
                (&json!("list"), &json!(all))
            );
            let data = answer["data"].as_array().unwrap();
            if data.is_empty() {
                break;
            }
            seen.extend(data.iter().map(|one| one["id"].to_string()));
            page += 1;
            assert!(page < 10, "{path} does not end");
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), all, "{path}");
    }
}

#[tokio::test]
async fn a_search_of_operators_finds_drafts_and_marks_what_matches() {
    let desk = Desk::open().await;
    bilingual(&desk).await;
    desk.operator(
        "POST",
        "/articles",
        json!({"title":"Password rules","author_id":1,"body":"<p>Long ones.</p>"}),
    )
    .await
    .ok();
    let titles = async |query: &str| {
        let found = desk.get(&format!("/articles/search?{query}")).await.ok();
        let mut titles: Vec<String> = found["data"]["articles"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["title"].as_str().unwrap().to_owned())
            .collect();
        titles.sort();
        assert_eq!(found["total_count"], titles.len());
        titles
    };
    assert_eq!(
        titles("phrase=password").await,
        ["Password rules", "Reset your password"]
    );
    assert_eq!(titles("phrase=password&state=draft").await, ["Password rules"]);
    assert_eq!(
        titles("phrase=password&state=published").await,
        ["Reset your password"]
    );
    assert_eq!(titles("phrase=einstellungen").await, ["Reset your password"]);
    assert_eq!(titles("phrase=%22%20OR%20*").await, [] as [&str; 0]);
    assert_eq!(
        titles("state=draft").await,
        ["How things used to be", "Password rules"]
    );
    let found = desk
        .get("/articles/search?phrase=reset&highlight=true")
        .await
        .ok();
    let title = &found["data"]["highlights"][0]["highlighted_title"];
    assert_eq!(title[0], json!({"type":"highlight","text":"Reset"}));
    assert_eq!(title[1], json!({"type":"plain","text":" your password"}));
    let wrong = desk.get("/articles/search?phrase=x&state=gone").await;
    assert_eq!(
        (wrong.error(), wrong.field()),
        ((400, "parameter_invalid"), "state")
    );
}

#[tokio::test]
async fn reactions_are_counted_per_reader() {
    let desk = Desk::open().await;
    let (article, _) = bilingual(&desk).await;
    for (user, value) in [
        ("a", "happy"),
        ("b", "happy"),
        ("c", "sad"),
        ("d", "neutral"),
        ("d", "sad"),
    ] {
        let token = desk.token(&Device::new(), json!({"user_id":user})).await;
        let body = json!({"id":crate::desk::new_id(),"value":value});
        let path = format!("/sdk/v1/help/articles/{article}/reaction");
        assert_eq!(desk.call("POST", &path, &token, body).await.status, 204);
    }
    let counted = desk.get(&format!("/articles/{article}")).await.ok();
    assert_eq!(counted["statistics"]["reactions"], 4);
    assert_eq!(counted["statistics"]["happy_reaction_percentage"], 50.0);
    assert_eq!(counted["statistics"]["sad_reaction_percentage"], 50.0);
}
