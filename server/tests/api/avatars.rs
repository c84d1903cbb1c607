//! The picture of a contact: set by its device or by operators, kept as an address and nothing else.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::desk::{Desk, Device};
use crate::sdk_conversations::start;

const ADA: &str = "https://example.com/ada.png?s=80";

async fn avatar(desk: &Desk, user_id: &str) -> Value {
    desk.get(&format!("/contacts/find_by_external_id/{user_id}"))
        .await
        .ok()["avatar"]
        .clone()
}

fn picture(address: &str) -> Value {
    json!({ "type": "avatar", "image_url": address })
}

#[tokio::test]
async fn a_picture_is_set_with_the_login_changed_by_an_update_and_cleared_by_null() {
    let desk = Desk::open().await;
    let device = Device::on("web");
    let mut body = desk.login_body(&device, &json!({"user_id":"u1"}));
    body["attributes"] = json!({ "avatar": picture(ADA) });
    let answer = desk.call("POST", "/sdk/v1/sessions", "", body).await.ok();
    assert_eq!(answer["rejected"], json!([]));
    let token = answer["token"].as_str().unwrap();
    assert_eq!(avatar(&desk, "u1").await, picture(ADA));
    desk.patch(token, json!({"name":"Ada"})).await.ok();
    assert_eq!(avatar(&desk, "u1").await, picture(ADA));
    // Who reads a conversation sees the face of who wrote.
    let started = start(&desk, token, "Hello").await;
    assert_eq!(started["parts"][0]["author"]["avatar"], ADA);
    let other = "https://example.com/other.png";
    desk.patch(token, json!({"avatar": picture(other)})).await.ok();
    assert_eq!(avatar(&desk, "u1").await, picture(other));
    desk.patch(token, json!({"avatar":null})).await.ok();
    assert_eq!(avatar(&desk, "u1").await, Value::Null);
}

#[tokio::test]
async fn a_picture_that_cannot_be_one_is_refused_alone() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::on("web"), json!({"user_id":"u1"})).await;
    desk.patch(&token, json!({"avatar": picture(ADA)})).await.ok();
    let long = format!("https://example.com/{}", "a".repeat(2_048));
    for (bad, field, code) in [
        (
            picture("http://example.com/a.png"),
            "avatar.image_url",
            "invalid_url",
        ),
        (
            picture("https://ada:pw@example.com/a.png"),
            "avatar.image_url",
            "invalid_url",
        ),
        (picture("javascript:alert(1)"), "avatar.image_url", "invalid_url"),
        (
            picture("https://example.com/ä"),
            "avatar.image_url",
            "invalid_url",
        ),
        (picture("https://"), "avatar.image_url", "invalid_url"),
        (picture(&long), "avatar.image_url", "too_long"),
        (json!({"type":"avatar"}), "avatar.image_url", "missing"),
        (
            json!({"type":"avatar","image_url":7}),
            "avatar.image_url",
            "wrong_type",
        ),
        (json!(7), "avatar", "wrong_type"),
    ] {
        let answer = desk.patch(&token, json!({"avatar":bad,"phone":"1"})).await.ok();
        assert_eq!(
            answer["rejected"],
            json!([{ "field": field, "code": code }]),
            "{bad}"
        );
        assert_eq!(answer["contact"]["phone"], "1");
    }
    assert_eq!(avatar(&desk, "u1").await, picture(ADA));
}

#[tokio::test]
async fn operators_give_a_picture_by_its_address_or_as_they_read_it() {
    let desk = Desk::open().await;
    let made = json!({"external_id":"u1","avatar":ADA});
    let made = desk.operator("POST", "/contacts", made).await.ok();
    assert_eq!(made["avatar"], picture(ADA));
    let path = format!("/contacts/{}", made["id"].as_str().unwrap());
    let other = picture("https://example.com/b.png");
    let changed = desk.operator("PUT", &path, json!({"avatar":other})).await.ok();
    assert_eq!(changed["avatar"], other);
    let refused = desk.operator("PUT", &path, json!({"avatar":"ftp://x"})).await;
    assert_eq!(
        (refused.error(), refused.field()),
        ((400, "parameter_invalid"), "avatar.image_url")
    );
    let cleared = desk.operator("PUT", &path, json!({"avatar":null})).await.ok();
    assert_eq!(cleared["avatar"], Value::Null);
}

#[tokio::test]
async fn a_visitors_picture_becomes_the_users_unless_they_have_one() {
    let desk = Desk::open().await;
    for (user, own, expected) in [
        ("new", None, ADA),
        (
            "old",
            Some("https://example.com/old.png"),
            "https://example.com/old.png",
        ),
    ] {
        if let Some(own) = own {
            let token = desk.token(&Device::on("web"), json!({"user_id":user})).await;
            desk.patch(&token, json!({"avatar": picture(own)})).await.ok();
        }
        let device = Device::on("web");
        let visitor = desk.token(&device, Value::Null).await;
        desk.patch(&visitor, json!({"avatar": picture(ADA)})).await.ok();
        desk.token(&device, json!({"user_id":user})).await;
        assert_eq!(avatar(&desk, user).await, picture(expected), "{user}");
    }
}

#[tokio::test]
async fn the_server_never_asks_for_a_picture() {
    let desk = Desk::open().await;
    // Whoever connects here was sent by the server: nobody else knows the address.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!(
        "https://127.0.0.1:{}/ada.png",
        listener.local_addr().unwrap().port()
    );
    let asked = Arc::new(AtomicBool::new(false));
    let seen = asked.clone();
    let waiting = tokio::spawn(async move {
        let _ = listener.accept().await;
        seen.store(true, Ordering::SeqCst);
    });
    let token = desk.token(&Device::on("web"), json!({"user_id":"u1"})).await;
    desk.patch(&token, json!({"avatar": picture(&address)}))
        .await
        .ok();
    start(&desk, &token, "Hello").await;
    assert_eq!(avatar(&desk, "u1").await, picture(&address));
    desk.get("/contacts").await.ok();
    desk.stop().await;
    waiting.abort();
    assert!(!asked.load(Ordering::SeqCst));
}
