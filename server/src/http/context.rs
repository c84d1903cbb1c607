//! Around every request: an id, the date, one log line, the counters, and the envelope of errors.
//!
//! The log line holds method, route template, status and duration; never a body, a token, an address or a
//! value of the query. A handler that panics is answered 500 and the connection lives on.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant, UNIX_EPOCH};

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use super::App;
use super::body::Held;
use super::error::ApiError;

/// The middleware.
pub(super) async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let request_id = uuid::Uuid::now_v7().to_string();
    let started = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    // What the body takes of the common budget goes back when this function ends, however it ends.
    let held = Held::default();
    request.extensions_mut().insert(held.clone());

    let mut response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(request_id, route, "a handler panicked");
            ApiError::internal().into_response()
        }
    };

    let code = if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        let body = error.body(&request_id).to_string();
        *response.body_mut() = Body::from(body);
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        error.code()
    } else {
        ""
    };
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        headers.insert("x-request-id", id);
    }
    let now = UNIX_EPOCH + Duration::from_secs(u64::try_from(app.clock().now()).unwrap_or(0));
    if let Ok(date) = HeaderValue::from_str(&httpdate::fmt_http_date(now)) {
        headers.insert(header::DATE, date);
    }
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));

    let status = response.status().as_u16();
    let duration = started.elapsed();
    app.metrics().request(method.as_str(), &route, status, duration);
    tracing::info!(
        request_id,
        method = method.as_str(),
        route,
        status,
        code,
        duration_us = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX),
        "request"
    );
    response
}
