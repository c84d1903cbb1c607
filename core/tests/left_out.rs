//! What a build answers to calls of a part that it was made without.
//!
//! Empty in the usual build; the step `features` runs it without any of them.
#![cfg(not(feature = "push"))]

use frontdesk_core::{Frontdesk, FrontdeskError, PushEnvironment, PushProvider};

#[test]
fn without_push_a_token_is_not_taken_and_no_payload_is_ours() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Frontdesk::builder("http://127.0.0.1:1", "app", "key")
        .data_dir(folder.path())
        .open()
        .unwrap();
    let is_left_out = |answer: Result<(), FrontdeskError>| {
        let error = answer.unwrap_err();
        assert_eq!((error.code(), error.field()), ("feature_left_out", Some("push")));
    };
    is_left_out(desk.set_push_token(PushProvider::Fcm, "token", PushEnvironment::Production));
    is_left_out(desk.clear_push_token());
    let payload = serde_json::json!({"frontdesk": "1", "conversation_id": "7"});
    assert!(!frontdesk_core::push::is_frontdesk_push(&payload));
    assert_eq!(desk.handle_push(&payload), None);
    desk.shutdown();
    let after = desk.clear_push_token().unwrap_err();
    assert_eq!(after.code(), "shut_down");
}
