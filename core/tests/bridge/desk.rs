//! A client for the tests, and the schema to hold its answers to.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use frontdesk_core::clock::ManualClock;
use frontdesk_core::retry::PolicyConfig;
use frontdesk_core::{Builder, Frontdesk, Limits, UserAttributes};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

pub(crate) fn contract(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../contract")
        .join(path)
}

/// The schema as it is written.
pub(crate) fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let text = std::fs::read_to_string(contract("bridge.schema.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    })
}

/// Checks a value against one definition.
pub(crate) fn check(definition: &str, value: &Value) -> Result<(), String> {
    let wanted = json!({ "$ref": format!("#/$defs/{definition}"), "$defs": schema()["$defs"] });
    let validator = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .build(&wanted)
        .unwrap();
    let faults: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    match faults.is_empty() {
        true => Ok(()),
        false => Err(format!("{definition}: {}\n{value:#}", faults.join("\n"))),
    }
}

/// A client on a folder of its own; nothing answers at its server's address.
pub(crate) struct Desk {
    pub(crate) frontdesk: Frontdesk,
    pub(crate) clock: Arc<ManualClock>,
    _folder: TempDir,
}

pub(crate) fn open() -> Desk {
    open_with(|builder| builder)
}

pub(crate) fn open_with(change: impl FnOnce(Builder) -> Builder) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::new(1_800_000_000_000));
    let once = PolicyConfig {
        login_attempts: 1,
        ..PolicyConfig::default()
    };
    let limits = Limits {
        attachment_bytes: 100,
        // A clock that stands still would never end the moment in which events are collected.
        linger: Duration::ZERO,
        ..Limits::default()
    };
    // Port 9 of this machine refuses at once.
    let builder = Frontdesk::builder("http://127.0.0.1:9", "demo", "android_sdk-key")
        .data_dir(folder.path())
        .limits(limits)
        .clock(clock.clone())
        .retry(once);
    Desk {
        frontdesk: change(builder).open().unwrap(),
        clock,
        _folder: folder,
    }
}

impl Desk {
    pub(crate) fn log_in(&self) {
        let ada = UserAttributes::new().user_id("ada");
        let error = block_on(self.frontdesk.login_user_with_user_attributes(ada)).unwrap_err();
        assert_eq!(error.code(), "network_unavailable");
    }

    /// Sends a text; the answer is what the schema says.
    pub(crate) fn say(&self, text: &str) -> Value {
        let answer = block_on(self.frontdesk.bridge_request(text));
        let answer: Value = serde_json::from_str(&answer).unwrap();
        check("answer", &answer).unwrap();
        answer
    }

    /// Sends a request under its own id; its result is what the schema says.
    pub(crate) fn ask(&self, id: &str, kind: &str, data: Value) -> Value {
        let request = json!({ "id": id, "type": kind, "data": data });
        check("request", &request).unwrap();
        let answer = self.say(&request.to_string());
        assert_eq!(answer["id"], id);
        if answer["ok"] == true {
            let result = schema()["$defs"][format!("request.{kind}")]["x-result"]
                .as_str()
                .unwrap();
            check(result.trim_start_matches("#/$defs/"), &answer["result"]).unwrap();
        }
        answer
    }

    pub(crate) fn refusal(&self, id: &str, kind: &str, data: Value) -> String {
        let answer = self.ask(id, kind, data);
        answer["error"]["code"].as_str().unwrap_or("accepted").to_owned()
    }
}
