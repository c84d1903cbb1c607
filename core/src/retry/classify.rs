//! The status policy: one answer in, one action out. No other code looks at a status.
//!
//! Guarantees:
//! - only a complete, valid body of the promised kind acknowledges anything;
//! - what a proxy, a captive portal or a broken server says never costs data: such answers repeat or pause;
//! - only the server's own refusal of one single item sets that item aside.
//!
//! Pure; called on the worker thread after every attempt. The same table, case by case, is
//! `contract/vectors/retry.json`.

use super::action::{Action, PauseReason, SplitBy};
use super::answer::{Answer, Purpose, Request, TransportFailure};
use super::body::{Body, is_event_stream, is_json};
use super::limits;
use std::time::Duration;

/// Decides what an answer means for the request it belongs to.
#[must_use]
pub fn classify(request: &Request, answer: &Answer<'_>) -> Action {
    match answer {
        Answer::Failure(failure) => after_failure(*failure),
        Answer::Response {
            status,
            content_type,
            body,
            retry_after,
        } => {
            let heard = Heard {
                status: *status,
                body,
                retry_after: *retry_after,
            };
            match status {
                200..=299 => after_success(request, &heard, *content_type),
                300..=399 => pause(
                    PauseReason::MisconfiguredEndpoint,
                    limits::RECHECK_INTERCEPTED,
                    &heard,
                ),
                // Asking for patience is never a verdict on what was sent, whoever says it.
                408 | 421 | 425 | 429 | 511 => heard.retry(),
                400..=499 => after_refusal(request, &heard),
                _ => heard.retry(),
            }
        }
    }
}

/// The parts of a response the decisions below share.
struct Heard<'a> {
    status: u16,
    body: &'a Body,
    retry_after: Option<Duration>,
}

impl Heard<'_> {
    fn retry(&self) -> Action {
        Action::Retry {
            after: self.retry_after,
        }
    }

    /// The code of the server's own envelope; `None` when something else answered.
    fn code(&self) -> Option<&str> {
        match self.body {
            Body::Envelope { code } => Some(code),
            _ => None,
        }
    }

    /// A code in any case: the server's, or one that names the bare status.
    fn any_code(&self) -> String {
        clean_code(self.code()).unwrap_or_else(|| format!("http_{}", self.status))
    }
}

fn after_failure(failure: TransportFailure) -> Action {
    match failure {
        TransportFailure::Connect
        | TransportFailure::Timeout
        | TransportFailure::Reset
        | TransportFailure::BodyTooLarge
        | TransportFailure::Decode => Action::Retry { after: None },
        TransportFailure::Redirect => Action::Pause {
            reason: PauseReason::MisconfiguredEndpoint,
            recheck: limits::RECHECK_INTERCEPTED,
        },
        TransportFailure::Tls => Action::Pause {
            reason: PauseReason::TlsUntrusted,
            recheck: limits::RECHECK_INTERCEPTED,
        },
        TransportFailure::TlsNotValidNow => Action::Pause {
            reason: PauseReason::TlsNotValidNow,
            recheck: limits::RECHECK_INTERCEPTED,
        },
    }
}

fn after_success(request: &Request, heard: &Heard<'_>, content_type: Option<&str>) -> Action {
    // The only answer without a body that is whole: a closed session has nothing to say.
    let closed = request.purpose == Purpose::Close && *heard.body == Body::Empty;
    let promised = match request.purpose {
        Purpose::Stream => is_event_stream(content_type),
        _ => is_json(content_type),
    };
    if closed || (promised && *heard.body == Body::Valid) {
        Action::Ack
    } else {
        heard.retry()
    }
}

fn after_refusal(request: &Request, heard: &Heard<'_>) -> Action {
    match request.purpose {
        Purpose::Upload => refused_upload(request, heard),
        Purpose::Item => refused_item(request, heard),
        Purpose::Lookup | Purpose::Stream => refused_lookup(request, heard),
        Purpose::Login => refused_login(heard),
        // A session the server does not know is as closed as one it just closed.
        Purpose::Close if heard.status == 401 && heard.code().is_some() => Action::Ack,
        Purpose::Close => refused_login(heard),
    }
}

fn refused_upload(request: &Request, heard: &Heard<'_>) -> Action {
    match heard.status {
        401 => unauthorized(request, heard),
        403 if *heard.body == Body::Html => heard.retry(),
        403 => pause(PauseReason::Forbidden, limits::RECHECK_REFUSED, heard),
        // A page with 400 is a web server's complaint about the connection, not a verdict on any item.
        400 | 409 | 422 if *heard.body == Body::Html => heard.retry(),
        400 | 409 | 422 if request.items > 1 => Action::Split { by: SplitBy::Items },
        413 if request.items > 1 && heard.code() == Some("batch_too_large") => {
            Action::Split { by: SplitBy::Items }
        }
        413 if request.items > 1 => Action::Split { by: SplitBy::Bytes },
        400 | 409 | 413 | 422 => Action::Quarantine {
            code: heard.any_code(),
        },
        _ => pause(
            PauseReason::MisconfiguredEndpoint,
            limits::RECHECK_MISCONFIGURED,
            heard,
        ),
    }
}

/// Only the server's own envelope is a verdict on the one operation, and a size that is refused; a place that is not there for anyone is a
/// wrong address, and everything else comes from something in between.
fn refused_item(request: &Request, heard: &Heard<'_>) -> Action {
    match (heard.status, heard.code()) {
        (401, _) => unauthorized(request, heard),
        (403, Some("app_disabled" | "api_key_disabled" | "contact_blocked")) => {
            pause(PauseReason::Forbidden, limits::RECHECK_REFUSED, heard)
        }
        // Too large stays too large, whoever says it: a proxy's limit must not hold up everything behind one file.
        (_, Some(_)) | (413, None) => Action::Quarantine {
            code: heard.any_code(),
        },
        (404 | 405 | 410, None) if *heard.body != Body::Html => pause(
            PauseReason::MisconfiguredEndpoint,
            limits::RECHECK_MISCONFIGURED,
            heard,
        ),
        _ => heard.retry(),
    }
}

fn refused_lookup(request: &Request, heard: &Heard<'_>) -> Action {
    match (heard.status, heard.code()) {
        (401, _) => unauthorized(request, heard),
        (403, Some("app_disabled" | "api_key_disabled" | "contact_blocked")) => {
            pause(PauseReason::Forbidden, limits::RECHECK_REFUSED, heard)
        }
        (_, Some(_)) => Action::Refuse {
            code: heard.any_code(),
        },
        (404 | 405 | 410, None) => pause(
            PauseReason::MisconfiguredEndpoint,
            limits::RECHECK_MISCONFIGURED,
            heard,
        ),
        _ => heard.retry(),
    }
}

fn refused_login(heard: &Heard<'_>) -> Action {
    match (heard.status, heard.code()) {
        (_, Some(_)) => Action::Refuse {
            code: heard.any_code(),
        },
        (404 | 405 | 410, None) => pause(
            PauseReason::MisconfiguredEndpoint,
            limits::RECHECK_MISCONFIGURED,
            heard,
        ),
        _ => heard.retry(),
    }
}

/// A 401 to a request that carried a session: the session is over, unless the identity itself is refused or
/// a brand-new session got the same answer.
fn unauthorized(request: &Request, heard: &Heard<'_>) -> Action {
    let identity_refused = matches!(
        heard.code(),
        Some("identity_verification_required" | "identity_verification_failed" | "jwt_expired")
    );
    if *heard.body == Body::Html {
        heard.retry()
    } else if identity_refused || request.fresh_session {
        pause(PauseReason::AuthRequired, limits::RECHECK_REFUSED, heard)
    } else {
        Action::RefreshSession
    }
}

fn pause(reason: PauseReason, recheck: Duration, heard: &Heard<'_>) -> Action {
    Action::Pause {
        reason,
        recheck: recheck.max(heard.retry_after.unwrap_or(Duration::ZERO)),
    }
}

/// A code that is safe to store, show and log: short, lower case, nothing but letters, digits and `_`.
/// Anything else did not come from a Frontdesk server and may hold anything.
pub(super) fn clean_code(code: Option<&str>) -> Option<String> {
    let code = code?;
    let fits = (1..=limits::MAX_CODE_LENGTH).contains(&code.len());
    let plain = code
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    (fits && plain).then(|| code.to_owned())
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
