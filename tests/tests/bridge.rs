//! The messenger's pages against the real server: every result is what `contract/bridge.schema.json` says.

use std::time::Duration;

use frontdesk_tests::support::{App, TestServer, block_on};
use serde_json::{Value, json};

/// A page: it numbers its requests and holds the answers to the schema.
struct Page {
    app: App,
    schema: Value,
    asked: std::cell::Cell<u32>,
}

impl Page {
    fn open(server: &TestServer) -> Self {
        let app = App::on(server)
            .limits(|limits| limits.delivery_wait = Duration::from_secs(10))
            .open();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../contract/bridge.schema.json");
        let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let asked = std::cell::Cell::new(0);
        Self { app, schema, asked }
    }

    fn check(&self, target: &str, value: &Value) {
        let wanted = json!({ "$ref": target, "$defs": self.schema["$defs"] });
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .build(&wanted)
            .unwrap();
        if let Some(error) = validator.iter_errors(value).next() {
            panic!("{target} {}: {error}\n{value:#}", error.instance_path());
        }
    }

    fn answer(&self, kind: &str, data: Value) -> Value {
        self.asked.set(self.asked.get() + 1);
        let id = format!("page-{}", self.asked.get());
        let request = json!({ "id": id, "type": kind, "data": data });
        self.check("#/$defs/request", &request);
        let answer = block_on(self.app.bridge_request(&request.to_string()));
        let answer: Value = serde_json::from_str(&answer).unwrap();
        self.check("#/$defs/answer", &answer);
        assert_eq!(answer["id"], id);
        answer
    }

    /// The result, which must be one.
    fn ask(&self, kind: &str, data: Value) -> Value {
        let answer = self.answer(kind, data);
        assert_eq!(answer["ok"], true, "{kind}: {answer}");
        let target = self.schema["$defs"][format!("request.{kind}")]["x-result"]
            .as_str()
            .unwrap();
        self.check(target, &answer["result"]);
        answer["result"].clone()
    }

    fn refusal(&self, kind: &str, data: Value) -> Value {
        self.answer(kind, data)["error"]["code"].clone()
    }
}

#[test]
fn a_page_writes_with_a_file_reads_it_back_and_sees_what_was_seen_offline() {
    let server = TestServer::start();
    let page = Page::open(&server);
    page.app.login("ada").unwrap();

    let file = json!({ "name": "note.txt", "content_type": "text/plain", "size": 5 });
    let file = page.ask("upload.begin", file)["upload_id"].clone();
    page.ask(
        "upload.chunk",
        json!({ "upload_id": file, "offset": 0, "base64": "aGVs" }),
    );
    page.ask(
        "upload.chunk",
        json!({ "upload_id": file, "offset": 3, "base64": "bG8=" }),
    );
    page.ask("draft.set", json!({ "id": "new", "text": "Hel" }));
    assert_eq!(page.ask("draft.get", json!({ "id": "new" }))["text"], "Hel");
    let first = json!({ "body": "Hello <b>there</b>", "attachments": [file] });
    let sent = page.ask("conversation.start", first);
    assert_eq!(sent["delivery"], "delivered");
    let id = sent["conversation_id"].clone();
    page.ask("conversation.reply", json!({ "id": id, "body": "Anybody?" }));
    page.ask("conversation.typing", json!({ "id": id }));
    page.ask("conversation.read", json!({ "id": id }));

    let opened = page.ask("conversation.open", json!({ "id": id }));
    assert_eq!(opened["parts"].as_array().unwrap().len(), 2);
    assert_eq!(opened["parts"][0]["attachments"][0]["name"], "note.txt");
    assert_eq!(
        page.ask("conversations.list", json!({}))["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    server.cut_network();
    let cached = page.ask("conversation.open", json!({ "id": id, "cached": true }));
    assert_eq!(cached["parts"][1]["body_text"], "Anybody?");
    assert_eq!(
        page.ask("conversations.list", json!({ "cached": true }))["from_cache"],
        true
    );
}

#[test]
fn a_page_reads_the_help_center_content_tickets_and_news() {
    let server = TestServer::start();
    let body = json!({ "body_html": "<p>Reset your password</p>", "body_text": "Reset your password" });
    server.publish("article", "1500", "Passwords", body);
    let page = Page::open(&server);
    page.app.login("ada").unwrap();
    page.ask("help.collections", json!({}));
    page.ask("help.search", json!({ "term": "password" }));
    page.ask("article.open", json!({ "id": "1500" }));
    page.ask("article.react", json!({ "id": "1500", "reaction": "happy" }));
    page.ask("content.open", json!({ "kind": "survey", "id": "2001" }));
    page.ask(
        "receipt.send",
        json!({ "kind": "survey", "id": "2001", "event": "dismissed" }),
    );
    page.ask("tickets.list", json!({}));
    page.ask("ticket_types.list", json!({}));
    page.ask("news.list", json!({}));
    page.ask("state", json!({}));
    page.ask("diagnostics", json!({}));
    assert_eq!(
        page.refusal("article.open", json!({ "id": "404404" })),
        "not_found"
    );
    assert_eq!(
        page.refusal("conversation.open", json!({ "id": "404404" })),
        "not_found"
    );
    assert_eq!(
        page.refusal("ticket.open", json!({ "id": "404404" })),
        "not_found"
    );
}

#[test]
fn a_page_of_one_user_gets_nothing_of_another() {
    let server = TestServer::start();
    let ada = Page::open(&server);
    ada.app.login("ada").unwrap();
    let id = ada.ask("conversation.start", json!({ "body": "secret" }))["conversation_id"].clone();
    let bob = Page::open(&server);
    bob.app.login("bob").unwrap();
    assert_eq!(bob.refusal("conversation.open", json!({ "id": id })), "not_found");
    let reply = json!({ "id": id, "body": "mine" });
    assert_eq!(bob.refusal("conversation.reply", reply), "not_found");
    assert_eq!(bob.ask("conversations.list", json!({}))["data"], json!([]));
}

#[test]
fn a_visitor_leaves_an_address_and_the_app_hears_that_one_was_left() {
    let server = TestServer::start();
    let page = Page::open(&server);
    page.app.login_lead().unwrap();
    page.ask("email.leave", json!({ "email": "ada@example.com" }));
    page.app.ears.wait_for("the address", |event| match event {
        frontdesk_core::Event::EmailSupplied => Some(()),
        _ => None,
    });
    assert_eq!(
        page.refusal("email.leave", json!({ "email": "no address" })),
        "invalid_email"
    );
}
