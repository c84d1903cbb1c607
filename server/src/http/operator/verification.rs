//! `/x/identity_verification`: the switch per platform, and its secrets.
//!
//! `PUT` takes `{"ios":{"mode":"on","rotate":true,"drop_older":false},…}`; platforms that are absent stay.
//! A new secret is shown once, in the answer to the `rotate` that made it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::Operator;
use super::shapes::answer;
use crate::config::VerificationMode;
use crate::json::Json;
use crate::random;
use crate::store::{Platform, SetVerification};

pub(super) async fn show(State(app): State<App>, Operator(workspace): Operator) -> ApiResult<Response> {
    Ok(answer(
        StatusCode::OK,
        &Value::Object(settings(&app, &workspace.app_id).await?),
    ))
}

async fn settings(app: &App, app_id: &str) -> ApiResult<Map<String, Value>> {
    let found = app.store().verification(app_id).await?;
    Ok(found
        .into_iter()
        .map(|one| {
            let shape = json!({ "mode": one.mode, "live_secrets": one.secrets.len() });
            (one.platform.as_str().to_owned(), shape)
        })
        .collect())
}

pub(super) async fn set(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    // Everything is read before anything is changed: a mistake in one platform changes none.
    let mut changes = Vec::new();
    for platform in Platform::ALL {
        if let Some(asked) = body.get(platform.as_str()) {
            changes.push(read(&workspace.app_id, platform, asked, app.clock().now())?);
        }
    }
    let mut made = Vec::new();
    for change in changes {
        if let Some(secret) = &change.add_secret {
            made.push((change.platform, secret.clone()));
        }
        app.store().set_verification(change).await?;
    }
    let mut settings = settings(&app, &workspace.app_id).await?;
    for (platform, secret) in made {
        if let Some(shape) = settings.get_mut(platform.as_str()) {
            shape["new_secret"] = json!(secret);
        }
    }
    Ok(answer(StatusCode::OK, &Value::Object(settings)))
}

fn read(app_id: &str, platform: Platform, asked: &Json, now: i64) -> ApiResult<SetVerification> {
    let field = |name: &str| format!("{}.{name}", platform.as_str());
    // The short form gives the mode alone.
    let mode = match (asked, asked.get("mode")) {
        (Json::String(mode), _) | (Json::Object(_), Some(Json::String(mode))) => Some(
            VerificationMode::parse(mode)
                .ok_or_else(|| ApiError::invalid(&field("mode"), "mode must be off, log or on"))?,
        ),
        (Json::Object(_), None) => None,
        _ => return Err(ApiError::invalid(&field("mode"), "mode must be off, log or on")),
    };
    let wants = |name: &str| asked.get(name).and_then(Json::as_bool).unwrap_or(false);
    Ok(SetVerification {
        app_id: app_id.to_owned(),
        platform,
        mode,
        add_secret: if wants("rotate") {
            Some(random::token("fdi")?)
        } else {
            None
        },
        drop_older: wants("drop_older"),
        now,
    })
}
