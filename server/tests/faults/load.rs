//! A device that sends events and writes down what it was told.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::http_client;
use crate::running::Running;

/// What became of one batch.
#[derive(Debug)]
pub(crate) enum Told {
    /// 200, and every event accepted or known.
    Kept,
    /// Refused with a status, the code, and whether it said when to come back.
    Refused(u16, String, bool),
    /// No answer.
    Nothing,
}

/// See the module.
pub(crate) struct Sender {
    http: reqwest::Client,
    url: String,
    token: String,
    /// Bodies by the id of their only event, as they were sent.
    pub(crate) kept: BTreeMap<String, Value>,
}

impl Sender {
    /// A new user's device.
    pub(crate) async fn login(server: &Running, user_id: &str) -> Self {
        let about = server.about();
        let http = http_client::plain();
        let url = about["url"].as_str().unwrap().to_owned();
        let body = json!({
            "app_id": about["app_id"], "api_key": about["keys"]["android"], "identity": { "user_id": user_id },
            "device": {
                "id": uuid::Uuid::now_v7().to_string(),
                "secret": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", "platform": "android"
            },
        });
        let answer = http
            .post(format!("{url}/sdk/v1/sessions"))
            .json(&body)
            .send()
            .await
            .unwrap();
        let session: Value = answer.json().await.unwrap();
        Self {
            http,
            url,
            token: session["token"].as_str().unwrap().to_owned(),
            kept: BTreeMap::new(),
        }
    }

    /// The same device after the server came back elsewhere.
    pub(crate) fn moved_to(&mut self, server: &Running) {
        self.url = server.about()["url"].as_str().unwrap().to_owned();
    }

    /// What it asks with.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// One event of about `bytes`.
    pub(crate) fn event(bytes: usize) -> Value {
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        let keys = (bytes / 250).min(10);
        let metadata: serde_json::Map<String, Value> = (0..keys)
            .map(|key| (format!("k{key}"), "x".repeat(240).into()))
            .collect();
        let id = uuid::Uuid::now_v7().to_string();
        json!({ "id": id, "name": "x", "created_at": now.as_secs(), "metadata": metadata })
    }

    /// Sends events and remembers those that were kept.
    pub(crate) async fn send(&mut self, events: &[Value]) -> Told {
        let (told, _) = self.send_and_see(events).await;
        if matches!(told, Told::Kept) {
            for event in events {
                self.kept
                    .insert(event["id"].as_str().unwrap().to_owned(), event.clone());
            }
        }
        told
    }

    async fn send_and_see(&self, events: &[Value]) -> (Told, Vec<String>) {
        let request = self
            .http
            .post(format!("{}/sdk/v1/events", self.url))
            .bearer_auth(&self.token)
            .json(&json!({ "events": events }));
        let Ok(answer) = request.send().await else {
            return (Told::Nothing, Vec::new());
        };
        let (status, waits) = (
            answer.status().as_u16(),
            answer.headers().contains_key("retry-after"),
        );
        let Ok(body) = answer.json::<Value>().await else {
            return (Told::Nothing, Vec::new());
        };
        if status != 200 {
            let code = body["errors"][0]["code"].as_str().unwrap_or_default().to_owned();
            return (Told::Refused(status, code, waits), Vec::new());
        }
        let results = body["results"].as_array().unwrap().iter();
        let states: Vec<String> = results
            .map(|one| one["status"].as_str().unwrap().to_owned())
            .collect();
        assert!(states.iter().all(|state| state != "rejected"), "{body}");
        (Told::Kept, states)
    }

    /// Starts a conversation; the id that the server gave it.
    pub(crate) async fn start(&self) -> String {
        let part = json!({ "id": uuid::Uuid::now_v7().to_string(), "body": "Hello" });
        let body = json!({ "id": uuid::Uuid::now_v7().to_string(), "part": part });
        let request = self
            .http
            .post(format!("{}/sdk/v1/conversations", self.url))
            .bearer_auth(&self.token);
        let started: Value = request.json(&body).send().await.unwrap().json().await.unwrap();
        started["id"].as_str().unwrap().to_owned()
    }

    /// Replies; the status and the part, when there is an answer.
    pub(crate) async fn reply(&self, conversation: &str, id: &str) -> Option<(u16, Value)> {
        let url = format!("{}/sdk/v1/conversations/{conversation}/parts", self.url);
        let request = self.http.post(url).bearer_auth(&self.token);
        let answer = request.json(&json!({ "id": id, "body": id })).send().await.ok()?;
        let status = answer.status().as_u16();
        Some((status, answer.json().await.ok()?))
    }

    /// Ids and numbers of all parts of a conversation, oldest first.
    pub(crate) async fn parts(&self, conversation: &str) -> Vec<(String, u64)> {
        let mut parts = Vec::new();
        let mut before = String::new();
        loop {
            let url = format!("{}/sdk/v1/conversations/{conversation}{before}", self.url);
            let answer = self.http.get(url).bearer_auth(&self.token).send().await.unwrap();
            let page: Value = answer.json().await.unwrap();
            let read = |part: &Value| {
                (
                    part["id"].as_str().unwrap().to_owned(),
                    part["seq"].as_u64().unwrap(),
                )
            };
            let older: Vec<_> = page["parts"].as_array().unwrap().iter().map(read).collect();
            parts.splice(0..0, older);
            match page["previous"].as_u64() {
                Some(previous) => before = format!("?before={previous}"),
                None => return parts,
            }
        }
    }

    /// Whether the server reads, which needs no space.
    pub(crate) async fn can_read(&self) -> bool {
        let request = self.http.get(format!("{}/healthz", self.url));
        request.send().await.is_ok_and(|answer| answer.status() == 200)
    }

    /// Everything that was told as kept is known, and known under its id: sent again, nothing is new.
    pub(crate) async fn check_history(&self) {
        let events: Vec<Value> = self.kept.values().cloned().collect();
        for chunk in events.chunks(100) {
            let (told, states) = self.send_and_see(chunk).await;
            assert!(matches!(told, Told::Kept), "{told:?}");
            let lost = states.iter().filter(|state| *state != "duplicate").count();
            assert_eq!(lost, 0, "{lost} of {} were answered and are gone", chunk.len());
        }
        println!("{} events were answered, all are there", events.len());
    }
}
