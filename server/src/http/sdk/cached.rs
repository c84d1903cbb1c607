//! Answers that a device may keep: an etag over the body, and 304 when the device has it already.
//!
//! They are one person's (`private`): what is shown depends on who reads.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The body, or 304 when `If-None-Match` names it. Good for `seconds` without asking again.
pub(super) fn answer(asked: &HeaderMap, body: &Value, seconds: u32) -> Response {
    let text = body.to_string();
    let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&text)[..8]));
    let known = asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == etag || tag == "*");
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/json")], text).into_response()
    };
    let headers = response.headers_mut();
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    if let Ok(value) = HeaderValue::from_str(&format!("private, max-age={seconds}")) {
        headers.insert(header::CACHE_CONTROL, value);
    }
    headers.insert(header::VARY, HeaderValue::from_static("authorization"));
    response
}
