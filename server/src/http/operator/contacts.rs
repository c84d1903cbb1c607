//! `/contacts`: make, find, change, search and list.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde_json::{Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::Operator;
use super::pages::{Asked, of_query, of_search, pages};
use super::shapes::{answer, contact};
use crate::domain::attributes::{ContactPatch, read_patch};
use crate::domain::query::{self, Query};
use crate::json::Json;
use crate::random;
use crate::store::{ContactKey, CreateContact, EditContact, EditOutcome, FindContacts, Role};

const PER_PAGE: usize = 50;

pub(super) async fn create(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let (role, patch) = read(&app, &body)?;
    let given = |field: &Option<Option<String>>| matches!(field, Some(Some(_)));
    if role.is_none() && !given(&patch.user_id) && !given(&patch.email) {
        let message = "a contact needs an email, an external_id or a role";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "parameter_missing", message).field("email"));
    }
    let now = app.clock().now();
    let new = CreateContact {
        app_id: workspace.app_id.clone(),
        new_contact_id: random::object_id(now)?,
        role,
        patch,
        now,
    };
    let outcome = app.store().create_contact(new).await?;
    finish(&workspace.app_id, outcome)
}

pub(super) async fn edit(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let (role, patch) = read(&app, &body)?;
    let edit = EditContact {
        app_id: workspace.app_id.clone(),
        id,
        role,
        patch,
        now: app.clock().now(),
    };
    let outcome = app.store().edit_contact(edit).await?;
    finish(&workspace.app_id, outcome)
}

pub(super) async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let found = app
        .store()
        .contact(&workspace.app_id, ContactKey::Id(id))
        .await?
        .ok_or_else(no_contact)?;
    Ok(answer(StatusCode::OK, &contact(&workspace.app_id, &found)))
}

pub(super) async fn find_by_external_id(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(external_id): Path<String>,
) -> ApiResult<Response> {
    let key = ContactKey::ExternalId(external_id);
    let found = app
        .store()
        .contact(&workspace.app_id, key)
        .await?
        .ok_or_else(no_contact)?;
    Ok(answer(StatusCode::OK, &contact(&workspace.app_id, &found)))
}

pub(super) async fn list(
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let asked = of_query(&uri, PER_PAGE)?;
    page(&app, &workspace.app_id, None, asked).await
}

pub(super) async fn search(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let body = body.to_value();
    let query = body.get("query").ok_or_else(|| ApiError::missing("query"))?;
    let query = query::parse(query).map_err(|what| ApiError::invalid("query", what))?;
    let asked = of_search(body.get("pagination"), PER_PAGE)?;
    page(&app, &workspace.app_id, Some(query), asked).await
}

async fn page(app: &App, app_id: &str, query: Option<Query>, asked: Asked) -> ApiResult<Response> {
    let find = FindContacts {
        app_id: app_id.to_owned(),
        query,
        before: asked.before,
        limit: asked.per_page,
    };
    let found = app.store().find_contacts(find).await?;
    let data: Vec<Value> = found.items.iter().map(|item| contact(app_id, item)).collect();
    let body = json!({
        "type": "list",
        "data": data,
        "total_count": found.total,
        "pages": pages(asked, found.total, found.next),
    });
    Ok(answer(StatusCode::OK, &body))
}

/// Operators call the app's own id `external_id`; the rest reads as for devices, but all or nothing.
pub(super) fn read(app: &App, body: &Json) -> ApiResult<(Option<Role>, ContactPatch)> {
    let role = match body.get("role") {
        None | Some(Json::Null) => None,
        Some(role) => Some(
            role.as_str()
                .and_then(Role::parse)
                .ok_or_else(|| ApiError::invalid("role", "role must be user or lead"))?,
        ),
    };
    let renamed = body
        .entries()
        .iter()
        .filter(|(key, _)| key != "user_id" && key != "companies")
        .map(|(key, value)| {
            let key = if key == "external_id" {
                "user_id"
            } else {
                key.as_str()
            };
            (key.to_owned(), value.clone())
        })
        .collect();
    let mut patch = read_patch(&Json::Object(renamed), app.limits());
    patch.by_operator = true;
    Ok((role, patch))
}

pub(super) fn finish(app_id: &str, outcome: EditOutcome) -> ApiResult<Response> {
    match outcome {
        EditOutcome::Done(done) => Ok(answer(StatusCode::OK, &contact(app_id, &done))),
        EditOutcome::NotFound => Err(no_contact()),
        EditOutcome::Conflict(id) => {
            // Integrations read the id out of this sentence: its wording is part of the interface.
            let message = format!("A contact matching those details already exists with id={id}");
            Err(ApiError::new(StatusCode::CONFLICT, "conflict", message))
        }
        EditOutcome::Invalid(rejected) => {
            let first = rejected.into_iter().next();
            let (field, code) = first.map_or_else(Default::default, |one| (one.field, one.code));
            let field = if field == "user_id" {
                "external_id".to_owned()
            } else {
                field
            };
            let message = match code.as_str() {
                "attribute_not_found" => format!("custom attribute '{field}' does not exist"),
                _ => format!("{field} cannot be set: {code}"),
            };
            Err(ApiError::invalid(&field, message))
        }
    }
}

pub(super) fn no_contact() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", "User Not Found")
}
