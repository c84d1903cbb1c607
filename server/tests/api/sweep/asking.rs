//! A server with two workspaces, two users in one of them, and the asking itself.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use frontdesk_server::Route;
use serde_json::{Value, json};

use super::ways::query;
use crate::desk::{Desk, Device};

/// Everybody who asks.
pub(super) struct World {
    pub(super) desk: Desk,
    pub(super) ada: String,
    pub(super) bob: String,
    /// A device of the other workspace.
    pub(super) elsewhere: String,
    pub(super) operator: String,
    pub(super) other_operator: String,
    logged_out: String,
    numbers: AtomicU64,
}

/// What was asked and answered.
pub(super) struct Asked {
    pub(super) status: u16,
    pub(super) text: String,
    line: String,
    headers: Vec<String>,
}

impl Asked {
    /// Everything an asker can learn, apart from the id of the request and counters of rates.
    pub(super) fn said(&self) -> (u16, Value, &[String]) {
        let mut body: Value = serde_json::from_str(&self.text).unwrap_or_default();
        body["request_id"] = Value::Null;
        (self.status, body, &self.headers)
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {} {}", self.line, self.status, self.text)
    }
}

impl World {
    pub(super) async fn open() -> Self {
        let desk = Desk::open().await;
        let ada = desk.token(&Device::new(), json!({ "user_id": "ada" })).await;
        let bob = desk.token(&Device::new(), json!({ "user_id": "bob" })).await;
        let logged_out = desk.token(&Device::new(), json!({ "user_id": "ada" })).await;
        desk.call("DELETE", "/sdk/v1/sessions/current", &logged_out, Value::Null)
            .await;
        let other = desk.server.fresh_credentials().unwrap();
        desk.server.store_production_workspace(&other).await.unwrap();
        let device = Device::new();
        let login = json!({
            "app_id": other.app_id, "api_key": other.keys.android, "identity": null,
            "device": { "id": device.id, "secret": device.secret, "platform": device.platform },
        });
        let session = desk
            .send(desk.request("POST", "/sdk/v1/sessions").json(&login))
            .await
            .ok();
        Self {
            ada,
            bob,
            logged_out,
            elsewhere: session["token"].as_str().unwrap().to_owned(),
            operator: desk.workspace.operator_token.expose().to_owned(),
            other_operator: other.operator_token.expose().to_owned(),
            desk,
            numbers: AtomicU64::new(50_000),
        }
    }

    pub(super) fn routes(&self) -> Vec<Route> {
        self.desk.server.routes()
    }

    pub(super) fn next_number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Whether a route is for everybody: the start of a session, and machines.
    pub(super) fn is_open_to_all(&self, route: &Route) -> bool {
        let line = format!("{} {}", route.method, route.path);
        // Logging out with a token that is none is logging out.
        let open = [
            "POST /sdk/v1/sessions",
            "DELETE /sdk/v1/sessions/current",
            "GET /healthz",
            "GET /metrics",
        ];
        let to_all = ["/files/", "/widget/"];
        open.contains(&line.as_str()) || to_all.iter().any(|root| route.path.starts_with(root))
    }

    /// Tokens that open nothing on this route; the first one is none at all.
    pub(super) fn no_tokens(&self, route: &Route) -> Vec<String> {
        let other_kind = match route.path.starts_with("/sdk/") {
            true => [self.operator.clone(), self.logged_out.clone()],
            false => [self.ada.clone(), "fdo_0000".to_owned()],
        };
        [String::new(), "nonsense".to_owned()]
            .into_iter()
            .chain(other_kind)
            .collect()
    }

    /// Something that an operator of Ada's workspace does, and that works.
    pub(super) async fn operate(&self, method: &str, path: &str, body: Value) -> Value {
        let mut request = self.desk.request(method, path).bearer_auth(&self.operator);
        if !body.is_null() {
            request = request.json(&body);
        }
        self.desk.send(request).await.ok()
    }

    /// Something that Ada does, and that works.
    pub(super) async fn as_ada(&self, method: &str, path: &str, body: Value) -> Value {
        self.desk.call(method, path, &self.ada, body).await.ok()
    }

    /// Asks a route for `ids`.
    pub(super) async fn ask(&self, route: &Route, ids: &[String], token: &str, body: Value) -> Asked {
        let query = query(route, ids);
        let mut ids = ids.iter();
        let parts = route.path.split('/').map(|part| match part.starts_with('{') {
            true => ids.next().map_or("android", String::as_str),
            false => part,
        });
        let path = parts.collect::<Vec<_>>().join("/") + &query;
        let mut request = self
            .desk
            .request(route.method, &path)
            .header("frontdesk-client", "sweep/1 core/1");
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        let mut response = request.send().await.unwrap();
        let mut headers: Vec<String> = response
            .headers()
            .keys()
            .map(|name| name.as_str().to_owned())
            .collect();
        headers.sort();
        let status = response.status().as_u16();
        let kind = response.headers().get("content-type");
        let text = if kind.is_some_and(|kind| kind == "text/event-stream") {
            // A stream never ends; what it begins with comes at once.
            let first = response.chunk().await.unwrap().unwrap_or_default();
            String::from_utf8_lossy(&first).into_owned()
        } else {
            response.text().await.unwrap()
        };
        Asked {
            status,
            line: format!("{} {path}", route.method),
            text,
            headers,
        }
    }
}
