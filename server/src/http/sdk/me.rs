//! `PATCH /sdk/v1/me`: a device changes its contact, field by field, once per id.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::caller::Caller;
use super::{answer, contact_json};
use crate::config::VerificationMode;
use crate::domain::attributes::read_patch;
use crate::json::Json;
use crate::random::fingerprint;
use crate::store::{UpdateContact, UpdateOutcome};

pub(super) async fn update(
    State(app): State<App>,
    Caller(session): Caller,
    Object(body): Object,
) -> ApiResult<Response> {
    let id = match body.get("id") {
        None | Some(Json::Null) => return Err(ApiError::missing("id")),
        Some(id) => id.as_str().and_then(|text| uuid::Uuid::try_parse(text).ok()),
    };
    let id = id
        .ok_or_else(|| ApiError::invalid("id", "id must be a UUID"))?
        .hyphenated()
        .to_string();
    if session.made_before_erasure(&id) {
        return Err(ApiError::erased());
    }
    let change = UpdateContact {
        app_id: session.app_id,
        contact_id: session.contact_id,
        operation_id: id.clone(),
        // Sorted keys: the same change written in another order is the same change.
        body_hash: fingerprint(body.to_value().to_string().as_bytes()),
        patch: read_patch(&body, app.limits()),
        signed_fields: session.signed_fields,
        must_prove: session.verification == VerificationMode::On,
        may_change_companies: session.verified || session.verification == VerificationMode::Off,
        now: app.clock().now(),
    };
    let (status, contact, rejected) = match app.store().update_contact(change).await? {
        UpdateOutcome::Applied { contact, rejected } => ("accepted", contact, rejected),
        UpdateOutcome::Duplicate { contact, rejected } => ("duplicate", contact, rejected),
        UpdateOutcome::IdReused => {
            let message = "this id was used for another change; the first was kept";
            return Err(ApiError::new(StatusCode::CONFLICT, "id_reused", message).field("id"));
        }
        UpdateOutcome::UserIdFixed => {
            let message = "a user_id cannot be changed; log out and log in as the other user";
            return Err(ApiError::new(StatusCode::CONFLICT, "identity_conflict", message).field("user_id"));
        }
        UpdateOutcome::UserIdTaken => {
            let message = "another contact has this user_id; log in with it instead";
            return Err(ApiError::new(StatusCode::CONFLICT, "conflict", message).field("user_id"));
        }
        UpdateOutcome::NotFound => return Err(ApiError::unauthorized()),
    };
    let contact = contact_json(&contact);
    Ok(answer(
        StatusCode::OK,
        &json!({ "id": id, "status": status, "contact": contact, "rejected": rejected }),
    ))
}
