//! `push.json`: which push payloads are ours and what they say.

use crate::build::build;
use crate::files::{named, run, same, vectors};
use frontdesk_core::push::{PushMessage, is_frontdesk_push, read};
use serde::Deserialize;
use serde_json::Value;

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
    payload: Value,
    ours: bool,
    message: Option<Message>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Message {
    conversation_id: String,
    part_id: Option<String>,
    seq: Option<u64>,
    unread: Option<u64>,
}

impl From<PushMessage> for Message {
    fn from(message: PushMessage) -> Self {
        Self {
            conversation_id: message.conversation_id,
            part_id: message.part_id,
            seq: message.seq,
            unread: message.unread,
        }
    }
}

named!(Case);

#[test]
fn every_case_of_push_json_holds() {
    let file: File = vectors("push.json");
    run("push.json", "cases", &file.cases, |case| {
        let payload = build(&case.payload);
        same(&is_frontdesk_push(&payload), &case.ours)?;
        let expected = case.message.as_ref();
        same(&read(&payload).map(Message::from).as_ref(), &expected)
    });
}
