//! Everything that was asked and answered.
//!
//! Guarantees: an exchange is entered when its request has arrived whole and completed when its handler
//! answered; the bytes are those on the wire, so that a repeated request can be compared byte by byte.
//! Written on the server's runtime, read on test threads.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use super::fault::Fault;
use super::wait::Watched;

/// One request and what became of it.
#[derive(Clone)]
pub struct Exchange {
    /// `GET`, `POST`, …
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// The query, as it came.
    pub query: String,
    /// Headers as they came, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body as sent, compressed or not.
    pub sent: Bytes,
    /// Body after decompression.
    pub body: Bytes,
    /// What the plan did to it.
    pub fault: Option<Fault>,
    /// The handler's status; `None` while it runs and when it did not run.
    pub status: Option<u16>,
    /// The content type of the handler's answer.
    pub content_type: Option<String>,
    /// The body of the handler's answer.
    pub answer: Bytes,
    /// Which connection it came over, counted from 0.
    pub connection: u64,
}

impl Exchange {
    /// The value of a header, the first when it repeats.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON; `Null` when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The handler's answer as JSON; `Null` when it is none.
    pub fn answer_json(&self) -> Value {
        serde_json::from_slice(&self.answer).unwrap_or(Value::Null)
    }

    /// `POST /sdk/v1/events` and the like.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Ids of the events in it.
    pub fn event_ids(&self) -> Vec<String> {
        let body = self.json();
        let events = body["events"].as_array().cloned().unwrap_or_default();
        events
            .iter()
            .filter_map(|event| event["id"].as_str().map(str::to_owned))
            .collect()
    }
}

impl std::fmt::Debug for Exchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes", self.line(), self.sent.len())?;
        if let Some(fault) = &self.fault {
            write!(f, ", {fault:?}")?;
        }
        write!(f, ") -> {:?}", self.status)
    }
}

/// All exchanges, in order of arrival.
#[derive(Debug, Default)]
pub struct Journal {
    entries: Watched<Vec<Exchange>>,
}

impl Journal {
    pub(super) fn enter(&self, exchange: Exchange) -> usize {
        self.entries.change(|entries| {
            entries.push(exchange);
            entries.len() - 1
        })
    }

    pub(super) fn complete(&self, place: usize, status: u16, content_type: Option<String>, answer: Bytes) {
        self.entries.change(|entries| {
            // A cleared journal has no such place any more.
            if let Some(entry) = entries.get_mut(place) {
                entry.status = Some(status);
                entry.content_type = content_type;
                entry.answer = answer;
            }
        });
    }

    /// A copy of all exchanges.
    pub fn all(&self) -> Vec<Exchange> {
        self.entries.read(Clone::clone)
    }

    /// Those with this method and path, such as `POST /sdk/v1/events`.
    pub fn of(&self, line: &str) -> Vec<Exchange> {
        self.entries
            .read(|entries| entries.iter().filter(|e| e.line() == line).cloned().collect())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.read(Vec::len)
    }

    /// Whether nothing was asked.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Waits until `ready` gives something.
    pub fn wait_for<R>(&self, what: &str, mut ready: impl FnMut(&[Exchange]) -> Option<R>) -> R {
        self.entries.wait_for(what, |entries| ready(entries))
    }

    /// Waits until `ready` holds, for `patience` at most.
    pub fn wait_at_most(&self, patience: Duration, mut ready: impl FnMut(&[Exchange]) -> bool) -> bool {
        let found = self
            .entries
            .wait_at_most(patience, |entries| ready(entries).then_some(()));
        found.is_some()
    }

    /// Waits until there are at least `count` exchanges with this method and path.
    pub fn wait_for_count(&self, line: &str, count: usize) {
        self.wait_for(&format!("{count} × {line}"), |entries| {
            (entries.iter().filter(|e| e.line() == line).count() >= count).then_some(())
        });
    }
}
