//! What a browser must be told before a page of another site may speak to this server.
//!
//! The SDK API, the files behind signed links and the messenger are for any site: who calls is said by the token in a header
//! or by the link's signature, and nothing here reads a cookie, so no site gains anything by asking. The
//! operator API stays closed to other sites. A browser's question is answered before any gate, because it
//! carries no token. Called for every request.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What the SDK sends beyond the few headers that every page may send.
const ASKED: &str = "authorization, cache-control, content-encoding, content-type, frontdesk-client, \
                     frontdesk-sent-at, if-none-match, last-event-id, x-file-name";
/// What the SDK reads beyond the few headers that every page may read.
const TOLD: &str = "date, etag, retry-after, x-request-id";
/// Seconds a browser may remember the answer; none remembers it longer than a day.
const REMEMBERED: &str = "86400";

/// Whether a path is for pages of any site.
fn is_open(path: &str) -> bool {
    ["/sdk/v1/", "/files/", "/widget/"]
        .iter()
        .any(|open| path.starts_with(open))
}

/// Answers a browser's question whether its page may ask; everything else goes on.
pub(super) async fn preflight(request: Request, next: Next) -> Response {
    let asks = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if !asks || !is_open(request.uri().path()) {
        return next.run(request).await;
    }
    let headers = [
        (
            header::ACCESS_CONTROL_ALLOW_METHODS,
            "GET, POST, PUT, PATCH, DELETE",
        ),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, ASKED),
        (header::ACCESS_CONTROL_MAX_AGE, REMEMBERED),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Lets pages of any site read the answer, an error's too: a page that may not read a refusal takes it for a
/// network that is gone.
pub(super) async fn share(request: Request, next: Next) -> Response {
    let open = is_open(request.uri().path());
    let mut response = next.run(request).await;
    if open {
        let headers = response.headers_mut();
        for (name, value) in &SHARED {
            headers.insert(name.clone(), value.clone());
        }
    }
    response
}

/// The headers of [`share`].
static SHARED: [(HeaderName, HeaderValue); 3] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static(TOLD),
    ),
    // A page that isolates itself shows nothing of another site unless that site says so.
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    ),
];

/// What [`share`] adds, for a stand-in of this server that answers in its place: tests need it.
#[must_use]
pub fn shared_headers() -> HeaderMap {
    SHARED.iter().cloned().collect()
}
