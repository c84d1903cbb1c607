//! `/contacts/{id}/notes` and `/notes`: what teammates write down about a contact.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::Operator;
use super::contacts::no_contact;
use super::people_shapes::note;
use super::shapes::answer;
use super::spans::Paged;
use super::tags::{id_text, no_resource, number};
use crate::domain::rich_text;
use crate::json::Json;
use crate::store::{NewNote, NoteOutcome};

const PER_PAGE: usize = 50;

pub(super) async fn create(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(contact_id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let text = body.get("body").ok_or_else(|| ApiError::missing("body"))?;
    let text = text
        .as_str()
        .filter(|text| !text.trim().is_empty())
        .ok_or_else(|| ApiError::invalid("body", "body must be a text that is not empty"))?;
    let body_html = if text.contains('<') {
        rich_text::sanitise(text)
    } else {
        rich_text::from_text(text)
    };
    let admin_id = match body.get("admin_id") {
        None | Some(Json::Null) => None,
        Some(id) => Some(id_text(id).and_then(|id| number(&id)).ok_or_else(no_resource)?),
    };
    let new = NewNote {
        app_id: workspace.app_id,
        contact_id,
        admin_id,
        body: body_html,
        now: app.clock().now(),
    };
    match app.store().add_note(new).await? {
        NoteOutcome::Done(made) => Ok(answer(StatusCode::OK, &note(&made))),
        NoteOutcome::NoContact => Err(no_contact()),
        NoteOutcome::NoAdmin => Err(no_resource()),
    }
}

pub(super) async fn list(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(contact_id): Path<String>,
    uri: Uri,
) -> ApiResult<Response> {
    let paged = Paged::of_query(&uri, PER_PAGE)?;
    let found = app
        .store()
        .notes(&workspace.app_id, &contact_id, paged.span())
        .await?
        .ok_or_else(no_contact)?;
    let data = found.items.iter().map(note).collect();
    Ok(answer(StatusCode::OK, &paged.list(data, found.total)))
}

pub(super) async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let id = number(&id).ok_or_else(no_resource)?;
    let found = app
        .store()
        .note(&workspace.app_id, id)
        .await?
        .ok_or_else(no_resource)?;
    Ok(answer(StatusCode::OK, &note(&found)))
}
