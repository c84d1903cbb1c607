//! B2: whatever a page sends, it gets one answer with a code, and nothing happens.

use std::time::Duration;

use frontdesk_core::LogoutOptions;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::desk::{block_on, contract, open};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    message: Option<Value>,
    text: Option<Value>,
    code: String,
    field: Option<String>,
    id: Option<String>,
}

#[path = "../vectors/build.rs"]
mod build;

#[test]
fn every_case_of_bridge_json_is_refused_with_its_code() {
    let text = std::fs::read_to_string(contract("vectors/bridge.json")).unwrap();
    let file: File = serde_json::from_str(&text).unwrap();
    let mut failures = Vec::new();
    for case in &file.cases {
        let desk = open();
        let before = desk.frontdesk.messenger_state();
        let sent = match (&case.message, &case.text) {
            (message, None) => build::build(message.as_ref().unwrap_or(&Value::Null)).to_string(),
            (None, Some(text)) => build::build_text(text),
            _ => panic!("{}: message or text", case.name),
        };
        let answer = desk.say(&sent);
        let expected = (json!(case.code), json!(case.field), json!(case.id));
        let got = (
            answer["error"]["code"].clone(),
            answer["error"]["field"].clone(),
            answer["id"].clone(),
        );
        if got != expected {
            failures.push(format!("{}: {got:?}, expected {expected:?}", case.name));
        }
        assert_eq!(desk.frontdesk.messenger_state(), before, "{}", case.name);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    println!("bridge.json: {} cases", file.cases.len());
}

#[test]
fn a_refusal_does_not_send_back_what_was_sent() {
    let desk = open();
    for (number, data) in [
        json!({ "canary": 1 }),
        json!({ "id": ["canary"] }),
        json!({ "id": "\ncanary" }),
    ]
    .iter()
    .enumerate()
    {
        let message = json!({ "id": number.to_string(), "type": "article.open", "data": data });
        let answer = desk.say(&message.to_string());
        assert_eq!(answer["error"]["code"], "invalid_request");
        assert!(!answer.to_string().contains("canary"), "{answer}");
    }
}

#[test]
fn an_id_is_answered_once() {
    let desk = open();
    assert_eq!(desk.refusal("a1", "state", json!({})), "accepted");
    assert_eq!(desk.refusal("a1", "state", json!({})), "repeated_request");
    assert_eq!(desk.refusal("a1", "hide", json!({})), "repeated_request");
    assert_eq!(desk.refusal("a2", "state", json!({})), "accepted");
}

#[test]
fn a_flood_is_answered_with_a_code_and_its_ids_and_passes_after_a_moment() {
    let desk = open();
    let ask = |n: u32| desk.ask(&format!("flood-{n}"), "state", json!({}));
    let mut refused = 0;
    for n in 0..1_000 {
        let answer = ask(n);
        if answer["ok"] == false {
            refused += 1;
            assert_eq!(answer["error"]["code"], "too_many_requests");
            assert_eq!(answer["error"]["temporary"], true);
            assert!(answer["error"]["retry_after_ms"].as_u64().unwrap() > 0);
        }
    }
    assert_eq!(refused, 900);
    assert_eq!(desk.say("rubbish")["error"]["code"], "too_many_requests");
    desk.clock.advance(Duration::from_secs(1));
    // What was refused did not use up its id.
    assert_eq!(ask(999)["ok"], true);
    assert_eq!((0..100).filter(|n| ask(2_000 + n)["ok"] == true).count(), 49);
}

#[test]
fn a_page_hands_over_a_file_within_bounds_and_only_for_its_own_person() {
    let desk = open();
    let begin = |id: &str, name: &str, size: u64| {
        let data = json!({ "name": name, "content_type": "image/png", "size": size });
        desk.ask(id, "upload.begin", data)
    };
    assert_eq!(begin("a0", "a.png", 5)["error"]["code"], "not_logged_in");
    desk.log_in();
    assert_eq!(begin("a1", "../a.png", 5)["error"]["code"], "invalid_text");
    assert_eq!(begin("a2", "a.png", 101)["error"]["code"], "attachment_too_large");
    let file = begin("a3", "a.png", 5)["result"]["upload_id"].clone();
    let chunk = |id: &str, offset: u64, base64: &str| {
        let data = json!({ "upload_id": file, "offset": offset, "base64": base64 });
        desk.ask(id, "upload.chunk", data)
    };
    assert_eq!(chunk("a4", 0, "aGVs")["result"]["received"], 3);
    assert_eq!(chunk("a5", 0, "aGVs")["error"]["code"], "wrong_offset");
    assert_eq!(chunk("a6", 3, "bG8sIHdvcmxk")["error"]["code"], "too_long");
    let reply = json!({ "id": "42", "body": "look", "attachments": [file] });
    assert_eq!(
        desk.refusal("a7", "conversation.reply", reply.clone()),
        "upload_unknown"
    );
    assert_eq!(chunk("a8", 3, "bG8=")["result"]["received"], 5);

    block_on(desk.frontdesk.logout(LogoutOptions::default())).unwrap();
    desk.log_in();
    assert_eq!(desk.refusal("a9", "conversation.reply", reply), "upload_unknown");
}

#[test]
fn a_message_of_the_longest_kind_passes_escapes_included() {
    let desk = open();
    desk.log_in();
    let longest = json!({ "id": "new", "text": "\u{1}".repeat(65_536) });
    assert_eq!(desk.refusal("a1", "draft.set", longest), "accepted");
    let one_more = json!({ "id": "new", "text": "é".repeat(32_769) });
    assert_eq!(desk.refusal("a2", "draft.set", one_more), "too_long");
}

#[test]
fn a_page_cannot_take_back_what_the_app_told() {
    let desk = open();
    desk.log_in();
    let event = desk.frontdesk.log_event("paid", None).unwrap().to_string();
    for (id, kind) in [("a1", "message.discard"), ("a2", "message.retry")] {
        let answer = desk.ask(id, kind, json!({ "part_id": event }));
        assert_eq!(answer["result"]["found"], false);
    }
    assert_eq!(desk.frontdesk.pending().unwrap().queued, 1);
}

#[test]
fn an_identified_users_address_does_not_come_from_a_page() {
    let desk = open();
    desk.log_in();
    let data = json!({ "email": "mallory@example.com" });
    assert_eq!(desk.refusal("a1", "email.leave", data), "already_identified");
    assert_eq!(desk.frontdesk.pending().unwrap().queued, 0);
}

#[test]
fn after_shutdown_every_request_is_still_answered() {
    let desk = open();
    desk.frontdesk.shutdown();
    for (number, kind) in [
        "conversations.list",
        "hide",
        "back",
        "diagnostics",
        "help.collections",
    ]
    .iter()
    .enumerate()
    {
        assert_eq!(
            desk.refusal(&number.to_string(), kind, json!({})),
            "shut_down",
            "{kind}"
        );
    }
}
