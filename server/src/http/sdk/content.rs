//! `GET /sdk/v1/content/{kind}/{id}`: content that is live and meant for this contact, or why not.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::super::App;
use super::super::error::{ApiError, ApiResult};
use super::answer;
use super::caller::Caller;
use crate::store::{Contact, ContactKey};

pub(super) async fn show(
    State(app): State<App>,
    Caller(session): Caller,
    Path((kind, id)): Path<(String, String)>,
) -> ApiResult<Response> {
    let content = app
        .store()
        .content(&session.app_id, &kind, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    if content.status != "live" {
        let message = format!("this content is {}", content.status);
        return Err(
            ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "content_not_live", message)
                .field("status")
                .with("status", content.status),
        );
    }
    let targeting: Value = serde_json::from_str(&content.targeting).unwrap_or_default();
    if targeting.as_object().is_some_and(|rules| !rules.is_empty()) {
        let contact = app
            .store()
            .contact(&session.app_id, ContactKey::Id(session.contact_id))
            .await?;
        if !contact.is_some_and(|contact| is_for(&targeting, &contact)) {
            let message = "this content is not meant for this contact";
            return Err(ApiError::new(
                StatusCode::FORBIDDEN,
                "content_not_targeted",
                message,
            ));
        }
    }
    let body: Value = serde_json::from_str(&content.body).unwrap_or_else(|_| json!({}));
    let live = json!({
        "kind": content.kind, "id": content.id, "status": "live", "title": content.title, "body": body
    });
    Ok(answer(StatusCode::OK, &live))
}

/// Whether every rule that is given lets this contact see it.
fn is_for(targeting: &Value, contact: &Contact) -> bool {
    let allows = |rule: &str, value: Option<&str>| match targeting.get(rule).and_then(Value::as_array) {
        Some(allowed) => allowed.iter().any(|one| one.as_str() == value && value.is_some()),
        None => true,
    };
    allows("roles", Some(contact.role.as_str())) && allows("user_ids", contact.external_id.as_deref())
}
