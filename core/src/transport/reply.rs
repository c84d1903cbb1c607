//! One answer, before anyone judged it.
//!
//! Guarantees: [`judge`] has the promised shape read or names the kind of body there is; nothing of the body is kept
//! in an error. Built by `http`, read by the worker.

use std::time::SystemTime;

use crate::retry::{Action, Answer, Body, Request, TransportFailure, classify, retry_after};

/// Status, the headers that matter, and the decompressed body.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    pub(super) retry_after: Option<String>,
    pub(super) date: Option<String>,
    pub(super) etag: Option<String>,
    /// Every answer of a Frontdesk server has an id; a proxy's has none.
    pub(super) request_id: bool,
    pub(super) body: Vec<u8>,
}

/// What the first error of an envelope says beside its code, as far as it can be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Details {
    /// The field at fault.
    pub(crate) field: Option<String>,
    /// The content's status.
    pub(crate) status: Option<String>,
    /// Where a conversation went.
    pub(crate) merged_into: Option<String>,
}

impl Reply {
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

    /// Has the promised shape read when the status is a success; names the body otherwise.
    fn body(&self, read: &mut dyn FnMut(&[u8]) -> bool) -> Body {
        let body: &[u8] = if self.is_done() { b"null" } else { &self.body };
        if (200..300).contains(&self.status) && read(body) {
            Body::Valid
        } else {
            Body::describe(self.content_type.as_deref(), &self.body)
        }
    }

    /// The first error of an envelope.
    pub(crate) fn error_details(&self) -> Details {
        #[derive(serde::Deserialize)]
        struct Envelope {
            errors: Vec<First>,
        }
        #[derive(serde::Deserialize)]
        struct First {
            field: Option<String>,
            status: Option<String>,
            merged_into: Option<String>,
        }
        let first = serde_json::from_slice::<Envelope>(&self.body)
            .ok()
            .and_then(|e| e.errors.into_iter().next());
        let short = |text: Option<String>| text.filter(|text| text.len() <= 200);
        first.map_or_else(Details::default, |first| Details {
            field: short(first.field),
            status: short(first.status),
            merged_into: short(first.merged_into),
        })
    }

    /// The version of what was answered.
    pub(crate) fn etag(&self) -> Option<&str> {
        self.etag.as_deref().filter(|etag| etag.len() <= 255)
    }

    /// What this device has is still the newest.
    pub(crate) fn is_not_modified(&self) -> bool {
        self.status == 304
    }

    /// Done, with nothing to say; only believed when a Frontdesk server says so.
    fn is_done(&self) -> bool {
        self.status == 204 && self.request_id && self.body.is_empty()
    }
}

/// Judges an answer: whether `read` found the promised shape (in a success), and what to do. One function for all
/// shapes; only `read` knows which.
pub(crate) fn judge(
    request: &Request,
    answer: &Result<Reply, TransportFailure>,
    now_ms: i64,
    read: &mut dyn FnMut(&[u8]) -> bool,
) -> (bool, Action) {
    match answer {
        Err(failure) => (false, classify(request, &Answer::Failure(*failure))),
        Ok(reply) => {
            let body = reply.body(read);
            let is_read = matches!(body, Body::Valid);
            // An HTTP date is measured against the clock that wrote it, when the answer carries one.
            let now_ms = reply.server_time_ms().unwrap_or(now_ms);
            let now =
                SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(u64::try_from(now_ms).unwrap_or(0));
            let after = reply
                .retry_after
                .as_deref()
                .and_then(|value| retry_after::parse(value, now));
            let content_type = match reply.is_done() {
                true => Some("application/json"),
                false => reply.content_type.as_deref(),
            };
            let answer = Answer::Response {
                status: reply.status,
                content_type,
                body,
                retry_after: after,
            };
            (is_read, classify(request, &answer))
        }
    }
}
