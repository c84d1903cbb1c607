//! `/x/identity_verification`: the switch of each platform, and its secrets.
//!
//! A secret is shown once, in the answer that made it. Two may be live, so that an app's server can change
//! to the new one before the old one is ended.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::Operator;
use super::shapes::answer;
use crate::config::VerificationMode;
use crate::json::Json;
use crate::random;
use crate::store::{NewIdentitySecret, Platform, PlatformVerification};

/// Seconds over which logins without a right proof are counted.
const COUNTED: i64 = 86_400;

pub(super) async fn list(State(app): State<App>, Operator(workspace): Operator) -> ApiResult<Response> {
    let mut data = Vec::new();
    for one in app.store().verification(&workspace.app_id).await? {
        data.push(shape(&app, &workspace.app_id, &one).await?);
    }
    Ok(answer(StatusCode::OK, &json!({ "type": "list", "data": data })))
}

pub(super) async fn switch(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(platform): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let platform = Platform::parse(&platform).ok_or_else(ApiError::not_found)?;
    let mode = body.get("mode").ok_or_else(|| ApiError::missing("mode"))?;
    let mode = Json::as_str(mode)
        .and_then(VerificationMode::parse)
        .ok_or_else(|| ApiError::invalid("mode", "mode must be off, log or on"))?;
    app.store()
        .set_verification(&workspace.app_id, platform, mode)
        .await?;
    let all = app.store().verification(&workspace.app_id).await?;
    let one = all
        .iter()
        .find(|one| one.platform == platform)
        .ok_or_else(ApiError::internal)?;
    Ok(answer(
        StatusCode::OK,
        &shape(&app, &workspace.app_id, one).await?,
    ))
}

pub(super) async fn add_secret(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(platform): Path<String>,
) -> ApiResult<Response> {
    let platform = Platform::parse(&platform).ok_or_else(ApiError::not_found)?;
    let secret = random::token("fdi")?;
    let new = NewIdentitySecret {
        app_id: workspace.app_id,
        platform,
        secret,
        now: app.clock().now(),
    };
    let Some(made) = app.store().add_identity_secret(new).await? else {
        let message = "two secrets are live; end one before making another";
        return Err(ApiError::new(StatusCode::CONFLICT, "conflict", message));
    };
    let body = json!({
        "type": "identity_secret",
        "id": made.id.to_string(),
        "secret": made.secret,
        "created_at": made.created_at,
    });
    Ok(answer(StatusCode::CREATED, &body))
}

pub(super) async fn remove_secret(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path((platform, id)): Path<(String, String)>,
) -> ApiResult<Response> {
    let platform = Platform::parse(&platform).ok_or_else(ApiError::not_found)?;
    let id = id.parse().map_err(|_| ApiError::not_found())?;
    if app
        .store()
        .remove_identity_secret(&workspace.app_id, platform, id)
        .await?
    {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(ApiError::not_found())
    }
}

async fn shape(app: &App, app_id: &str, one: &PlatformVerification) -> ApiResult<Value> {
    let since = app.clock().now() - COUNTED;
    let unverified = app.store().unverified_logins(app_id, one.platform, since).await?;
    let secrets: Vec<Value> = one
        .secrets
        .iter()
        .map(|secret| json!({ "id": secret.id.to_string(), "created_at": secret.created_at }))
        .collect();
    Ok(json!({
        "type": "identity_verification",
        "platform": one.platform,
        "mode": one.mode,
        "secrets": secrets,
        "unverified_logins": unverified,
    }))
}
