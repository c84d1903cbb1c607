//! The demonstration: something to see on every screen, and the same after a second start.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, event};

async fn demo() -> (Desk, String) {
    let desk = Desk::open().await;
    desk.server.fill_demo(&desk.workspace).await.unwrap();
    let token = desk.token(&Device::new(), json!({"user_id":"demo"})).await;
    (desk, token)
}

async fn read(desk: &Desk, token: &str, path: &str) -> Value {
    desk.call("GET", &format!("/sdk/v1/{path}"), token, Value::Null)
        .await
        .ok()
}

#[tokio::test]
async fn every_screen_has_something_to_show() {
    let (desk, token) = demo().await;
    let help = read(&desk, &token, "help/collections").await;
    let of_demo: Vec<&Value> = help["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["id"].as_str() > Some("5000"))
        .collect();
    assert_eq!(of_demo.len(), 4);
    let articles: usize = of_demo
        .iter()
        .map(|one| one["articles"].as_array().unwrap().len())
        .sum();
    assert_eq!(articles, 20);
    for collection in &of_demo {
        for article in collection["articles"].as_array().unwrap() {
            let id = article["id"].as_str().unwrap();
            let english = read(&desk, &token, &format!("help/articles/{id}")).await;
            let german = read(&desk, &token, &format!("help/articles/{id}?locale=de")).await;
            assert_eq!(english["available_locales"], json!(["de", "en"]));
            assert!(
                english["author"]["name"].is_string() && english["related"].as_array().unwrap().len() > 2
            );
            assert_eq!(
                (&english["locale"], &german["locale"]),
                (&json!("en"), &json!("de"))
            );
            assert_ne!(english["body_text"], german["body_text"]);
        }
    }
    let found = read(&desk, &token, "help/search?q=passwort&locale=de").await;
    assert_eq!(found["data"][0]["title"], "Passwort zurücksetzen");
    let talks = read(&desk, &token, "conversations").await;
    let talks = talks["data"].as_array().unwrap();
    assert_eq!(talks.len(), 3);
    assert!(talks.iter().all(|one| one["state"] == "open"));
    assert_eq!(
        read(&desk, &token, "tickets").await["data"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        read(&desk, &token, "ticket_types").await["data"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        read(&desk, &token, "news").await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert!(read(&desk, &token, "content/carousel/3001").await["body"]["screens"].is_array());
    let ping = desk.call("POST", "/sdk/v1/ping", &token, json!({})).await.ok();
    assert_eq!(ping["unread"]["count"], 2);
    assert_eq!(ping["in_app"][0]["kind"], "in_app_message");
    assert_eq!(ping["settings"]["brand"]["name"], "Treeline");
    assert_eq!(ping["settings"]["team"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_survey_and_the_tour_wait_for_their_moment() {
    let (desk, token) = demo().await;
    let due = async || {
        let ping = desk.call("POST", "/sdk/v1/ping", &token, json!({})).await.ok();
        let list = ping["in_app"].as_array().unwrap();
        list.iter()
            .map(|one| one["kind"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(due().await, ["in_app_message"]);
    desk.events(&token, json!([event("finished-first-board")]))
        .await
        .ok();
    desk.patch(&token, json!({"custom_attributes":{"plan":"trial"}}))
        .await
        .ok();
    assert_eq!(due().await, ["in_app_message", "survey", "carousel"]);
}

#[tokio::test]
async fn the_tour_and_the_checklist_are_what_an_operator_could_have_made() {
    let (desk, token) = demo().await;
    for (path, field) in [("/x/tours/5701", "steps"), ("/x/checklists/5801", "tasks")] {
        let made = desk.get(path).await.ok();
        let again = json!({ "status": "live", field: made[field] });
        let edited = desk.operator("PUT", path, again).await.ok();
        assert_eq!(edited[field], made[field], "{path}: nothing of it is taken out");
    }
    let list = read(&desk, &token, "content/checklist/5801").await;
    for task in list["body"]["tasks"].as_array().unwrap() {
        let action = &task["action"];
        if let Some(id) = action["id"].as_str() {
            let kind = action["type"].as_str().unwrap();
            let led_to = read(&desk, &token, &format!("content/{kind}/{id}")).await;
            assert_eq!(led_to["status"], "live", "{kind} {id}");
        }
    }
}

#[tokio::test]
async fn a_second_start_adds_nothing_and_keeps_what_was_edited() {
    let (desk, token) = demo().await;
    let all = async || {
        let mut seen = Vec::new();
        for path in [
            "/admins",
            "/articles?per_page=150",
            "/help_center/collections",
            "/x/content",
            "/contacts",
            "/conversations",
        ] {
            seen.push(desk.get(path).await.ok());
        }
        for path in ["conversations", "tickets", "news"] {
            seen.push(read(&desk, &token, path).await);
        }
        seen
    };
    desk.operator(
        "PUT",
        "/articles/5101",
        json!({"title":"Mine","state":"draft","translated_content":{"de":{"title":"Meins"}}}),
    )
    .await
    .ok();
    let before = all().await;
    desk.clock.advance(60);
    desk.server.fill_demo(&desk.workspace).await.unwrap();
    assert_eq!(all().await, before);
}
