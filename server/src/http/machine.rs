//! Pages for machines: is it alive, and what has it counted.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::App;
use super::error::{ApiError, ApiResult};
use super::operator;
use super::peer::CameFrom;
use super::table::{Routes, get};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
}

/// `ok` when the store answers; 503 when it does not, and while the server stops.
async fn healthz(State(app): State<App>) -> ApiResult<Response> {
    if *app.stopping().borrow() {
        let message = "the server is stopping";
        return Err(
            ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "service_unavailable", message).retry_after(1),
        );
    }
    app.store().check().await?;
    let body = r#"{"status":"ok"}"#;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// For this machine and for operators, unless the configuration opens it: figures tell about a workspace's
/// business. Everybody else finds nothing here.
async fn metrics(
    State(app): State<App>,
    CameFrom(address): CameFrom,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let near = address.is_some_and(|address| address.is_loopback());
    if !near && !app.config().open_metrics && operator::identify(&app, &headers).await.is_err() {
        return Err(ApiError::not_found());
    }
    Ok((
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        app.metrics().render(app.feeds().waiting()),
    )
        .into_response())
}
