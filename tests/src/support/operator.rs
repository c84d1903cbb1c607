//! What the operator of the workspace does, over the same server.
//!
//! Guarantees: sent by hand under the workspace's own token; an answer that is no success fails the test. Called on
//! test threads.

use serde_json::{Value, json};

use super::raw::request;
use super::server::TestServer;

impl TestServer {
    /// One call of the operator; its answer as JSON.
    pub fn operator(&self, method: &str, path: &str, body: &Value) -> Value {
        let token = format!("Bearer {}", self.workspace().operator_token.expose());
        let headers = [
            ("authorization", token.as_str()),
            ("content-type", "application/json"),
        ];
        let text = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = request(self.address(), method, path, &headers, text.as_bytes());
        assert!(
            (200..300).contains(&answer.status),
            "{method} {path}: {} {}",
            answer.status,
            String::from_utf8_lossy(&answer.body)
        );
        answer.json()
    }

    /// Makes content live, or changes it.
    pub fn publish(&self, kind: &str, id: &str, title: &str, body: Value) {
        let content = json!({ "title": title, "status": "live", "body": body });
        self.operator("PUT", &format!("/x/content/{kind}/{id}"), &content);
    }

    /// Content is `draft`, `paused`, `archived` or `live` from now on.
    pub fn set_status(&self, kind: &str, id: &str, status: &str) {
        self.operator(
            "PUT",
            &format!("/x/content/{kind}/{id}"),
            &json!({ "status": status }),
        );
    }
}
