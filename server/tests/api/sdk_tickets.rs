//! Tickets of devices: what is asked for, once per id, and only one's own.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, Device, new_id};

/// A live kind of tickets that asks for a title and offers a list.
async fn kind(desk: &Desk, id: &str) {
    let attributes = json!([
        {"name":"_default_title_","label":"What is broken?","description":null,"type":"text","required":true},
        {"name":"device","label":"On what?","description":null,"type":"list","required":false,"options":["phone","tablet"]},
    ]);
    let made = json!({"kind":"ticket_type","id":id,"title":"Fault","status":"live",
        "body":{"description":"Something broke","attributes":attributes}});
    desk.operator("POST", "/x/content", made).await.ok();
}

async fn open(desk: &Desk, token: &str, body: &Value) -> Answer {
    desk.call("POST", "/sdk/v1/tickets", token, body.clone()).await
}

fn ticket(attributes: Value) -> Value {
    json!({"id":new_id(),"ticket_type_id":"4","attributes":attributes})
}

#[tokio::test]
async fn live_kinds_are_listed_with_what_they_ask_for() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    kind(&desk, "4").await;
    kind(&desk, "5").await;
    desk.operator("PUT", "/x/content/ticket_type/5", json!({"status":"draft"}))
        .await
        .ok();
    let list = desk
        .call("GET", "/sdk/v1/ticket_types", &token, Value::Null)
        .await
        .ok();
    assert_eq!(list["data"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&list["data"][0]["id"], &list["data"][0]["name"]),
        (&json!("4"), &json!("Fault"))
    );
    assert_eq!(
        list["data"][0]["attributes"][1]["options"],
        json!(["phone", "tablet"])
    );
    let shown = desk
        .call("GET", "/sdk/v1/content/ticket_type/4", &token, Value::Null)
        .await
        .ok();
    assert_eq!(shown["body"], list["data"][0]);
}

#[tokio::test]
async fn a_ticket_is_opened_once_per_id() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let other = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    kind(&desk, "4").await;
    let sent = ticket(json!({"_default_title_":"Broken","device":"phone"}));
    let first = open(&desk, &token, &sent).await;
    assert_eq!(first.status, 201);
    assert_eq!(
        (&first.body["id"], &first.body["title"], &first.body["state"]),
        (&sent["id"], &json!("Broken"), &json!("submitted"))
    );
    assert_eq!(first.body["ticket_type"], json!({"id":"4","name":"Fault"}));
    let again = open(&desk, &token, &sent).await;
    assert_eq!((again.status.as_u16(), &again.body), (200, &first.body));
    let mut twisted = sent.clone();
    twisted["attributes"]["_default_title_"] = "Other".into();
    assert_eq!(open(&desk, &token, &twisted).await.error(), (409, "id_reused"));
    assert_eq!(
        open(&desk, &other, &twisted).await.status,
        201,
        "ids are one contact's own"
    );
}

#[tokio::test]
async fn only_ones_own_tickets_are_seen_newest_first_and_page_by_page() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let other = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    kind(&desk, "4").await;
    let mut ids = Vec::new();
    for n in 0..3 {
        let sent = ticket(json!({"_default_title_":format!("T{n}")}));
        ids.insert(0, open(&desk, &token, &sent).await.ok()["id"].clone());
    }
    let page = desk
        .call("GET", "/sdk/v1/tickets?limit=2", &token, Value::Null)
        .await
        .ok();
    let next = page["next"].as_str().unwrap();
    let rest = desk
        .call(
            "GET",
            &format!("/sdk/v1/tickets?limit=2&cursor={next}"),
            &token,
            Value::Null,
        )
        .await
        .ok();
    let seen: Vec<&Value> = [&page, &rest]
        .iter()
        .flat_map(|one| one["data"].as_array().unwrap())
        .map(|one| &one["id"])
        .collect();
    assert_eq!(seen, ids.iter().collect::<Vec<_>>());
    assert_eq!(rest["next"], Value::Null);
    let path = format!("/sdk/v1/tickets/{}", ids[0].as_str().unwrap());
    assert_eq!(
        desk.call("GET", &path, &token, Value::Null).await.ok()["title"],
        "T2"
    );
    assert_eq!(
        desk.call("GET", &path, &other, Value::Null).await.error(),
        (404, "not_found")
    );
    assert_eq!(
        desk.call("GET", "/sdk/v1/tickets", &other, Value::Null)
            .await
            .ok()["data"],
        json!([])
    );
    for query in ["limit=0", "limit=x", "cursor=nonsense"] {
        let bad = desk
            .call("GET", &format!("/sdk/v1/tickets?{query}"), &token, Value::Null)
            .await;
        assert_eq!(bad.error(), (400, "parameter_invalid"), "{query}");
    }
}

#[tokio::test]
async fn a_ticket_that_does_not_fit_its_kind_is_refused_and_the_field_is_named() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    kind(&desk, "4").await;
    for (attributes, code, field) in [
        (json!({}), "parameter_invalid", "attributes._default_title_"),
        (
            json!({"_default_title_":7}),
            "parameter_invalid",
            "attributes._default_title_",
        ),
        (
            json!({"_default_title_":"x","device":"desk"}),
            "parameter_invalid",
            "attributes.device",
        ),
        (
            json!({"_default_title_":"x","size":1}),
            "parameter_invalid",
            "attributes.size",
        ),
    ] {
        let answer = open(&desk, &token, &ticket(attributes)).await;
        assert_eq!((answer.error(), answer.field()), ((422, code), field));
    }
    let mut unknown = ticket(json!({}));
    unknown["ticket_type_id"] = "99".into();
    assert_eq!(open(&desk, &token, &unknown).await.error(), (404, "not_found"));
    for body in [
        json!({}),
        json!({"id":new_id()}),
        json!({"id":new_id(),"ticket_type_id":4,"attributes":{}}),
    ] {
        assert_eq!(open(&desk, &token, &body).await.status, 400, "{body}");
    }
    desk.operator(
        "PUT",
        "/x/content/ticket_type/4",
        json!({"targeting":{"roles":["user"]}}),
    )
    .await
    .ok();
    let fine = ticket(json!({"_default_title_":"x"}));
    assert_eq!(
        open(&desk, &token, &fine).await.error(),
        (403, "content_not_targeted")
    );
    desk.operator(
        "PUT",
        "/x/content/ticket_type/4",
        json!({"status":"paused","targeting":{}}),
    )
    .await
    .ok();
    let paused = open(&desk, &token, &fine).await;
    assert_eq!(
        (paused.error(), paused.field()),
        ((422, "content_not_live"), "status")
    );
}

#[tokio::test]
async fn tickets_of_a_lead_are_those_of_the_user_it_becomes_part_of() {
    let desk = Desk::open().await;
    kind(&desk, "4").await;
    desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let device = Device::new();
    let lead = desk.token(&device, Value::Null).await;
    let sent = ticket(json!({"_default_title_":"Before"}));
    open(&desk, &lead, &sent).await.ok();
    let user = desk.token(&device, json!({"user_id":"ada"})).await;
    let list = desk.call("GET", "/sdk/v1/tickets", &user, Value::Null).await.ok();
    assert_eq!(list["data"][0]["id"], sent["id"]);
    assert_eq!(
        open(&desk, &lead, &sent).await.status,
        200,
        "a retry under the old token is still a retry"
    );
}
