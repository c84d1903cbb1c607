//! Tours and checklists are of web pages: an app's messenger says so, goes nowhere near them, and takes no harm from a
//! server that has them.

use frontdesk_core::{InAppRef, LiveKind};
use serde_json::json;

use crate::desk::open;

#[test]
fn a_page_of_an_app_hears_that_there_are_no_tours_and_checklists() {
    let desk = open();
    desk.log_in();
    let before = desk.frontdesk.messenger_state();
    for (id, kind, data) in [
        ("a1", "checklist.open", json!({"id":"9001"})),
        (
            "a2",
            "checklist.tick",
            json!({"id":"9001","task_id":"t1","done":true}),
        ),
        ("a3", "checklist.tell", json!({"id":"9001","event":"shown"})),
        ("a4", "tour.start", json!({"id":"8001"})),
        ("a5", "navigate", json!({"view":{"name":"checklist","id":"9001"}})),
    ] {
        assert_eq!(desk.refusal(id, kind, data), "unknown_content_type", "{kind}");
    }
    assert_eq!(desk.frontdesk.messenger_state(), before);
}

#[test]
fn kinds_of_web_pages_are_read_as_unknown_wherever_a_server_tells_of_them() {
    let due = json!([
        {"kind":"tour","id":"8001","display":"full","priority":9},
        {"kind":"checklist","id":"9001","display":"card","priority":8},
        {"kind":"survey","id":"2001","display":"card","priority":1},
    ]);
    let due: Vec<InAppRef> = serde_json::from_value(due).unwrap();
    let kinds: Vec<LiveKind> = due.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [LiveKind::Unknown, LiveKind::Unknown, LiveKind::Survey]);
}
