//! One answer, before anyone judged it.
//!
//! Guarantees: [`Reply::decode`] gives the promised shape or a named kind of body; nothing of the body is kept
//! in an error. Built by `http`, read by the worker.

use std::time::SystemTime;

use serde::de::DeserializeOwned;

use crate::retry::{Action, Answer, Body, Request, TransportFailure, classify, retry_after};

/// Status, the headers that matter, and the decompressed body.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    status: u16,
    content_type: Option<String>,
    retry_after: Option<String>,
    date: Option<String>,
    body: Vec<u8>,
}

impl Reply {
    pub(super) fn new(
        status: u16,
        content_type: Option<String>,
        retry_after: Option<String>,
        date: Option<String>,
        body: Vec<u8>,
    ) -> Self {
        Self {
            status,
            content_type,
            retry_after,
            date,
            body,
        }
    }

    /// The server's own clock, Unix milliseconds; tells whether the device's clock can be believed.
    pub(crate) fn server_time_ms(&self) -> Option<i64> {
        let date = httpdate::parse_http_date(self.date.as_deref()?).ok()?;
        let since = date.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok()
    }

    /// The server asks to slow down.
    pub(crate) fn is_rate_limit(&self) -> bool {
        self.status == 429
    }

    /// Decodes the promised shape when the status is a success, and names the body otherwise.
    fn decode<T: DeserializeOwned>(&self) -> (Option<T>, Body) {
        let promised = (200..300)
            .contains(&self.status)
            .then(|| serde_json::from_slice(&self.body).ok())
            .flatten();
        let body = match promised {
            Some(_) => Body::Valid,
            None => Body::describe(self.content_type.as_deref(), &self.body),
        };
        (promised, body)
    }

    /// The first error of an envelope, as far as it can be shown: its field and its content status.
    pub(crate) fn error_details(&self) -> (Option<String>, Option<String>) {
        #[derive(serde::Deserialize)]
        struct Envelope {
            errors: Vec<Details>,
        }
        #[derive(serde::Deserialize)]
        struct Details {
            field: Option<String>,
            status: Option<String>,
        }
        let first = serde_json::from_slice::<Envelope>(&self.body)
            .ok()
            .and_then(|e| e.errors.into_iter().next());
        first.map_or((None, None), |d| (d.field.filter(|f| f.len() <= 200), d.status))
    }
}

/// Judges an answer: the decoded value (for a success) and what to do.
pub(crate) fn judge<T: DeserializeOwned>(
    request: &Request,
    answer: &Result<Reply, TransportFailure>,
    now_ms: i64,
) -> (Option<T>, Action) {
    match answer {
        Err(failure) => (None, classify(request, &Answer::Failure(*failure))),
        Ok(reply) => {
            let (value, body) = reply.decode::<T>();
            // An HTTP date is measured against the clock that wrote it, when the answer carries one.
            let now_ms = reply.server_time_ms().unwrap_or(now_ms);
            let now =
                SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(u64::try_from(now_ms).unwrap_or(0));
            let after = reply
                .retry_after
                .as_deref()
                .and_then(|value| retry_after::parse(value, now));
            let content_type = reply.content_type.as_deref();
            let answer = Answer::Response {
                status: reply.status,
                content_type,
                body,
                retry_after: after,
            };
            (value, classify(request, &answer))
        }
    }
}
