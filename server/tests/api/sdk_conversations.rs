//! Conversations as devices use them: start, list, read, reply.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, Device, START, new_id};

/// Starts a conversation with these words; its answer.
pub(crate) async fn start(desk: &Desk, token: &str, words: &str) -> Value {
    let body = json!({ "id": new_id(), "part": { "id": new_id(), "body": words } });
    let answer = desk.call("POST", "/sdk/v1/conversations", token, body).await;
    assert_eq!(answer.status, 201);
    answer.body
}

pub(crate) fn id_of(conversation: &Value) -> &str {
    conversation["id"].as_str().unwrap()
}

pub(crate) async fn reply(desk: &Desk, token: &str, conversation: &str, body: Value) -> Answer {
    let path = format!("/sdk/v1/conversations/{conversation}/parts");
    desk.call("POST", &path, token, body).await
}

pub(crate) async fn ask(desk: &Desk, token: &str, path: &str) -> Answer {
    desk.send(desk.request("GET", path).bearer_auth(token)).await
}

#[tokio::test]
async fn a_conversation_is_started_once_however_often_it_is_sent() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let (id, part) = (new_id(), new_id());
    let body = json!({ "id": id, "part": { "id": part, "body": "It <b>broke</b>\nagain" } });
    let first = desk
        .call("POST", "/sdk/v1/conversations", &token, body.clone())
        .await;
    assert_eq!(first.status, 201);
    assert_eq!(first.body["client_id"], id.as_str());
    assert_eq!(first.body["state"], "open");
    let shown = &first.body["parts"][0];
    assert_eq!(shown["id"], part.as_str());
    assert_eq!(shown["body_text"], "It <b>broke</b>\nagain");
    let html = shown["body_html"].as_str().unwrap();
    assert!(html.contains("&lt;b&gt;") && !html.contains("<b>"), "{html}");
    let again = desk.call("POST", "/sdk/v1/conversations", &token, body).await;
    assert_eq!(again.status, 200);
    assert_eq!(again.body, first.body);
    let other = json!({ "id": id, "part": { "id": part, "body": "Something else" } });
    let reused = desk.call("POST", "/sdk/v1/conversations", &token, other).await;
    assert_eq!(reused.error(), (409, "id_reused"));
    let taken = json!({ "id": new_id(), "part": { "id": part, "body": "It <b>broke</b>\nagain" } });
    let taken = desk.call("POST", "/sdk/v1/conversations", &token, taken).await;
    assert_eq!(taken.error(), (409, "id_reused"));
    let list = ask(&desk, &token, "/sdk/v1/conversations").await.ok();
    assert_eq!(list["data"].as_array().unwrap().len(), 1);
    assert_eq!(list["data"][0]["last_part"]["id"], part.as_str());
}

#[tokio::test]
async fn a_conversation_answers_to_both_of_its_ids() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Hello").await;
    let by_number = ask(
        &desk,
        &token,
        &format!("/sdk/v1/conversations/{}", id_of(&started)),
    )
    .await;
    let by_uuid = format!("/sdk/v1/conversations/{}", started["client_id"].as_str().unwrap());
    assert_eq!(by_number.ok(), ask(&desk, &token, &by_uuid).await.ok());
    let part = json!({ "id": new_id(), "body": "More" });
    let sent = reply(&desk, &token, started["client_id"].as_str().unwrap(), part).await;
    assert_eq!((sent.status.as_u16(), &sent.body["seq"]), (201, &json!(2)));
}

#[tokio::test]
async fn a_reply_is_kept_once_and_its_id_means_one_thing() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let one = start(&desk, &token, "One").await;
    let two = start(&desk, &token, "Two").await;
    let part = json!({ "id": new_id(), "body": "Words" });
    let first = reply(&desk, &token, id_of(&one), part.clone()).await;
    assert_eq!(first.status, 201);
    let again = reply(&desk, &token, id_of(&one), part.clone()).await;
    assert_eq!((again.status.as_u16(), &again.body), (200, &first.body));
    let mut changed = part.clone();
    changed["body"] = "Other words".into();
    assert_eq!(
        reply(&desk, &token, id_of(&one), changed).await.error(),
        (409, "id_reused")
    );
    // The same words under the same id, but somewhere else.
    assert_eq!(
        reply(&desk, &token, id_of(&two), part.clone()).await.error(),
        (409, "id_reused")
    );
    let update = json!({ "id": part["id"], "name": "Ann" });
    assert_eq!(desk.patch(&token, update).await.error(), (409, "id_reused"));
    let read = ask(&desk, &token, &format!("/sdk/v1/conversations/{}", id_of(&one))).await;
    assert_eq!(read.ok()["parts"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_message_without_words_and_files_is_refused_by_field() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Hello").await;
    for (part, status, code, field) in [
        (json!({ "id": new_id() }), 422, "parameter_invalid", "body"),
        (
            json!({ "id": new_id(), "body": " \n" }),
            422,
            "parameter_invalid",
            "body",
        ),
        (
            json!({ "id": new_id(), "body": 7 }),
            422,
            "parameter_invalid",
            "body",
        ),
        (
            json!({ "id": new_id(), "attachments": [] }),
            422,
            "parameter_invalid",
            "body",
        ),
        (
            json!({ "id": new_id(), "body": "x".repeat(65_537) }),
            422,
            "parameter_invalid",
            "body",
        ),
        (
            json!({ "id": new_id(), "attachments": ["a"] }),
            422,
            "parameter_invalid",
            "attachments",
        ),
        (
            json!({ "id": new_id(), "attachments": [new_id()] }),
            422,
            "upload_unknown",
            "attachments",
        ),
        (
            json!({ "id": new_id(), "quick_reply_id": "x" }),
            422,
            "parameter_invalid",
            "quick_reply_id",
        ),
        (
            json!({ "id": new_id(), "quick_reply_id": uuid::Uuid::nil().to_string() }),
            422,
            "reply_not_allowed",
            "quick_reply_id",
        ),
        (json!({ "body": "x" }), 400, "parameter_missing", "id"),
        (json!({ "id": "x", "body": "x" }), 400, "parameter_invalid", "id"),
    ] {
        let answer = reply(&desk, &token, id_of(&started), part.clone()).await;
        assert_eq!(
            (answer.error(), answer.field()),
            ((status, code), field),
            "{part}"
        );
    }
    let none = json!({ "id": new_id() });
    let answer = desk.call("POST", "/sdk/v1/conversations", &token, none).await;
    assert_eq!(
        (answer.error(), answer.field()),
        ((400, "parameter_missing"), "part")
    );
    let empty = json!({ "id": new_id(), "part": { "id": new_id(), "body": "" } });
    let answer = desk.call("POST", "/sdk/v1/conversations", &token, empty).await;
    assert_eq!(
        (answer.error(), answer.field()),
        ((422, "parameter_invalid"), "part.body")
    );
}

#[tokio::test]
async fn a_refused_reply_can_be_put_right_under_the_same_id() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Hello").await;
    let id = new_id();
    let wrong = json!({ "id": id, "body": "See file", "attachments": [new_id()] });
    assert_eq!(
        reply(&desk, &token, id_of(&started), wrong).await.error(),
        (422, "upload_unknown")
    );
    let right = json!({ "id": id, "body": "No file after all" });
    assert_eq!(reply(&desk, &token, id_of(&started), right).await.status, 201);
}

#[tokio::test]
async fn what_belongs_to_somebody_else_is_not_there() {
    let desk = Desk::open().await;
    let ann = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let bob = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    let started = start(&desk, &ann, "Mine").await;
    for id in [
        id_of(&started),
        started["client_id"].as_str().unwrap(),
        "999999",
        "x",
        &new_id(),
    ] {
        let path = format!("/sdk/v1/conversations/{id}");
        assert_eq!(ask(&desk, &bob, &path).await.error(), (404, "not_found"), "{id}");
        let part = json!({ "id": new_id(), "body": "Hi" });
        assert_eq!(reply(&desk, &bob, id, part).await.error(), (404, "not_found"));
        let read = desk
            .call("PUT", &format!("{path}/read"), &bob, json!({"up_to_seq":1}))
            .await;
        assert_eq!(read.error(), (404, "not_found"));
        let typing = desk
            .call("POST", &format!("{path}/typing"), &bob, json!({}))
            .await;
        assert_eq!(typing.error(), (404, "not_found"));
    }
    assert_eq!(
        ask(&desk, &bob, "/sdk/v1/conversations").await.ok()["data"],
        json!([])
    );
    // Ids are per contact: another contact may use the same ones.
    let body =
        json!({ "id": started["client_id"], "part": { "id": started["parts"][0]["id"], "body": "B" } });
    let own = desk.call("POST", "/sdk/v1/conversations", &bob, body).await;
    assert_eq!(own.status, 201);
    assert_ne!(own.body["id"], started["id"]);
}

#[tokio::test]
async fn lists_and_parts_are_paged_to_their_end() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(id_of(&start(&desk, &token, &format!("No. {n}")).await).to_owned());
    }
    // The oldest comes to the front.
    reply(
        &desk,
        &token,
        &ids[0],
        json!({ "id": new_id(), "body": "Still here" }),
    )
    .await
    .ok();
    let (mut listed, mut query) = (Vec::new(), "?limit=2".to_owned());
    loop {
        let page = ask(&desk, &token, &format!("/sdk/v1/conversations{query}"))
            .await
            .ok();
        for one in page["data"].as_array().unwrap() {
            listed.push(id_of(one).to_owned());
        }
        match page["next"].as_str() {
            Some(cursor) => query = format!("?limit=2&cursor={cursor}"),
            None => break,
        }
    }
    let expected: Vec<_> = [0, 4, 3, 2, 1].map(|n: usize| ids[n].clone()).into();
    assert_eq!(listed, expected);
    for _ in 0..58 {
        reply(&desk, &token, &ids[0], json!({ "id": new_id(), "body": "and" }))
            .await
            .ok();
    }
    let path = format!("/sdk/v1/conversations/{}", ids[0]);
    let newest = ask(&desk, &token, &path).await.ok();
    assert_eq!(newest["parts"].as_array().unwrap().len(), 50);
    assert_eq!(newest["previous"], 11);
    let oldest = ask(&desk, &token, &format!("{path}?before=11")).await.ok();
    let seqs: Vec<_> = oldest["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["seq"].clone())
        .collect();
    assert_eq!(seqs, (1..=10).map(Value::from).collect::<Vec<_>>());
    assert_eq!(oldest["previous"], Value::Null);
    for bad in ["?limit=0", "?limit=151", "?cursor=x"] {
        let answer = ask(&desk, &token, &format!("/sdk/v1/conversations{bad}")).await;
        assert_eq!(answer.error(), (400, "parameter_invalid"), "{bad}");
    }
    assert_eq!(
        ask(&desk, &token, &format!("{path}?before=x")).await.error(),
        (400, "parameter_invalid")
    );
}

#[tokio::test]
async fn what_a_lead_wrote_is_the_users_after_the_merge() {
    let desk = Desk::open().await;
    let device = Device::new();
    let user = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let lead = desk.token(&device, Value::Null).await;
    let started = start(&desk, &lead, "Before I logged in").await;
    let merged = desk.login(&device, json!({"user_id":"ann"})).await.ok();
    assert_eq!(merged["merged"], true);
    let list = ask(&desk, &user, "/sdk/v1/conversations").await.ok();
    assert_eq!(list["data"][0]["id"], started["id"]);
    // The lead's token and the ids that its device gave still lead there.
    let path = format!("/sdk/v1/conversations/{}", started["client_id"].as_str().unwrap());
    assert_eq!(ask(&desk, &lead, &path).await.ok()["id"], started["id"]);
    let part = json!({ "id": new_id(), "body": "Sent late" });
    assert_eq!(reply(&desk, &lead, id_of(&started), part).await.status, 201);
    assert_eq!(merged["ping"]["settings"]["stream"], "on");
}

#[tokio::test]
async fn users_who_did_not_prove_who_they_are_see_two_weeks() {
    use frontdesk_server::VerificationMode;
    for (mode, seen) in [(VerificationMode::Log, 1), (VerificationMode::Off, 2)] {
        let desk = Desk::verifying(mode).await;
        let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
        let old = start(&desk, &token, "Long ago").await;
        desk.clock.advance(15 * 86_400);
        start(&desk, &token, "Today").await;
        let list = ask(&desk, &token, "/sdk/v1/conversations").await.ok();
        assert_eq!(list["data"].as_array().unwrap().len(), seen, "{mode:?}");
        let path = format!("/sdk/v1/conversations/{}", id_of(&old));
        let status = ask(&desk, &token, &path).await.status;
        assert_eq!(status, if seen == 1 { 404 } else { 200 });
        assert!(list["data"][0]["updated_at"].as_i64().unwrap() > START);
    }
}
