//! `GET /me`: whose token this is.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::super::App;
use super::super::error::ApiResult;
use super::Operator;
use super::shapes::answer;
use crate::config::VerificationMode;

pub(super) async fn show(State(app): State<App>, Operator(workspace): Operator) -> ApiResult<Response> {
    let verification = app.store().verification(&workspace.app_id).await?;
    let all_on = verification
        .iter()
        .all(|platform| platform.mode == VerificationMode::On);
    // A token is the workspace's; its first teammate stands for it.
    let admins = app.store().admins(&workspace.app_id).await?;
    let first = admins.first();
    let me = json!({
        "type": "admin",
        "id": first.map(|admin| admin.id.to_string()),
        "email": first.and_then(|admin| admin.email.as_deref()),
        "name": first.map(|admin| admin.name.as_str()),
        "email_verified": false,
        "app": {
            "type": "app",
            "id_code": workspace.app_id,
            "name": workspace.name,
            "created_at": workspace.created_at,
            "secure": all_on,
            "identity_verification": all_on,
            "timezone": workspace.timezone,
            "region": "self-hosted",
        },
        "avatar": { "type": "avatar", "image_url": null },
        "has_inbox_seat": true,
    });
    Ok(answer(StatusCode::OK, &me))
}
