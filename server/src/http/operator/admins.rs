//! `/admins`: the teammates.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::super::App;
use super::super::error::{ApiError, ApiResult};
use super::Operator;
use super::conversation_shapes::admin;
use super::shapes::answer;

pub(super) async fn list(State(app): State<App>, Operator(workspace): Operator) -> ApiResult<Response> {
    let admins = app.store().admins(&workspace.app_id).await?;
    let admins: Vec<Value> = admins.iter().map(admin).collect();
    Ok(answer(
        StatusCode::OK,
        &json!({ "type": "admin.list", "admins": admins }),
    ))
}

pub(super) async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let admins = app.store().admins(&workspace.app_id).await?;
    let found = admins
        .iter()
        .find(|admin| admin.id.to_string() == id)
        .ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, "admin_not_found", "Admin not found"))?;
    Ok(answer(StatusCode::OK, &admin(found)))
}
