//! Nothing personal leaves its place: a marked word in every secret and personal field, through every call, with
//! the server well, ill and away; then every file, log line, error, event and report is searched for the words.
//!
//! Before the logout the words may be in files of the device (that is what a queue and a cache are), and in
//! nothing else, ever; after a logout that purges they are nowhere.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, OnceLock};

use frontdesk_core::model::message::{NewAttachment, NewReply};
use frontdesk_core::{
    Answer, AnswerValue, Delivery, FrontdeskError, Metadata, PushEnvironment, PushProvider, Reaction,
    ReceiptEvent, ReceiptKind, UserAttributes,
};
use frontdesk_tests::support::{App, Fault, On, Reply, TestServer, block_on, traces_of};
use parking_lot::Mutex;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

/// One word for each place that holds something of a person.
const WORDS: [&str; 17] = [
    "canary-user-id",
    "canary@mail.example",
    "canary-name",
    "canary-phone",
    "canary-attribute",
    "canary-company",
    "canary-user-hash",
    "canary-auth-token",
    "canary-push-token",
    "canary-event-value",
    "canary-message",
    "canary-draft",
    "canary-file-name",
    "canary-file-bytes",
    "canary-answer",
    "canary-ticket",
    "canary-search",
];

/// What was logged by anyone in this process, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let all = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(log.clone())
            .finish();
        tracing::subscriber::set_global_default(all).expect("the only subscriber of this process");
        log
    })
}

/// Words found in a text.
fn words_in(text: &str) -> Vec<&'static str> {
    WORDS.into_iter().filter(|word| text.contains(word)).collect()
}

/// What the calls said, for the search.
#[derive(Default)]
struct Said(String);

impl Said {
    fn hear<T>(&mut self, call: &str, answer: Result<T, FrontdeskError>) -> Option<T> {
        match answer {
            Ok(told) => Some(told),
            Err(error) => {
                self.0
                    .push_str(&format!("{call}: {error} / {error:?} / {:?}\n", error.code()));
                None
            }
        }
    }
}

/// Every call that takes or gives something of a person.
fn live(app: &App, said: &mut Said) {
    said.hear("hash", app.set_user_hash("canary-user-hash"));
    said.hear(
        "push",
        app.set_push_token(
            PushProvider::Fcm,
            "canary-push-token",
            PushEnvironment::Production,
        ),
    );
    let ada = UserAttributes::new()
        .user_id("canary-user-id")
        .email("canary@mail.example")
        .name("canary-name");
    said.hear(
        "login",
        block_on(app.login_user_with_user_attributes(ada.clone())),
    );
    let tokens = BTreeMap::from([("shop".to_owned(), "canary-auth-token".to_owned())]);
    said.hear("auth tokens", app.set_auth_tokens(tokens));
    let company = frontdesk_core::model::attributes::Company::new("canary-company");
    let change = ada
        .phone("canary-phone")
        .custom("plan", "canary-attribute")
        .company(company);
    said.hear("update", block_on(app.update_user(change.clone())));
    let metadata = Metadata::builder()
        .with("note", "canary-event-value")
        .build()
        .unwrap();
    said.hear("event", app.log_event("bought", Some(metadata)));
    let message = NewReply {
        body: "canary-message".to_owned(),
        attachments: vec![NewAttachment {
            name: "canary-file-name.txt".to_owned(),
            content_type: "text/plain".to_owned(),
            bytes: b"canary-file-bytes".to_vec(),
        }],
    };
    let sent = said.hear("start", block_on(app.start_conversation_with(message.clone())));
    let conversation = sent.map_or_else(|| "4242".to_owned(), |sent| sent.conversation_id);
    said.hear("reply", block_on(app.reply(&conversation, message)));
    said.hear(
        "quick reply",
        block_on(app.quick_reply(&conversation, "8c14d2b8-3d5c-4a7e-9f0a-5b1c2d3e4f50")),
    );
    said.hear(
        "bad quick reply",
        block_on(app.quick_reply(&conversation, "canary-answer")),
    );
    said.hear("draft", block_on(app.set_draft(&conversation, "canary-draft")));
    said.hear("typing", block_on(app.send_typing(&conversation)));
    said.hear("read", block_on(app.conversation(&conversation, None)));
    said.hear("mark", block_on(app.mark_conversation_read(&conversation)));
    said.hear("list", block_on(app.list_conversations(20, None)));
    let answer = Answer {
        question_id: "q1".to_owned(),
        value: AnswerValue::Text("canary-answer".to_owned()),
    };
    said.hear(
        "receipt",
        app.send_receipt(ReceiptKind::Survey, "2001", ReceiptEvent::Answered, &[answer]),
    );
    let attributes = json!({ "_default_title_": "canary-ticket" });
    let attributes = attributes.as_object().unwrap().clone();
    said.hear("ticket", block_on(app.create_ticket("1", attributes)));
    said.hear("react", block_on(app.react_to_article("1001", Reaction::Sad)));
    said.hear("search", block_on(app.search_help_center("canary-search")));
    said.hear(
        "flush",
        block_on(app.flush(std::time::Duration::from_millis(300))),
    );
    // Input that is refused for what it is must not be quoted.
    said.hear(
        "bad event",
        app.log_event(&format!("canary-event-value{}", "x".repeat(200)), None),
    );
    let long = "canary-attribute".repeat(50);
    said.hear(
        "bad update",
        block_on(app.update_user(UserAttributes::new().custom("plan", long))),
    );
    said.hear(
        "bad message",
        block_on(app.start_conversation(&"canary-message".repeat(10_000))),
    );
    let report = said.hear("diagnostics", block_on(app.diagnostics()));
    said.0.push_str(&serde_json::to_string(&report).unwrap());
    said.0
        .push_str(&format!("{:?} {:?}", report, app.pending().map(|p| p.rejected)));
    said.0.push_str(&format!("{:?}", app.ears.all()));
    said.0.push_str(&format!("{app:?}", app = app.kit().folder()));
}

fn story(name: &str, trouble: impl FnOnce(&TestServer)) {
    let log = log();
    let server = TestServer::start();
    let app = App::on(&server)
        .limits(|limits| limits.delivery_wait = std::time::Duration::from_millis(100))
        .open();
    trouble(&server);
    let mut said = Said::default();
    live(&app, &mut said);
    let secrets: Vec<String> = server
        .logins()
        .iter()
        .filter_map(|login| login.answer_json()["token"].as_str().map(str::to_owned))
        .collect();
    server.no_more_faults();
    let folder = app.folder();
    assert!(
        !traces_of(&folder, &WORDS).is_empty(),
        "{name}: the search can find something"
    );
    app.log_out_and_purge().unwrap();
    assert_eq!(
        traces_of(&folder, &WORDS),
        [],
        "{name}: after the logout a file holds it still"
    );
    assert_eq!(
        words_in(&said.0),
        Vec::<&str>::new(),
        "{name}: an error, event or report holds it:\n{}",
        said.0
    );
    drop(app);
    let logged = String::from_utf8_lossy(&log.0.lock()).into_owned();
    assert!(logged.contains("frontdesk"), "{name}: the log is heard");
    let lines: Vec<&str> = logged
        .lines()
        .filter(|line| !words_in(line).is_empty() || secrets.iter().any(|secret| line.contains(secret)))
        .take(5)
        .collect();
    assert_eq!(lines, Vec::<&str>::new(), "{name}: logged");
}

#[test]
fn with_a_server_that_is_well() {
    story("well", |_| {});
}

#[test]
fn without_a_network() {
    story("away", |server| server.cut_network());
}

#[test]
fn with_a_server_that_refuses_what_is_told() {
    story("refused", |server| {
        for on in [
            "POST /sdk/v1/conversations*",
            "POST /sdk/v1/events",
            "PATCH /sdk/v1/me",
            "PUT /sdk/v1/*",
        ] {
            server.reply(On::pattern(on), Reply::error(422, "parameter_invalid"));
        }
    });
}

#[test]
fn with_a_server_that_blocks_the_user() {
    story("blocked", |server| {
        server.reply(
            On::any().when(|seen| !seen.path.ends_with("/sessions")),
            Reply::error(403, "contact_blocked"),
        );
    });
}

#[test]
fn with_a_server_that_fails() {
    story("failing", |server| {
        server.reply(On::any(), Reply::error(500, "server_error"))
    });
}

#[test]
fn with_a_page_in_between_that_quotes_what_was_sent() {
    story("portal", |server| {
        let page = format!("<!doctype html><title>{}</title>", WORDS.join(" "));
        server.reply(On::any(), Reply::status(200).body("text/html", page));
    });
}

#[test]
fn with_a_server_whose_errors_quote_what_was_sent() {
    story("quoting", |server| {
        let errors = json!({
            "type": "error.list", "request_id": "8c14d2b8-3d5c-4a7e-9f0a-5b1c2d3e4f50",
            "errors": [{ "code": "parameter_invalid", "message": WORDS.join(" "), "retryable": false }]
        });
        server.reply(
            On::any().when(|seen| !seen.path.ends_with("/sessions")),
            Reply::status(422).json(&errors),
        );
    });
}

#[test]
fn with_answers_that_break_off() {
    story("broken", |server| {
        server.fault(On::any().skip(1), Fault::Truncate)
    });
}

#[test]
fn a_delivery_names_no_words() {
    let shown = format!("{:?} {:?}", Delivery::Queued, NewReply::text("canary-message"));
    assert_eq!(words_in(&shown), Vec::<&str>::new());
}
