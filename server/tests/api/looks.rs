//! Looks of the messenger: made by operators, asked for by pages with a ping.

use serde_json::{Value, json};

use crate::desk::{Desk, Device};

async fn look(desk: &Desk, token: &str, style: &str) -> Value {
    desk.call(
        "POST",
        "/sdk/v1/ping",
        token,
        json!({ "messenger_style_id": style }),
    )
    .await
    .ok()
}

async fn put(desk: &Desk, id: &str, settings: Value) -> Value {
    let path = format!("/x/messenger_styles/{id}");
    desk.operator("PUT", &path, json!({ "settings": settings }))
        .await
        .ok()
}

#[tokio::test]
async fn who_asks_for_a_look_gets_it_laid_over_the_default_one() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::on("web"), json!({"user_id":"u1"})).await;
    put(
        &desk,
        "default",
        json!({ "greeting": "Welcome", "reply_time": "In a day" }),
    )
    .await;
    put(
        &desk,
        "shop",
        json!({ "colors": { "primary": "#0f766e" }, "greeting": "Hello, shopper", "ours": 7 }),
    )
    .await;
    let shop = look(&desk, &token, "shop").await;
    assert_eq!(shop["messenger_style_id"], "shop");
    let settings = &shop["settings"];
    assert_eq!(settings["colors"]["primary"], "#0f766e");
    assert_eq!(
        (&settings["greeting"], &settings["reply_time"], &settings["ours"]),
        (&json!("Hello, shopper"), &json!("In a day"), &json!(7))
    );
    // A device that has it is not sent it again; one that wants another has another.
    let etag = &shop["settings_etag"];
    let again = json!({ "messenger_style_id": "shop", "etag": etag });
    let again = desk.call("POST", "/sdk/v1/ping", &token, again).await.ok();
    assert_eq!(
        (again.get("settings"), &again["messenger_style_id"]),
        (None, &json!("shop"))
    );
    let default = desk
        .call("POST", "/sdk/v1/ping", &token, json!({ "etag": etag }))
        .await
        .ok();
    assert_eq!(default["settings"]["greeting"], "Welcome");
    assert_eq!(default.get("messenger_style_id"), None);
}

#[tokio::test]
async fn an_unknown_look_is_the_default_one_and_no_error() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::on("web"), json!({"user_id":"u1"})).await;
    let default = desk.call("POST", "/sdk/v1/ping", &token, json!({})).await.ok();
    for unknown in ["nope", "", "default", "' or 1=1 --"] {
        assert_eq!(look(&desk, &token, unknown).await, default, "{unknown}");
    }
    let odd = json!({ "messenger_style_id": ["shop"] });
    assert_eq!(desk.call("POST", "/sdk/v1/ping", &token, odd).await.ok(), default);
    // One that ended is unknown.
    put(&desk, "shop", json!({ "greeting": "Hi" })).await;
    assert_eq!(look(&desk, &token, "shop").await["settings"]["greeting"], "Hi");
    let gone = desk
        .operator("DELETE", "/x/messenger_styles/shop", Value::Null)
        .await;
    assert_eq!(gone.status, 204);
    assert_eq!(look(&desk, &token, "shop").await, default);
}

#[tokio::test]
async fn operators_make_list_change_and_end_looks() {
    let desk = Desk::open().await;
    let shop = json!({ "name": "The shop", "settings": { "greeting": "Hi" } });
    let made = desk.operator("PUT", "/x/messenger_styles/shop", shop).await.ok();
    assert_eq!((&made["id"], &made["name"]), (&json!("shop"), &json!("The shop")));
    let renamed = desk
        .operator("PUT", "/x/messenger_styles/shop", json!({ "name": "Shop" }))
        .await
        .ok();
    assert_eq!(
        (&renamed["name"], &renamed["settings"]["greeting"]),
        (&json!("Shop"), &json!("Hi"))
    );
    put(&desk, "app", json!({})).await;
    let list = desk.get("/x/messenger_styles").await.ok();
    let ids: Vec<_> = list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["default", "app", "shop"]);
    assert_eq!(desk.get("/x/messenger_styles/shop").await.ok(), renamed);
    assert_eq!(
        desk.get("/x/messenger_styles/none").await.error(),
        (404, "not_found")
    );
    let none = desk
        .operator("DELETE", "/x/messenger_styles/none", Value::Null)
        .await;
    assert_eq!(none.error(), (404, "not_found"));
    // The workspace's own look cannot go: it becomes the built-in one.
    put(&desk, "default", json!({ "greeting": "Welcome" })).await;
    let reset = desk
        .operator("DELETE", "/x/messenger_styles/default", Value::Null)
        .await;
    assert_eq!(reset.status, 204);
    assert_eq!(
        desk.get("/x/messenger_styles/default").await.ok()["settings"],
        json!({})
    );
}

#[tokio::test]
async fn a_look_that_a_device_could_not_read_is_refused_by_key() {
    let desk = Desk::open().await;
    for (settings, field) in [
        (json!({ "colors": { "primary": "teal" } }), "settings.colors"),
        (json!({ "stream": "on" }), "settings.stream"),
        (json!({ "ours": "x".repeat(20_000) }), "settings"),
        (json!([]), "settings"),
    ] {
        let answer = desk
            .operator("PUT", "/x/messenger_styles/a", json!({ "settings": settings }))
            .await;
        assert_eq!(
            (answer.error(), answer.field()),
            ((400, "parameter_invalid"), field)
        );
    }
    let long = format!("/x/messenger_styles/{}", "a".repeat(65));
    for path in [long.as_str(), "/x/messenger_styles/a%20b"] {
        let answer = desk.operator("PUT", path, json!({})).await;
        assert_eq!(
            (answer.error(), answer.field()),
            ((400, "parameter_invalid"), "id")
        );
    }
    for n in 0..100 {
        put(&desk, &format!("s{n}"), json!({})).await;
    }
    let more = desk.operator("PUT", "/x/messenger_styles/more", json!({})).await;
    assert_eq!(more.error(), (422, "parameter_invalid"));
    put(&desk, "s99", json!({ "greeting": "Still changed" })).await;
}
