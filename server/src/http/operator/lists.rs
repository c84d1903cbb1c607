//! Lists of things that a workspace has none of: scripts that ask for them get an empty one of the right shape.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::super::App;
use super::super::error::ApiResult;
use super::Operator;
use super::contacts::no_contact;
use super::shapes::answer;
use super::tags::{no_company, no_resource};
use crate::store::{CompanyKey, ContactKey};

pub(super) async fn teams(Operator(_): Operator) -> Response {
    answer(StatusCode::OK, &json!({ "type": "team.list", "teams": [] }))
}

pub(super) async fn segments(Operator(_): Operator) -> Response {
    answer(StatusCode::OK, &json!({ "type": "segment.list", "segments": [] }))
}

pub(super) async fn subscription_types(Operator(_): Operator) -> Response {
    answer(StatusCode::OK, &json!({ "type": "list", "data": [] }))
}

/// One of the things that there are none of.
pub(super) async fn none(Operator(_): Operator) -> ApiResult<Response> {
    Err(no_resource())
}

/// Segments or subscriptions of a contact.
pub(super) async fn of_contact(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let found = app.store().contact(&workspace.app_id, ContactKey::Id(id)).await?;
    found.ok_or_else(no_contact)?;
    Ok(answer(StatusCode::OK, &json!({ "type": "list", "data": [] })))
}

/// Subscribing a contact to what does not exist.
pub(super) async fn of_contact_none(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let found = app.store().contact(&workspace.app_id, ContactKey::Id(id)).await?;
    found.ok_or_else(no_contact)?;
    Err(no_resource())
}

/// Ending a subscription that does not exist.
pub(super) async fn of_contact_part_none(
    state: State<App>,
    operator: Operator,
    Path((id, _)): Path<(String, String)>,
) -> ApiResult<Response> {
    of_contact_none(state, operator, Path(id)).await
}

/// Segments of a company.
pub(super) async fn of_company(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let found = app.store().company(&workspace.app_id, CompanyKey::Id(id)).await?;
    found.ok_or_else(no_company)?;
    Ok(answer(StatusCode::OK, &json!({ "type": "list", "data": [] })))
}
