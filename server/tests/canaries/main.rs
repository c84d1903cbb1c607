//! Secrets and what people write go where they are meant to go and nowhere else. A program that logs at its
//! most talkative is sent marked values on every route it has, well-formed and broken, while it works and
//! while its disk fails; then its log and its refusals are read byte by byte for the marks.

// A test that unwraps fails with the place and the value: that is what it is for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod bodies;
#[path = "../http_client/mod.rs"]
mod http_client;
#[path = "../running/mod.rs"]
mod running;

use std::process::Command;

use bodies::MARK;
use frontdesk_server::identity::{jwt, user_hash};
use frontdesk_server::{Route, Secret, Server, ServerConfig};
use running::{PROGRAM, Running};
use serde_json::{Value, json};

/// A secret of 32 bytes that every device of this test has.
const DEVICE_SECRET: &str = "bWFya2VkLTdmM2EtbWFya2VkLTdmM2EtbWFya2VkLTc";

/// Somebody who asks, and everything that must not be seen.
struct Asker {
    http: reqwest::Client,
    url: String,
    operator: String,
    session: String,
    secrets: Vec<String>,
    /// Refusals, with what was asked.
    refusals: Vec<(String, String)>,
    statuses: std::collections::BTreeMap<u16, u32>,
}

impl Asker {
    async fn new(server: &Running) -> Self {
        let about = server.about();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let key = text(&about["identity_secrets"]["android"]);
        let hash = user_hash(&Secret::new(&key), MARK);
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap()
            .as_secs();
        let token = jwt::sign(
            &Secret::new(&key),
            &json!({ "user_id": MARK, "email": mail(), "exp": now + 600 }),
        );
        let mut asker = Self {
            http: http_client::plain(),
            url: text(&about["url"]),
            operator: text(&about["operator_token"]),
            session: String::new(),
            secrets: vec![
                MARK.to_owned(),
                DEVICE_SECRET.to_owned(),
                key,
                hash.clone(),
                token.clone(),
            ],
            refusals: Vec::new(),
            statuses: Default::default(),
        };
        asker.secrets.push(asker.operator.clone());
        asker.secrets.push(text(&about["identity_secrets"]["ios"]));
        for identity in [
            json!({ "user_id": MARK, "email": mail(), "user_hash": hash }),
            json!({ "user_id": MARK, "jwt": token }),
            json!({ "user_id": MARK, "user_hash": format!("{hash}0") }),
            json!({ "user_id": MARK, "jwt": format!("{token}x") }),
            json!({ "email": mail(), "user_hash": hash }),
        ] {
            let body = json!({
                "app_id": about["app_id"], "api_key": about["keys"]["android"], "identity": identity,
                "attributes": { "name": MARK, "phone": MARK, "custom_attributes": { "plan": MARK } },
                "device": { "id": uuid::Uuid::now_v7().to_string(), "secret": DEVICE_SECRET, "platform": "android" },
            });
            let answer = asker
                .send("POST", "/sdk/v1/sessions", "", &body.to_string())
                .await;
            let session: Value = serde_json::from_str(&answer).unwrap_or_default();
            if let Some(token) = session["token"].as_str() {
                asker.secrets.push(token.to_owned());
                asker.session = token.to_owned();
            }
        }
        assert!(!asker.session.is_empty(), "{:?}", asker.refusals);
        asker
    }

    /// Sends a request that is marked wherever a request can be marked; the answer's text.
    async fn send(&mut self, method: &str, path: &str, token: &str, body: &str) -> String {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self
            .http
            .request(method, format!("{}{path}", self.url))
            .timeout(std::time::Duration::from_secs(60))
            .header("content-type", "application/json")
            .header("frontdesk-client", format!("{MARK}/1 core/{MARK}"))
            .header("user-agent", MARK)
            .header("x-file-name", MARK)
            .header("last-event-id", "0")
            .header("cookie", format!("session={MARK}"))
            .header("authorization", format!("Bearer {token}"))
            .body(body.to_owned());
        let mut answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        *self.statuses.entry(status).or_default() += 1;
        let streams = answer
            .headers()
            .get("content-type")
            .is_some_and(|kind| kind == "text/event-stream");
        // A stream has no end, and its first bytes come with its head.
        let text = match streams {
            true => String::from_utf8_lossy(&answer.chunk().await.unwrap().unwrap_or_default()).into_owned(),
            false => answer.text().await.unwrap(),
        };
        if status >= 400 {
            self.refusals.push((format!("{path} {status}"), text.clone()));
        }
        text
    }

    /// Asks one route in every way there is.
    async fn ask(&mut self, route: &Route) {
        // Logging out would end what the other routes are asked with.
        if route.path == "/sdk/v1/sessions/current" {
            self.send(route.method, &route.path, MARK, "").await;
            return;
        }
        let right = match route.path.starts_with("/sdk/") {
            true => self.session.clone(),
            false => self.operator.clone(),
        };
        for id in ["1", MARK, "0193c3a4-7e00-7abc-8def-0123456789ab"] {
            let path = bodies::path(&route.path, id);
            for body in bodies::of(route) {
                self.send(route.method, &path, &right, &body).await;
            }
            let query =
                format!("{path}?q={MARK}&email={MARK}&after={MARK}&locale={MARK}&signature={MARK}&expires=1");
            self.send(route.method, &query, &right, "").await;
        }
        let path = bodies::path(&route.path, MARK);
        for wrong in [MARK.to_owned(), format!("{right}x"), String::new()] {
            self.send(route.method, &path, &wrong, &bodies::of(route)[0])
                .await;
        }
    }

    fn check(&self, log: &str) {
        println!(
            "{} refusals; answers by status: {:?}",
            self.refusals.len(),
            self.statuses
        );
        for secret in &self.secrets {
            let line = log.lines().find(|line| line.contains(secret.as_str()));
            assert!(line.is_none(), "a secret is in the log: {line:?}");
            let body = self
                .refusals
                .iter()
                .find(|(_, body)| body.contains(secret.as_str()));
            assert!(body.is_none(), "a secret is in a refusal: {body:?}");
        }
        assert!(log.contains("request_id") && !log.contains("panicked"), "{log}");
        assert!(
            !self.statuses.contains_key(&500),
            "{:?}",
            self.refusals.iter().find(|(line, _)| line.ends_with("500"))
        );
    }
}

fn mail() -> String {
    format!("{MARK}@example.org")
}

async fn routes() -> Vec<Route> {
    Server::open(ServerConfig::default()).await.unwrap().routes()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_and_nothing_that_people_write_reaches_the_log_or_a_refusal() {
    let data = tempfile::tempdir().unwrap();
    let server = Running::dev(
        data.path(),
        &["--log-level", "trace", "--identity-verification", "log"],
    );
    let mut asker = Asker::new(&server).await;
    for route in routes().await {
        asker.ask(&route).await;
    }
    let (code, log) = server.terminate();
    assert_eq!(code, Some(0));
    asker.check(&log);
    // The scan sees what it must see.
    let database = std::fs::read(data.path().join("frontdesk-server.sqlite3")).unwrap();
    let found = database
        .windows(MARK.len())
        .any(|window| window == MARK.as_bytes());
    assert!(found, "nothing of all that was stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_does_it_while_every_write_fails() {
    let data = tempfile::tempdir().unwrap();
    let mut command = Command::new("sh");
    let script = "trap '' XFSZ; exec \"$0\" dev --log-level trace --data \"$1\"";
    let server = Running::run(command.args(["-c", script, PROGRAM]).arg(data.path()));
    let mut asker = Asker::new(&server).await;
    let id = server.child.id().to_string();
    let limited = Command::new("prlimit")
        .args(["--pid", &id, "--fsize=0:unlimited"])
        .status();
    assert!(limited.unwrap().success());
    for route in routes().await {
        asker.ask(&route).await;
    }
    let failed: u32 = [503, 507]
        .iter()
        .filter_map(|status| asker.statuses.get(status))
        .sum();
    assert!(failed > 0, "{:?}", asker.statuses);
    asker.check(&server.kill());
}
