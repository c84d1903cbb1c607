//! The page of a web site that a contact is on: told with a ping, read by operators.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, START};
use crate::sdk_conversations::start;

async fn contact(desk: &Desk, user_id: &str) -> Value {
    desk.get(&format!("/contacts/find_by_external_id/{user_id}"))
        .await
        .ok()
}

async fn ping(desk: &Desk, token: &str, body: Value) {
    desk.call("POST", "/sdk/v1/ping", token, body).await.ok();
}

#[tokio::test]
async fn operators_see_the_last_page_of_a_contact_without_anything_secret_in_it() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::on("web"), json!({"user_id":"u1"})).await;
    assert_eq!(contact(&desk, "u1").await["last_page"], Value::Null);
    let told = json!({"url":"https://ada:pw@shop.example/tents?token=s3cret#s3cret","title":"Tents"});
    ping(&desk, &token, told).await;
    let page = json!({"type":"page","url":"https://shop.example/tents","title":"Tents","seen_at":START});
    assert_eq!(contact(&desk, "u1").await["last_page"], page);
    // A ping that says nothing of a page, or nonsense, changes nothing; neither does an attribute.
    desk.clock.advance(60);
    for body in [
        json!({}),
        json!({"url":7,"title":null}),
        json!({"url":"data:text/html,x"}),
    ] {
        ping(&desk, &token, body).await;
    }
    desk.patch(&token, json!({"name":"Ada"})).await.ok();
    assert_eq!(contact(&desk, "u1").await["last_page"], page);
    // The next page is the whole next page: no title of the one before.
    ping(&desk, &token, json!({"url":"https://shop.example/cart"})).await;
    let last = &contact(&desk, "u1").await["last_page"];
    assert_eq!(
        (&last["url"], &last["title"], last["seen_at"].as_i64()),
        (
            &json!("https://shop.example/cart"),
            &Value::Null,
            Some(START + 60)
        )
    );
}

#[tokio::test]
async fn a_visitor_who_logs_in_takes_their_last_page_along_and_an_older_one_replaces_nothing() {
    let desk = Desk::open().await;
    let phone = desk.token(&Device::on("web"), json!({"user_id":"u1"})).await;
    ping(&desk, &phone, json!({"url":"https://shop.example/old"})).await;
    desk.clock.advance(60);
    let device = Device::on("web");
    let visitor = desk.token(&device, Value::Null).await;
    ping(&desk, &visitor, json!({"url":"https://shop.example/new"})).await;
    desk.token(&device, json!({"user_id":"u1"})).await;
    assert_eq!(
        contact(&desk, "u1").await["last_page"]["url"],
        "https://shop.example/new"
    );
}

#[tokio::test]
async fn a_conversation_says_on_which_page_it_was_started_when_it_was_started_on_one() {
    let desk = Desk::open().await;
    let page = desk.token(&Device::on("web"), json!({"user_id":"u1"})).await;
    ping(&desk, &page, json!({"url":"https://shop.example/tents"})).await;
    let phone = desk.token(&Device::new(), json!({"user_id":"u1"})).await;
    for (token, url) in [
        (&page, json!("https://shop.example/tents")),
        (&phone, Value::Null),
    ] {
        let started = start(&desk, token, "Hello").await;
        let path = format!("/conversations/{}", started["id"].as_str().unwrap());
        assert_eq!(desk.get(&path).await.ok()["source"]["url"], url);
    }
    // It stays where it was started.
    ping(&desk, &page, json!({"url":"https://shop.example/cart"})).await;
    let all = desk.get("/conversations").await.ok();
    assert_eq!(
        all["conversations"][1]["source"]["url"],
        "https://shop.example/tents"
    );
}
