//! Pages for machines: is it alive, and what has it counted.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::App;
use super::error::ApiResult;
use super::table::{Routes, get};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
}

/// `ok` when the store answers; 503 when it does not.
async fn healthz(State(app): State<App>) -> ApiResult<Response> {
    app.store().check().await?;
    let body = r#"{"status":"ok"}"#;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

async fn metrics(State(app): State<App>) -> Response {
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        app.metrics().render(),
    )
        .into_response()
}
