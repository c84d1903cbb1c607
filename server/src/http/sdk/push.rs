//! `/devices/current/push`: where this device can be pushed to.
//!
//! A token belongs to one device: binding it moves it. A logout ends the binding as well.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::caller::Caller;
use crate::json::Json;
use crate::secret::Secret;
use crate::store::PushBinding;

/// Longest token that is taken.
const TOKEN_BYTES: usize = 4096;

pub(super) async fn bind(
    State(app): State<App>,
    Caller(session): Caller,
    Object(body): Object,
) -> ApiResult<Response> {
    let one_of = |field: &str, words: &[&str]| match body.get(field) {
        None | Some(Json::Null) => Err(ApiError::missing(field)),
        Some(value) => value
            .as_str()
            .filter(|word| words.contains(word))
            .map(str::to_owned)
            .ok_or_else(|| ApiError::invalid(field, format!("{field} must be one of {}", words.join(", ")))),
    };
    let token = match body.get("token") {
        None | Some(Json::Null) => return Err(ApiError::missing("token")),
        Some(Json::String(token)) if !token.trim().is_empty() && token.len() <= TOKEN_BYTES => token,
        Some(_) => {
            let message = format!("token must be a text of 1 to {TOKEN_BYTES} bytes");
            return Err(ApiError::invalid("token", message));
        }
    };
    let binding = PushBinding {
        app_id: session.app_id,
        device_id: session.device_id,
        provider: one_of("provider", &["apns", "fcm", "webpush"])?,
        token: Secret::new(token),
        environment: one_of("environment", &["production", "sandbox"])?,
    };
    app.store().bind_push(binding, app.clock().now()).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn unbind(State(app): State<App>, Caller(session): Caller) -> ApiResult<Response> {
    app.store()
        .unbind_push(&session.app_id, &session.device_id)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
