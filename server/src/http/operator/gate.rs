//! The gate in front of the operator API. Says who asks, and puts the rate headers on every answer.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::App;
use super::super::error::{ApiError, ApiResult};
use crate::random::fingerprint;
use crate::store::Workspace;

/// The version whose shapes are answered, and the one that is meant when none is asked for.
const VERSION: &str = "2.14";

/// Whoever passed the gate.
#[derive(Clone)]
pub(super) struct Operator(pub(super) Workspace);

impl FromRequestParts<App> for Operator {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> ApiResult<Self> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(ApiError::unauthorized)
    }
}

/// The middleware.
pub(super) async fn pass(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let workspace = match identify(&app, request.headers()).await {
        Ok(workspace) => workspace,
        Err(error) => return error.into_response(),
    };
    let window = app.rates().operator(
        app.limits().operator_per_minute,
        &workspace.app_id,
        app.clock().now(),
    );
    let version = check_version(request.headers());
    let mut response = if window.exceeded {
        let wait = u64::try_from(window.reset - app.clock().now()).unwrap_or(1);
        ApiError::rate_limited(window.limit, "10_seconds", wait).into_response()
    } else if let Err(error) = version {
        error.into_response()
    } else {
        request.extensions_mut().insert(Operator(workspace));
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert("x-ratelimit-limit", HeaderValue::from(window.limit));
    headers.insert("x-ratelimit-remaining", HeaderValue::from(window.remaining));
    headers.insert("x-ratelimit-reset", HeaderValue::from(window.reset));
    headers.insert("intercom-version", HeaderValue::from_static(VERSION));
    response
}

/// The workspace of a request's token.
pub(in crate::http) async fn identify(app: &App, headers: &HeaderMap) -> ApiResult<Workspace> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.as_bytes().split_at_checked(7))
        .filter(|(scheme, token)| scheme.eq_ignore_ascii_case(b"Bearer ") && !token.is_empty())
        .map(|(_, token)| fingerprint(token))
        .ok_or_else(invalid_token)?;
    app.store().operator(token).await?.ok_or_else(invalid_token)
}

fn invalid_token() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "unauthorized", "Access Token Invalid")
}

/// Versions 2.0 to 2.14 get one shape; no version means the newest of them.
fn check_version(headers: &HeaderMap) -> ApiResult<()> {
    let Some(asked) = headers.get("intercom-version") else {
        return Ok(());
    };
    let minor = asked
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("2."))
        .and_then(|text| text.parse().ok());
    match minor {
        Some(0_u8..=14) => Ok(()),
        _ => {
            let message = "the requested version is not supported; use 2.14";
            Err(ApiError::new(
                StatusCode::BAD_REQUEST,
                "intercom_version_invalid",
                message,
            ))
        }
    }
}
