//! What can go wrong with a request.
//!
//! Guarantees: each fault says whether the server's handler ran, because "the answer was lost" and "the
//! request was lost" are different promises. Chosen by the plan, carried out by `connection`.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::gate::Gate;
use super::live_body::Script;
use super::matcher::On;

/// An answer somebody else gives.
#[derive(Debug, Clone)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers in order; `content-type` among them or absent.
    pub headers: Vec<(String, String)>,
    /// Body bytes as sent.
    pub body: Vec<u8>,
}

impl Reply {
    /// An answer without a body.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// With a header; names may repeat.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a body of this content type.
    pub fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", content_type)
    }

    /// With a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// The server's own error envelope with one error.
    pub fn error(status: u16, code: &str) -> Self {
        Self::status(status).json(&serde_json::json!({
            "type": "error.list",
            "request_id": "00000000-0000-7000-8000-000000000000",
            "errors": [{ "code": code, "message": "a planned fault", "retryable": status >= 500 }],
        }))
    }

    /// The page of a captive portal.
    pub fn page(status: u16) -> Self {
        Self::status(status).body(
            "text/html; charset=utf-8",
            "<!doctype html><title>Welcome</title><p>Log in to the network.",
        )
    }
}

/// See the module.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The connection is closed instead of an answer; the handler did not run.
    DropBefore,
    /// The connection is closed instead of an answer; the handler ran.
    DropAfter,
    /// Half of the answer's body, then the connection ends; the handler ran.
    Truncate,
    /// Somebody else answers; the handler did not run.
    Reply(Reply),
    /// Somebody else's answer replaces the server's; the handler ran.
    ReplyAfter(Reply),
    /// The server's answer under another content type; the handler ran.
    ContentType(String),
    /// Bytes that are no HTTP; the handler did not run.
    Garbage,
    /// The server's answer, so many bytes at a time with a pause between; the handler ran.
    Drip {
        /// Bytes at a time.
        bytes: usize,
        /// Pause between them.
        pause: Duration,
    },
    /// The server's answer twice on the wire; the handler ran.
    Twice,
    /// Waits at a gate before the handler.
    HoldBefore(Gate),
    /// Waits at a gate after the handler, before the answer.
    HoldAfter(Gate),
    /// Waits before the handler.
    Delay(Duration),
    /// A stream of events that the test writes; the handler did not run.
    Script(Script),
    /// The server's stream, cut off after so many bytes; the handler ran.
    CutAfter(usize),
    /// The head of the server's stream and none of its bytes, as a proxy that collects; the handler ran.
    Collect,
}

impl Fault {
    /// Whether the handler runs although the exchange goes wrong.
    pub fn runs_handler(&self) -> bool {
        !matches!(
            self,
            Self::DropBefore | Self::Reply(_) | Self::Garbage | Self::Script(_)
        )
    }

    /// Whether the client sees the answer of the server unchanged in the end.
    pub fn leaves_answer(&self) -> bool {
        matches!(
            self,
            Self::Drip { .. } | Self::HoldBefore(_) | Self::HoldAfter(_) | Self::Delay(_)
        )
    }
}

/// Rules in order; the first that takes a request decides.
#[derive(Debug, Default)]
pub(super) struct Plan {
    rules: Vec<(On, Fault)>,
}

impl Plan {
    pub(super) fn add(&mut self, on: On, fault: Fault) {
        self.rules.push((on, fault));
    }

    pub(super) fn clear(&mut self) {
        self.rules.clear();
    }

    pub(super) fn choose(&mut self, seen: &super::matcher::Seen<'_>) -> Option<Fault> {
        self.rules
            .iter_mut()
            .find_map(|(on, fault)| on.takes(seen).then(|| fault.clone()))
    }
}

/// A rule in JSON, for the program `mock-server` and for scenarios; described in
/// `contract/scenarios/README.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSpec {
    /// Pattern as in [`On::pattern`].
    pub on: String,
    /// How many matching requests to leave alone first.
    #[serde(default)]
    pub skip: usize,
    /// How many to take after that; all when absent.
    pub times: Option<usize>,
    /// Only requests whose decompressed body contains this text.
    pub body_contains: Option<String>,
    /// What happens.
    #[serde(rename = "do")]
    pub action: ActionSpec,
}

/// The faults that JSON can name.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ActionSpec {
    /// [`Fault::DropBefore`].
    DropBefore,
    /// [`Fault::DropAfter`].
    DropAfter,
    /// [`Fault::Truncate`].
    Truncate,
    /// [`Fault::Garbage`].
    Garbage,
    /// [`Fault::Twice`].
    Twice,
    /// [`Fault::Delay`], milliseconds.
    Delay(u64),
    /// [`Fault::ContentType`].
    ContentType(String),
    /// [`Fault::CutAfter`], bytes.
    CutAfter(usize),
    /// [`Fault::Collect`].
    Collect,
    /// [`Fault::Drip`]: bytes at a time, milliseconds between.
    Drip(usize, u64),
    /// A page of HTML with this status.
    Page(u16),
    /// The error envelope with this status and code.
    Error(u16, String),
    /// Any answer.
    Reply(ReplySpec),
    /// As `reply`, but the handler ran.
    ReplyAfter(ReplySpec),
}

/// An answer in JSON.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplySpec {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    #[serde(default)]
    pub headers: serde_json::Map<String, Value>,
    /// A string is sent as it is, anything else as JSON.
    pub body: Option<Value>,
}

impl ReplySpec {
    fn build(&self) -> Reply {
        let mut reply = Reply::status(self.status);
        for (name, value) in &self.headers {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            reply = reply.header(name, &text);
        }
        match &self.body {
            None => reply,
            Some(Value::String(text)) => Reply {
                body: text.clone().into_bytes(),
                ..reply
            },
            Some(json) => reply.json(json),
        }
    }
}

impl RuleSpec {
    /// The rule as the plan knows it.
    pub fn build(&self) -> (On, Fault) {
        let mut on = On::pattern(&self.on)
            .skip(self.skip)
            .first(self.times.unwrap_or(usize::MAX));
        if let Some(text) = self.body_contains.clone() {
            on = on.when(move |seen| seen.body.to_string().contains(&text));
        }
        let fault = match &self.action {
            ActionSpec::DropBefore => Fault::DropBefore,
            ActionSpec::DropAfter => Fault::DropAfter,
            ActionSpec::Truncate => Fault::Truncate,
            ActionSpec::Garbage => Fault::Garbage,
            ActionSpec::Twice => Fault::Twice,
            ActionSpec::Delay(ms) => Fault::Delay(Duration::from_millis(*ms)),
            ActionSpec::ContentType(kind) => Fault::ContentType(kind.clone()),
            ActionSpec::CutAfter(bytes) => Fault::CutAfter(*bytes),
            ActionSpec::Collect => Fault::Collect,
            ActionSpec::Drip(bytes, ms) => Fault::Drip {
                bytes: *bytes,
                pause: Duration::from_millis(*ms),
            },
            ActionSpec::Page(status) => Fault::Reply(Reply::page(*status)),
            ActionSpec::Error(status, code) => Fault::Reply(Reply::error(*status, code)),
            ActionSpec::Reply(reply) => Fault::Reply(reply.build()),
            ActionSpec::ReplyAfter(reply) => Fault::ReplyAfter(reply.build()),
        };
        (on, fault)
    }
}
