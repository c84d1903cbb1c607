//! What an operator takes back is gone for everybody: from open streams, and behind links that were handed out.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, new_id};
use crate::operator_conversations::{manage, parts};
use crate::sdk_conversations::{ask, id_of, reply, start};
use crate::sdk_uploads::{path_of, upload};
use crate::stream::EventStream;

async fn redact(desk: &Desk, conversation: &str, part: &Value) {
    let body =
        json!({ "type": "conversation_part", "conversation_id": conversation, "conversation_part_id": part });
    desk.operator("POST", "/conversations/redact", body).await.ok();
}

#[tokio::test]
async fn words_that_went_with_a_closing_are_taken_back_from_open_streams_too() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Help").await;
    let id = id_of(&started);
    let body = json!({ "message_type": "close", "type": "admin", "body": "Call me at 555" });
    let closed = manage(&desk, id, body).await.ok();
    let part = parts(&closed).last().unwrap()["id"].clone();
    let mut stream = EventStream::open(&desk, &token, "").await;
    redact(&desk, id, &part).await;
    let told = loop {
        let (kind, change) = stream.event().await;
        if kind == "part.created" {
            break change["data"]["part"].clone();
        }
    };
    assert_eq!(
        (&told["id"], &told["state"], &told["body_text"]),
        (&part, &json!("redacted"), &Value::Null)
    );
    // A closing without words was never shown and is not now.
    let body = json!({ "message_type": "close", "type": "admin" });
    let closed = manage(&desk, id, body).await.ok();
    redact(&desk, id, &parts(&closed).last().unwrap()["id"]).await;
    let read = ask(&desk, &token, &format!("/sdk/v1/conversations/{id}"))
        .await
        .ok();
    assert_eq!(read["parts"].as_array().unwrap().len(), 2, "{read}");
}

#[tokio::test]
async fn a_file_that_was_taken_back_cannot_be_fetched_by_an_old_link() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Help").await;
    let file = new_id();
    upload(&desk, &token, &file, "text/plain", "a.txt", b"secret")
        .await
        .ok();
    let part = json!({ "id": new_id(), "attachments": [file] });
    let sent = reply(&desk, &token, id_of(&started), part).await.ok();
    let link = path_of(sent["attachments"][0]["url"].as_str().unwrap());
    assert_eq!(desk.request("GET", &link).send().await.unwrap().status(), 200);
    let found = desk
        .get(&format!("/conversations/{}", id_of(&started)))
        .await
        .ok();
    redact(&desk, id_of(&started), &parts(&found).last().unwrap()["id"]).await;
    let answer = desk.send(desk.request("GET", &link)).await;
    assert_eq!(answer.error(), (404, "not_found"));
    desk.server.purge().await.unwrap();
    let answer = desk.send(desk.request("GET", &link)).await;
    assert_eq!(answer.error(), (404, "not_found"));
}
