//! `/x/keys`: the publishable keys of a workspace. A further key replaces one step by step: apps are
//! released with the new one, then the old one is switched off.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::super::table::{Routes, get, put};
use super::Operator;
use super::shapes::answer;
use crate::json::Json;
use crate::random;
use crate::store::{ApiKey, Platform};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/x/keys", get(list).post(create))
        .route("/x/keys/{id}", put(switch))
}

fn shape(key: &ApiKey) -> Value {
    json!({
        "type": "key",
        "id": key.id.to_string(),
        "platform": key.platform,
        "key": key.key,
        "enabled": key.enabled,
        "created_at": key.created_at,
    })
}

async fn list(State(app): State<App>, Operator(workspace): Operator) -> ApiResult<Response> {
    let keys = app.store().keys(&workspace.app_id).await?;
    let data: Vec<Value> = keys.iter().map(shape).collect();
    Ok(answer(StatusCode::OK, &json!({ "type": "list", "data": data })))
}

async fn create(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let platform = body
        .get("platform")
        .ok_or_else(|| ApiError::missing("platform"))?;
    let platform = Json::as_str(platform)
        .and_then(Platform::parse)
        .ok_or_else(|| ApiError::invalid("platform", "platform must be ios, android or web"))?;
    let key = format!(
        "{}_sdk-{}",
        platform.as_str(),
        hex::encode(random::bytes::<16>()?)
    );
    let made = app
        .store()
        .add_key(&workspace.app_id, platform, &key, app.clock().now())
        .await?;
    Ok(answer(StatusCode::CREATED, &shape(&made)))
}

async fn switch(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let enabled = body
        .get("enabled")
        .ok_or_else(|| ApiError::missing("enabled"))?
        .as_bool()
        .ok_or_else(|| ApiError::invalid("enabled", "enabled must be true or false"))?;
    let id = id.parse().map_err(|_| ApiError::not_found())?;
    let switched = app
        .store()
        .switch_key(&workspace.app_id, id, enabled)
        .await?
        .ok_or_else(ApiError::not_found)?;
    Ok(answer(StatusCode::OK, &shape(&switched)))
}
