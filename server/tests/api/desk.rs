//! A running server, and devices and an operator that talk to it.

use std::net::SocketAddr;
use std::sync::Arc;

use frontdesk_server::{DevWorkspace, Limits, ManualClock, Server, ServerConfig, VerificationMode, launch};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::sync::oneshot;

/// Where the clock of a test starts.
pub(crate) const START: i64 = 1_700_000_000;

pub(crate) struct Desk {
    pub(crate) address: SocketAddr,
    pub(crate) workspace: DevWorkspace,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) server: Server,
    pub(crate) http: reqwest::Client,
    stop: Option<oneshot::Sender<()>>,
    stopped: tokio::task::JoinHandle<()>,
}

/// An answer, read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn code(&self) -> &str {
        self.body["errors"][0]["code"].as_str().unwrap_or("")
    }

    pub(crate) fn field(&self) -> &str {
        self.body["errors"][0]["field"].as_str().unwrap_or("")
    }

    /// Status and code of an error, for comparing.
    pub(crate) fn error(&self) -> (u16, &str) {
        (self.status.as_u16(), self.code())
    }

    pub(crate) fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        self.body
    }
}

/// A device with its id and secret.
#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) platform: &'static str,
}

impl Device {
    pub(crate) fn new() -> Self {
        Self::on("android")
    }

    pub(crate) fn on(platform: &'static str) -> Self {
        Self {
            id: new_id(),
            secret: "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0".to_owned(),
            platform,
        }
    }
}

pub(crate) fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

pub(crate) fn no_rates() -> Limits {
    Limits {
        rates: None,
        ..Limits::default()
    }
}

impl Desk {
    pub(crate) async fn open() -> Self {
        Self::with(ServerConfig::default().with_limits(no_rates())).await
    }

    pub(crate) async fn verifying(mode: VerificationMode) -> Self {
        let config = ServerConfig::default()
            .with_limits(no_rates())
            .with_dev_identity_verification(mode);
        Self::with(config).await
    }

    pub(crate) async fn with(config: ServerConfig) -> Self {
        let clock = Arc::new(ManualClock::at_ms(START * 1000));
        let server = Server::open(config.with_clock(clock.clone())).await.unwrap();
        let workspace = server.seed_dev_workspace().await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopping) = oneshot::channel::<()>();
        let serving = launch(server.clone(), listener, async {
            let _ = stopping.await;
        });
        let stopped = tokio::spawn(async { serving.await.unwrap() });
        let http = crate::http_client::plain();
        Self {
            address,
            workspace,
            clock,
            server,
            http,
            stop: Some(stop),
            stopped,
        }
    }

    /// Asks the server to stop and waits until it has.
    pub(crate) async fn stop(mut self) {
        self.stop.take().unwrap().send(()).unwrap();
        self.stopped.await.unwrap();
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.http
            .request(method, format!("http://{}{path}", self.address))
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let (method, path) = (request.method().to_string(), request.url().path().to_owned());
        let response = self.http.execute(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        if status.as_u16() >= 400 {
            assert_eq!(body["type"], "error.list", "{body}");
            assert_eq!(body["request_id"].as_str(), headers["x-request-id"].to_str().ok());
        }
        crate::contract::check(&method, &path, status.as_u16(), &body);
        Answer {
            status,
            headers,
            body,
        }
    }

    pub(crate) async fn call(&self, method: &str, path: &str, token: &str, body: Value) -> Answer {
        self.send(self.request(method, path).bearer_auth(token).json(&body))
            .await
    }

    pub(crate) async fn operator(&self, method: &str, path: &str, body: Value) -> Answer {
        self.call(method, path, self.workspace.operator_token.expose(), body)
            .await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(
            self.request("GET", path)
                .bearer_auth(self.workspace.operator_token.expose()),
        )
        .await
    }

    pub(crate) fn login_body(&self, device: &Device, identity: &Value) -> Value {
        let keys = serde_json::to_value(&self.workspace.keys).unwrap();
        json!({
            "app_id": self.workspace.app_id,
            "api_key": keys[device.platform],
            "device": { "id": device.id, "secret": device.secret, "platform": device.platform },
            "identity": identity,
        })
    }

    pub(crate) async fn login(&self, device: &Device, identity: Value) -> Answer {
        let body = self.login_body(device, &identity);
        self.send(self.request("POST", "/sdk/v1/sessions").json(&body))
            .await
    }

    /// A lead's or user's token.
    pub(crate) async fn token(&self, device: &Device, identity: Value) -> String {
        self.login(device, identity).await.ok()["token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(crate) async fn events(&self, token: &str, events: Value) -> Answer {
        self.call("POST", "/sdk/v1/events", token, json!({ "events": events }))
            .await
    }

    pub(crate) async fn patch(&self, token: &str, mut fields: Value) -> Answer {
        if fields.get("id").is_none() {
            fields["id"] = new_id().into();
        }
        self.call("PATCH", "/sdk/v1/me", token, fields).await
    }

    /// Names of all events of a user, in the order of arrival.
    pub(crate) async fn event_names(&self, user_id: &str) -> Vec<String> {
        let list = self
            .get(&format!("/events?type=user&user_id={user_id}&per_page=150"))
            .await
            .ok();
        let mut names: Vec<String> = list["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["event_name"].as_str().unwrap().to_owned())
            .collect();
        names.reverse();
        names
    }
}

pub(crate) fn event(name: &str) -> Value {
    json!({ "id": new_id(), "name": name, "created_at": START })
}

pub(crate) fn statuses(answer: &Answer) -> Vec<&str> {
    answer.body["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["status"].as_str().unwrap())
        .collect()
}
