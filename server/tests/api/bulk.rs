//! Answers stay small, however much a contact has written: nobody makes the server hold hundreds of megabytes.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, new_id};
use crate::sdk_conversations::{ask, id_of, reply, start};
use crate::stream::EventStream;

/// The longest message there is, of the character that grows most in HTML.
fn long() -> String {
    "\"".repeat(64 * 1024)
}

/// The most that an answer may hold: what is allowed for, and one message more.
const MOST: usize = 3 * 1024 * 1024;

#[tokio::test]
async fn a_feed_of_long_messages_is_told_in_pieces_and_nothing_is_left_out() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "0").await;
    let mut sent = vec![started["parts"][0]["id"].clone()];
    for _ in 0..12 {
        let part = json!({ "id": new_id(), "body": long() });
        sent.push(part["id"].clone());
        reply(&desk, &token, id_of(&started), part).await.ok();
    }
    let (mut after, mut seen, mut pieces) = (0, Vec::new(), 0);
    loop {
        let path = format!("/sdk/v1/changes?after={after}");
        let answer = ask(&desk, &token, &path).await;
        if answer.status == 204 {
            break;
        }
        assert!(answer.body.to_string().len() < MOST);
        let changes = answer.body["changes"].as_array().unwrap();
        let parts = changes.iter().filter(|change| change["type"] == "part.created");
        seen.extend(parts.map(|change| change["data"]["part"]["id"].clone()));
        after = answer.body["seq"].as_i64().unwrap();
        pieces += 1;
    }
    assert_eq!(seen, sent);
    assert!(pieces > 1);
    let mut stream = EventStream::open(&desk, &token, "?after=0").await;
    for id in sent {
        let part = loop {
            let (kind, change) = stream.event().await;
            if kind == "part.created" {
                break change;
            }
        };
        assert_eq!(part["data"]["part"]["id"], id);
    }
}

#[tokio::test]
async fn a_conversation_of_long_messages_is_read_in_pieces() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, &long()).await;
    let mut sent = vec![started["parts"][0]["id"].clone()];
    for _ in 0..11 {
        let part = json!({ "id": new_id(), "body": long() });
        sent.push(part["id"].clone());
        reply(&desk, &token, id_of(&started), part).await.ok();
    }
    let (mut seen, mut before) = (Vec::new(), String::new());
    loop {
        let path = format!("/sdk/v1/conversations/{}{before}", id_of(&started));
        let read = ask(&desk, &token, &path).await.ok();
        assert!(read.to_string().len() < MOST);
        let parts = read["parts"].as_array().unwrap().iter();
        let mut ids: Vec<Value> = parts.map(|part| part["id"].clone()).collect();
        ids.append(&mut seen);
        seen = ids;
        match read["previous"].as_i64() {
            Some(seq) => before = format!("?before={seq}"),
            None => break,
        }
    }
    assert_eq!(seen, sent);
}

#[tokio::test]
async fn a_list_of_conversations_with_long_messages_is_told_in_pieces() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let mut made = Vec::new();
    for _ in 0..12 {
        made.push(start(&desk, &token, &long()).await["id"].clone());
    }
    made.reverse();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/sdk/v1/conversations?limit=150{cursor}");
        let list = ask(&desk, &token, &path).await.ok();
        assert!(list.to_string().len() < MOST);
        seen.extend(
            list["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["id"].clone()),
        );
        match list["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, made);
}
