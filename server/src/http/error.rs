//! What a failed request is answered.
//!
//! One envelope for both APIs. The request id is not known here: [`crate::http::context`] writes the body
//! when the answer leaves. Messages are for developers and hold nothing that was sent.

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::store::StoreError;

/// A failed request. Turned into a response, it carries itself along for the envelope.
#[derive(Debug, Clone)]
pub(crate) struct ApiError(Box<Detail>);

#[derive(Debug, Clone)]
struct Detail {
    status: StatusCode,
    code: &'static str,
    message: Cow<'static, str>,
    field: Option<String>,
    retry_after: Option<u64>,
    extra: Map<String, Value>,
}

/// Result of a handler.
pub(crate) type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// An error with a stable code.
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        let message = message.into();
        Self(Box::new(Detail {
            status,
            code,
            message,
            field: None,
            retry_after: None,
            extra: Map::new(),
        }))
    }

    /// Names the field.
    #[must_use]
    pub(crate) fn field(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// Tells when to come back, in seconds.
    #[must_use]
    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds.max(1));
        self
    }

    /// Adds a detail beside the code.
    #[must_use]
    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.extra.insert(key.to_owned(), value.into());
        self
    }

    /// 400 for a field that is there and wrong.
    pub(crate) fn invalid(field: &str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "parameter_invalid", message).field(field)
    }

    /// 400 for a field that is not there.
    pub(crate) fn missing(field: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "parameter_missing",
            format!("{field} is required"),
        )
        .field(field)
    }

    /// 404.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is nothing here")
    }

    /// 401 for a bearer token that opens nothing.
    pub(crate) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "the access token is invalid",
        )
    }

    /// 409 for what a device made while it belonged to a person who was erased since.
    pub(crate) fn erased() -> Self {
        let message = "this was made by a person who was erased since";
        Self::new(StatusCode::CONFLICT, "erased", message)
    }

    /// 500.
    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "server_error",
            "the server failed; try again",
        )
    }

    /// 429.
    pub(crate) fn rate_limited(limit: u32, per: &str, wait: u64) -> Self {
        let message = format!("Exceeded rate limit of {limit} in {per}");
        Self::new(StatusCode::TOO_MANY_REQUESTS, "rate_limit_exceeded", message).retry_after(wait)
    }

    /// 413 for a body past the limit.
    pub(crate) fn body_too_large(limit: usize) -> Self {
        let message = format!("the body exceeds {limit} bytes after decompression");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", message).with("limit", limit)
    }

    fn retryable(&self) -> bool {
        self.0.status.is_server_error()
            || matches!(
                self.0.status,
                StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS
            )
            || self.0.code == "session_expired"
    }

    /// The envelope.
    #[must_use]
    pub(crate) fn body(&self, request_id: &str) -> Value {
        let mut first = self.0.extra.clone();
        first.insert("code".to_owned(), self.0.code.into());
        first.insert("message".to_owned(), self.0.message.as_ref().into());
        if let Some(field) = &self.0.field {
            first.insert("field".to_owned(), field.as_str().into());
        }
        first.insert("retryable".to_owned(), self.retryable().into());
        json!({ "type": "error.list", "request_id": request_id, "errors": [first] })
    }

    /// The stable code.
    #[must_use]
    pub(crate) fn code(&self) -> &'static str {
        self.0.code
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        let unavailable = |status, message| Self::new(status, "service_unavailable", message).retry_after(2);
        match error {
            StoreError::Full => unavailable(StatusCode::INSUFFICIENT_STORAGE, "the server has no space left"),
            StoreError::Busy | StoreError::Unavailable(_) => {
                unavailable(StatusCode::SERVICE_UNAVAILABLE, "the server is busy; try again")
            }
            _ => Self::internal(),
        }
    }
}

impl From<crate::error::ServerError> for ApiError {
    fn from(error: crate::error::ServerError) -> Self {
        tracing::error!(%error, "a request failed");
        Self::internal()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        if let Some(seconds) = self.0.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}
