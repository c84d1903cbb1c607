//! Collections and news items in Intercom's shapes, and what readers get of them.

use serde_json::{Value, json};

use crate::desk::{Desk, Device};
use crate::operator_articles::bilingual;

#[tokio::test]
async fn a_collection_is_changed_moved_and_deleted_and_what_was_in_it_stays() {
    let desk = Desk::open().await;
    let (article, collection) = bilingual(&desk).await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let path = format!("/help_center/collections/{collection}");
    let section = json!({"name":"Deeper","parent_id":collection,"order":3});
    let section = desk
        .operator("POST", "/help_center/collections", section)
        .await
        .ok();
    assert_eq!(
        (&section["parent_id"], &section["order"]),
        (&json!(collection), &json!(3))
    );
    let section = section["id"].as_str().unwrap();
    let turned = desk.operator("PUT", &path, json!({"parent_id":section})).await;
    assert_eq!(
        (turned.error(), turned.field()),
        ((400, "parameter_not_found"), "parent_id")
    );
    let itself = desk.operator("PUT", &path, json!({"parent_id":collection})).await;
    assert_eq!(itself.error(), (400, "parameter_not_found"));
    let renamed = desk.operator("PUT", &path, json!({"name":"First"})).await.ok();
    assert_eq!(
        (&renamed["name"], &renamed["description"]),
        (&json!("First"), &json!("Start here"))
    );
    assert_eq!(renamed["translated_content"]["de"]["name"], "Grundlagen");
    assert_eq!(desk.get(&path).await.ok(), renamed);
    for body in [
        json!({}),
        json!({"name":7}),
        json!({"name":"x","parent_id":999}),
        json!({"name":"x","help_center_id":9}),
    ] {
        assert_eq!(
            desk.operator("POST", "/help_center/collections", body)
                .await
                .status,
            400
        );
    }
    let gone = desk.operator("DELETE", &path, Value::Null).await.ok();
    assert_eq!(
        gone,
        json!({"id":collection,"object":"collection","deleted":true})
    );
    for method in ["GET", "PUT", "DELETE"] {
        assert_eq!(
            desk.operator(method, &path, json!({})).await.error(),
            (404, "not_found"),
            "{method}"
        );
    }
    assert_eq!(
        desk.get(&format!("/articles/{article}")).await.ok()["parent_id"],
        Value::Null
    );
    let tree = desk
        .call("GET", "/sdk/v1/help/collections", &token, Value::Null)
        .await
        .ok();
    let titles: Vec<&str> = tree["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["First steps", "Deeper"]);
}

#[tokio::test]
async fn a_news_item_is_shown_once_it_is_live() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let new = json!({"title":"Dark mode","body":"<p onclick=\"x\">It is here.</p>","sender_id":1});
    let made = desk.operator("POST", "/news/news_items", new).await.ok();
    assert_eq!(
        (&made["type"], &made["state"], &made["body"]),
        (&json!("news-item"), &json!("draft"), &json!("<p>It is here.</p>"))
    );
    let news = async || desk.call("GET", "/sdk/v1/news", &token, Value::Null).await.ok()["data"].clone();
    assert_eq!(news().await, json!([]));
    let path = format!("/news/news_items/{}", made["id"].as_str().unwrap());
    desk.operator("PUT", &path, json!({"state":"live"})).await.ok();
    assert_eq!(news().await[0]["title"], "Dark mode");
    assert_eq!(desk.get(&path).await.ok()["state"], "live");
    for (body, code, field) in [
        (json!({"title":"T"}), "parameter_missing", "sender_id"),
        (
            json!({"title":"T","sender_id":99}),
            "parameter_not_found",
            "sender_id",
        ),
        (
            json!({"title":"T","sender_id":1,"state":"paused"}),
            "parameter_invalid",
            "state",
        ),
        (
            json!({"title":"T","sender_id":1,"cover_image_url":"x"}),
            "parameter_invalid",
            "cover_image_url",
        ),
    ] {
        let answer = desk.operator("POST", "/news/news_items", body).await;
        assert_eq!((answer.error(), answer.field()), ((400, code), field));
    }
    let gone = desk.operator("DELETE", &path, Value::Null).await.ok();
    assert_eq!(gone["deleted"], true);
    for method in ["GET", "PUT", "DELETE"] {
        assert_eq!(
            desk.operator(method, &path, json!({})).await.error(),
            (404, "not_found"),
            "{method}"
        );
    }
    assert_eq!(news().await, json!([]));
}
