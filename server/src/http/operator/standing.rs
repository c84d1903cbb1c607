//! `/contacts/merge`, archiving, blocking and erasing: what happens to a contact as a whole.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::Operator;
use super::contacts::no_contact;
use super::shapes::{answer, contact};
use super::tags::id_text;
use crate::metrics::Metrics;
use crate::store::{ArchiveContact, ArchiveOutcome, MergeContacts, MergeOutcome};

/// Makes the lead `from` part of the user `into`.
pub(super) async fn merge(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let id = |field: &str| {
        let value = body.get(field).ok_or_else(|| ApiError::missing(field))?;
        id_text(value).ok_or_else(|| ApiError::invalid(field, format!("{field} must be the id of a contact")))
    };
    let merge = MergeContacts {
        app_id: workspace.app_id.clone(),
        from: id("from")?,
        into: id("into")?,
        now: app.clock().now(),
    };
    merged(&app, &workspace.app_id, merge).await
}

/// Merges and answers the user.
pub(super) async fn merged(app: &App, app_id: &str, merge: MergeContacts) -> ApiResult<Response> {
    match app.store().merge_contacts(merge).await? {
        MergeOutcome::Done(user) => {
            Metrics::add(&app.metrics().merges, 1);
            Ok(answer(StatusCode::OK, &contact(app_id, &user)))
        }
        MergeOutcome::NoFrom => Err(no_contact().field("from")),
        MergeOutcome::NoInto => Err(no_contact().field("into")),
        MergeOutcome::TwoPeople => {
            let message = "only a lead without an external_id can be merged; two people stay two";
            Err(ApiError::new(StatusCode::FORBIDDEN, "action_forbidden", message).field("from"))
        }
        MergeOutcome::IntoLead => Err(ApiError::invalid("into", "into must be a user")),
    }
}

pub(super) async fn archive(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    put_away(&app, workspace.app_id, id, true).await
}

pub(super) async fn unarchive(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    put_away(&app, workspace.app_id, id, false).await
}

async fn put_away(app: &App, app_id: String, id: String, archived: bool) -> ApiResult<Response> {
    let now = app.clock().now();
    let archive = ArchiveContact {
        app_id,
        id,
        archived,
        now,
    };
    match app.store().archive_contact(archive).await? {
        ArchiveOutcome::Done(done) => {
            let mut shape = ended(&done.id, done.external_id.as_deref());
            shape["archived"] = json!(done.archived);
            Ok(answer(StatusCode::OK, &shape))
        }
        ArchiveOutcome::NotFound => Err(no_contact()),
        ArchiveOutcome::Taken(other) => {
            let message = format!("A contact matching those details already exists with id={other}");
            Err(ApiError::new(StatusCode::CONFLICT, "conflict", message))
        }
    }
}

pub(super) async fn block(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let blocked = app
        .store()
        .block_contact(&workspace.app_id, &id, app.clock().now());
    let blocked = blocked.await?.ok_or_else(no_contact)?;
    let mut shape = ended(&blocked.id, blocked.external_id.as_deref());
    shape["blocked"] = json!(true);
    Ok(answer(StatusCode::OK, &shape))
}

/// Erases: nothing of the contact is left when this is answered.
pub(super) async fn remove(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let erased = app
        .store()
        .erase_contact(&workspace.app_id, &id, app.clock().now());
    let erased = erased.await?.ok_or_else(no_contact)?;
    app.files().remove(&erased.files).await;
    let mut shape = ended(&id, erased.external_id.as_deref());
    shape["deleted"] = json!(true);
    Ok(answer(StatusCode::OK, &shape))
}

fn ended(id: &str, external_id: Option<&str>) -> Value {
    json!({ "type": "contact", "id": id, "external_id": external_id })
}
