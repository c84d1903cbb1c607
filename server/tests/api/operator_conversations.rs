//! Conversations as teammates and their scripts use them: teammates, answers, unread counts, states.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, Device, START, new_id};
use crate::sdk_conversations::{ask, id_of, reply as reply_as_contact, start};
use crate::stream::EventStream;

pub(crate) async fn admin_id(desk: &Desk) -> String {
    let admins = desk.get("/admins").await.ok();
    admins["admins"][0]["id"].as_str().unwrap().to_owned()
}

pub(crate) async fn say(desk: &Desk, conversation: &str, words: &str) -> Value {
    let body = json!({
        "message_type": "comment", "type": "admin", "admin_id": admin_id(desk).await, "body": words
    });
    desk.operator("POST", &format!("/conversations/{conversation}/reply"), body)
        .await
        .ok()
}

pub(crate) async fn manage(desk: &Desk, conversation: &str, mut body: Value) -> Answer {
    body["admin_id"] = admin_id(desk).await.into();
    desk.operator("POST", &format!("/conversations/{conversation}/parts"), body)
        .await
}

pub(crate) async fn unread(desk: &Desk, token: &str) -> Value {
    let ping = desk.call("POST", "/sdk/v1/ping", token, json!({})).await.ok();
    ping["unread"].clone()
}

pub(crate) async fn seen_by(desk: &Desk, token: &str, conversation: &str) -> Value {
    ask(desk, token, &format!("/sdk/v1/conversations/{conversation}"))
        .await
        .ok()
}

pub(crate) fn parts(conversation: &Value) -> &Vec<Value> {
    conversation["conversation_parts"]["conversation_parts"]
        .as_array()
        .unwrap()
}

#[tokio::test]
async fn a_workspace_has_teammates_and_the_first_one_stands_for_its_token() {
    let desk = Desk::open().await;
    let list = desk.get("/admins").await.ok();
    assert_eq!(
        (&list["type"], &list["admins"][0]["type"]),
        (&json!("admin.list"), &json!("admin"))
    );
    let id = list["admins"][0]["id"].as_str().unwrap();
    assert_eq!(desk.get(&format!("/admins/{id}")).await.ok(), list["admins"][0]);
    assert_eq!(desk.get("/me").await.ok()["id"], id);
    for unknown in ["999", "x"] {
        let answer = desk.get(&format!("/admins/{unknown}")).await;
        assert_eq!(answer.error(), (404, "admin_not_found"));
    }
}

#[tokio::test]
async fn an_answer_of_a_teammate_reaches_the_device_cleaned_and_counts_as_unread_until_it_is_read() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let started = start(&desk, &token, "Help").await;
    let id = id_of(&started);
    let mut stream = EventStream::open(&desk, &token, "").await;
    let words = "<p>Try <b>this</b><script>alert(1)</script> <a href=\"javascript:x\">x</a></p>";
    let answered = say(&desk, id, words).await;
    assert_eq!(answered["waiting_since"], Value::Null);
    let (kind, change) = stream.event().await;
    assert_eq!(kind, "part.created");
    let part = &change["data"]["part"];
    let html = part["body_html"].as_str().unwrap();
    assert!(
        html.contains("<b>this</b>") && !html.contains("script") && !html.contains("javascript"),
        "{html}"
    );
    assert_eq!(
        (&part["author"]["type"], &part["author"]["name"]),
        (&json!("admin"), &json!("Operator"))
    );
    assert_eq!(part["id"], parts(&answered)[0]["id"]);
    // What Ann wrote was seen by the one who answered.
    assert_eq!(stream.event().await.0, "conversation.updated");
    let (kind, change) = stream.event().await;
    assert_eq!(
        (kind.as_str(), &change["data"]),
        ("unread.changed", &json!({"count":1,"conversation_ids":[id]}))
    );
    assert_eq!(unread(&desk, &token).await, change["data"]);
    let seen = seen_by(&desk, &token, id).await;
    assert_eq!(
        (&seen["unread_count"], &seen["parts"][0]["state"]),
        (&json!(1), &json!("seen"))
    );
    assert_eq!(seen["participants"][0]["name"], "Operator");

    let path = format!("/sdk/v1/conversations/{id}/read");
    let nothing = json!({"count":0,"conversation_ids":[]});
    let lower = desk.call("PUT", &path, &token, json!({"up_to_seq":1})).await.ok();
    assert_eq!(lower["count"], 1);
    let read = desk.call("PUT", &path, &token, json!({"up_to_seq":2})).await.ok();
    assert_eq!(read, nothing);
    assert_eq!(stream.event().await.1["data"], nothing);
    // Going back changes nothing, and reading beyond the end does not swallow what is to come.
    for seq in [1, 1_000] {
        assert_eq!(
            desk.call("PUT", &path, &token, json!({"up_to_seq":seq}))
                .await
                .ok(),
            nothing
        );
    }
    say(&desk, id, "One more").await;
    assert_eq!(unread(&desk, &token).await["count"], 1);
}

#[tokio::test]
async fn unread_counts_conversations_and_notes_are_for_teammates_alone() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let one = start(&desk, &token, "One").await;
    let two = start(&desk, &token, "Two").await;
    let note = json!({
        "message_type": "note", "type": "admin", "admin_id": admin_id(&desk).await, "body": "Careful: <i>VIP</i>"
    });
    let noted = desk
        .operator("POST", &format!("/conversations/{}/reply", id_of(&one)), note)
        .await
        .ok();
    assert_eq!(
        (&parts(&noted)[0]["part_type"], &parts(&noted)[0]["body"]),
        (&json!("note"), &json!("<p>Careful: <i>VIP</i></p>"))
    );
    assert_eq!(unread(&desk, &token).await["count"], 0);
    for _ in 0..2 {
        say(&desk, id_of(&one), "Hello").await;
    }
    say(&desk, id_of(&two), "Hello").await;
    let counted = unread(&desk, &token).await;
    assert_eq!(
        counted,
        json!({"count":2,"conversation_ids":[two["id"],one["id"]]})
    );
    let seen = seen_by(&desk, &token, id_of(&one)).await;
    assert_eq!(seen["unread_count"], 2);
    assert!(!seen.to_string().contains("VIP"));
    let changes = ask(&desk, &token, "/sdk/v1/changes?after=0").await.ok();
    assert!(!changes.to_string().contains("VIP"));
}

#[tokio::test]
async fn a_closed_conversation_opens_when_its_contact_writes() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let started = start(&desk, &token, "Help").await;
    let id = id_of(&started);
    let closed = manage(
        &desk,
        id,
        json!({"message_type":"close","type":"admin","body":"Bye"}),
    )
    .await
    .ok();
    assert_eq!(
        (&closed["state"], &closed["open"]),
        (&json!("closed"), &json!(false))
    );
    let seen = seen_by(&desk, &token, id).await;
    assert_eq!(seen["state"], "closed");
    // Words that go with the closing are shown, the closing itself is a state.
    assert_eq!(seen["parts"].as_array().unwrap().len(), 2);
    let seq = desk.call("POST", "/sdk/v1/ping", &token, json!({})).await.ok()["seq"].to_string();
    reply_as_contact(&desk, &token, id, json!({ "id": new_id(), "body": "Not yet" }))
        .await
        .ok();
    let found = desk.get(&format!("/conversations/{id}")).await.ok();
    assert_eq!(
        (&found["state"], &found["waiting_since"]),
        (&json!("open"), &json!(START))
    );
    let news = ask(&desk, &token, &format!("/sdk/v1/changes?after={seq}"))
        .await
        .ok();
    let kinds: Vec<_> = news["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["type"].clone())
        .collect();
    assert_eq!(kinds, ["part.created", "conversation.updated"]);
    assert_eq!(news["changes"][1]["data"]["conversation"]["state"], "open");
    // Silent closings and openings are no parts for contacts.
    for kind in ["close", "open"] {
        manage(&desk, id, json!({"message_type":kind,"type":"admin"}))
            .await
            .ok();
    }
    assert_eq!(
        seen_by(&desk, &token, id).await["parts"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[tokio::test]
async fn a_snoozed_conversation_opens_by_itself() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Later").await;
    let id = id_of(&started);
    let until = START + 3_600;
    let snoozed = manage(&desk, id, json!({"message_type":"snoozed","snoozed_until":until}))
        .await
        .ok();
    assert_eq!(
        (&snoozed["state"], &snoozed["snoozed_until"]),
        (&json!("snoozed"), &json!(until))
    );
    assert_eq!(desk.server.wake_snoozed().await.unwrap(), 0);
    desk.clock.advance(3_600);
    assert_eq!(desk.server.wake_snoozed().await.unwrap(), 1);
    let found = desk.get(&format!("/conversations/{id}")).await.ok();
    assert_eq!(
        (&found["state"], &found["snoozed_until"]),
        (&json!("open"), &Value::Null)
    );
    let past = manage(&desk, id, json!({"message_type":"snoozed","snoozed_until":START})).await;
    assert_eq!(
        (past.error(), past.field()),
        ((400, "parameter_invalid"), "snoozed_until")
    );
}

#[tokio::test]
async fn a_conversation_is_assigned_to_a_teammate_and_to_nobody() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Who?").await;
    let id = id_of(&started);
    let admin = admin_id(&desk).await;
    let body = json!({"message_type":"assignment","type":"admin","assignee_id":admin});
    let assigned = manage(&desk, id, body).await.ok();
    assert_eq!(assigned["admin_assignee_id"].to_string(), admin);
    assert_eq!(parts(&assigned)[0]["assigned_to"]["id"], admin);
    let body = json!({"message_type":"assignment","type":"admin","assignee_id":"0"});
    assert_eq!(
        manage(&desk, id, body).await.ok()["admin_assignee_id"],
        Value::Null
    );
    let body = json!({"message_type":"assignment","type":"admin","assignee_id":999});
    assert_eq!(manage(&desk, id, body).await.error(), (404, "admin_not_found"));
    for (body, field) in [
        (
            json!({"message_type":"assignment","type":"team","assignee_id":1}),
            "type",
        ),
        (json!({"message_type":"explode"}), "message_type"),
    ] {
        assert_eq!(manage(&desk, id, body).await.field(), field);
    }
}

#[tokio::test]
async fn a_teammate_who_types_is_seen_typing() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Hello").await;
    let mut stream = EventStream::open(&desk, &token, "").await;
    let path = format!("/x/conversations/{}/typing", id_of(&started));
    let admin = admin_id(&desk).await;
    let told = desk.operator("POST", &path, json!({"admin_id":admin})).await;
    assert_eq!(told.status, 204);
    let (kind, notice) = stream.event().await;
    assert_eq!(kind, "typing");
    assert_eq!(
        notice["data"],
        json!({"conversation_id":started["id"],"author":{"type":"admin","name":"Operator","avatar":null}})
    );
    let unknown = desk.operator("POST", &path, json!({"admin_id":"999"})).await;
    assert_eq!(
        (unknown.error(), unknown.field()),
        ((422, "parameter_invalid"), "admin_id")
    );
}
