//! The report holds what helps and nothing of a person.

// Test code throughout, also the functions beside the tests.
#![allow(clippy::unwrap_used)]

use frontdesk_core::retry::PolicyConfig;
use frontdesk_core::{Frontdesk, LogoutOptions, Metadata, UserAttributes};
use serde_json::{Value, json};

/// In everything a person or their server gave.
const CANARY: &str = "canary-4711";

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

fn report(desk: &Frontdesk) -> Value {
    let report = block_on(desk.diagnostics()).unwrap();
    let json = serde_json::to_string(&report).unwrap();
    for shown in [&json, &format!("{report:?}")] {
        assert!(!shown.contains("canary"), "{shown}");
    }
    serde_json::from_str(&json).unwrap()
}

#[test]
fn a_report_says_what_helps_and_holds_nothing_of_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path().join(CANARY);
    let once = PolicyConfig {
        login_attempts: 1,
        ..PolicyConfig::default()
    };
    // Port 9 of this machine refuses at once.
    let url = format!("http://127.0.0.1:9/{CANARY}");
    let key = format!("android_sdk-9f86{CANARY}");
    let desk = Frontdesk::builder(url, "demo", key)
        .data_dir(data_dir)
        .platform("android")
        .locale("de-AT")
        .retry(once)
        .open()
        .unwrap();
    let fresh = report(&desk);
    assert_eq!(fresh["session"]["state"], "logged_out");
    assert_eq!(fresh["troubles"], json!([]));

    desk.set_user_hash(&format!("{CANARY}-hash")).unwrap();
    desk.set_user_jwt(&format!("{CANARY}.jwt")).unwrap();
    let ada = UserAttributes::new()
        .user_id(CANARY)
        .email(format!("{CANARY}@example.com"))
        .name(CANARY);
    let error = block_on(desk.login_user_with_user_attributes(ada)).unwrap_err();
    assert_eq!(error.code(), "network_unavailable");
    let metadata = Metadata::from_value(json!({"secret": CANARY})).unwrap();
    desk.log_event(CANARY, Some(metadata)).unwrap();
    block_on(desk.present_message_composer(Some(CANARY))).unwrap();

    let told = report(&desk);
    assert_eq!(told["server"], "http://127.0.0.1:9");
    assert_eq!(told["app_id"], "demo");
    assert_eq!(told["platform"], "android");
    assert_eq!(
        told["session"],
        json!({"state": "login_pending", "role": "user", "user_id_set": true, "email_set": true,
               "user_hash_set": true, "jwt_set": true, "closing": 0})
    );
    assert_eq!(told["queue"]["queued"], 1);
    assert_eq!(told["troubles"][0]["code"], "network_unavailable");
    assert_eq!(told["clock"]["server_ahead_ms"], Value::Null);
    assert_eq!(told["feed"]["messenger_visible"], true);
    assert_eq!(told["languages"], json!(["de-AT", "de", "en"]));
    assert!(told["store"]["database_bytes"].as_u64().unwrap() > 0);
    assert!(told["store"]["schema"].as_i64().unwrap() >= 1);
    assert_eq!(told["limits"]["batch_events"], 500);

    block_on(desk.logout(LogoutOptions::default())).unwrap();
    let left = report(&desk);
    assert_eq!(left["session"]["user_hash_set"], false);
    assert_eq!(
        left["session"]["closing"], 1,
        "the event is still to be delivered"
    );
    desk.shutdown();
    assert_eq!(block_on(desk.diagnostics()).unwrap_err().code(), "shut_down");
}
