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
    let me = json!({
        "type": "admin",
        "id": "1",
        "email": null,
        "name": "Operator",
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
