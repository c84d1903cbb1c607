//! `/tags`: the words, and putting them on contacts and companies, one by one or many at once.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::Operator;
use super::contacts::no_contact;
use super::people_shapes::{applied_tag, tag};
use super::shapes::answer;
use crate::json::Json;
use crate::store::{CompanyKey, ContactKey, SaveTag, TagContact, TagConversation, TagOutcome};

pub(super) async fn list(State(app): State<App>, Operator(workspace): Operator) -> ApiResult<Response> {
    let tags = app.store().tags(&workspace.app_id).await?;
    let data: Vec<_> = tags.iter().map(tag).collect();
    Ok(answer(StatusCode::OK, &json!({ "type": "list", "data": data })))
}

pub(super) async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let id = number(&id).ok_or_else(no_resource)?;
    let found = app
        .store()
        .tag(&workspace.app_id, id)
        .await?
        .ok_or_else(no_resource)?;
    Ok(answer(StatusCode::OK, &tag(&found)))
}

/// Makes or renames a tag, and puts it on the people and companies that are named.
pub(super) async fn save(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let wrong = |field: &str| ApiError::invalid(field, "invalid tag parameters");
    let name = body.get("name").and_then(Json::as_str).map_or("", str::trim);
    if name.is_empty() || name.chars().count() > app.limits().value_chars {
        return Err(wrong("name"));
    }
    let id = match body.get("id") {
        None | Some(Json::Null) => None,
        Some(id) => Some(id_text(id).and_then(|id| number(&id)).ok_or_else(no_resource)?),
    };
    let mut contacts = Vec::new();
    for field in ["users", "contacts"] {
        for item in items(&body, field)? {
            let text = |key: &str| item.get(key).and_then(id_text);
            let key = text("id")
                .map(ContactKey::Id)
                .or_else(|| {
                    text("user_id")
                        .or_else(|| text("external_id"))
                        .map(ContactKey::ExternalId)
                })
                .or_else(|| text("email").map(ContactKey::Email))
                .ok_or_else(|| wrong(field))?;
            contacts.push((key, on(item)));
        }
    }
    let mut companies = Vec::new();
    for item in items(&body, "companies")? {
        let text = |key: &str| item.get(key).and_then(id_text);
        let key = text("id")
            .map(CompanyKey::Id)
            .or_else(|| text("company_id").map(CompanyKey::CompanyId))
            .ok_or_else(|| wrong("companies"))?;
        companies.push((key, on(item)));
    }
    let save = SaveTag {
        app_id: workspace.app_id,
        id,
        name: name.to_owned(),
        contacts,
        companies,
        now: app.clock().now(),
    };
    match app.store().save_tag(save).await? {
        TagOutcome::Done(done) => Ok(answer(StatusCode::OK, &tag(&done))),
        refused => Err(refusal(&refused)),
    }
}

fn items<'a>(body: &'a Json, field: &str) -> ApiResult<&'a [Json]> {
    match body.get(field) {
        None | Some(Json::Null) => Ok(&[]),
        Some(Json::Array(items)) => Ok(items),
        Some(_) => Err(ApiError::invalid(field, "invalid tag parameters")),
    }
}

/// Tagging is meant unless the item says otherwise.
fn on(item: &Json) -> bool {
    item.get("untag").and_then(Json::as_bool) != Some(true)
}

pub(super) async fn remove(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let id = number(&id).ok_or_else(no_resource)?;
    match app.store().delete_tag(&workspace.app_id, id).await? {
        TagOutcome::Done(_) => Ok(StatusCode::OK.into_response()),
        refused => Err(refusal(&refused)),
    }
}

pub(super) async fn of_contact(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(contact_id): Path<String>,
) -> ApiResult<Response> {
    let tags = app
        .store()
        .contact_tags(&workspace.app_id, &contact_id)
        .await?
        .ok_or_else(no_contact)?;
    let data: Vec<_> = tags.iter().map(applied_tag).collect();
    Ok(answer(StatusCode::OK, &json!({ "type": "list", "data": data })))
}

pub(super) async fn tag_contact(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(contact_id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let id = body.get("id").ok_or_else(|| ApiError::missing("id"))?;
    let tag_id = id_text(id).and_then(|id| number(&id)).ok_or_else(no_resource)?;
    put(&app, workspace.app_id, contact_id, tag_id, true).await
}

pub(super) async fn untag_contact(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path((contact_id, tag_id)): Path<(String, String)>,
) -> ApiResult<Response> {
    let tag_id = number(&tag_id).ok_or_else(no_resource)?;
    put(&app, workspace.app_id, contact_id, tag_id, false).await
}

async fn put(app: &App, app_id: String, contact_id: String, tag_id: i64, on: bool) -> ApiResult<Response> {
    let change = TagContact {
        app_id,
        contact_id,
        tag_id,
        on,
        now: app.clock().now(),
    };
    match app.store().tag_contact(change).await? {
        TagOutcome::Done(done) => Ok(answer(StatusCode::OK, &applied_tag(&done))),
        refused => Err(refusal(&refused)),
    }
}

pub(super) async fn tag_conversation(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let tag_id = body.get("id").ok_or_else(|| ApiError::missing("id"))?;
    let tag_id = id_text(tag_id).ok_or_else(no_resource)?;
    put_on_conversation(&app, workspace.app_id, &id, &tag_id, &body, true).await
}

/// The body of this DELETE says who asks.
pub(super) async fn untag_conversation(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path((id, tag_id)): Path<(String, String)>,
    Object(body): Object,
) -> ApiResult<Response> {
    put_on_conversation(&app, workspace.app_id, &id, &tag_id, &body, false).await
}

async fn put_on_conversation(
    app: &App,
    app_id: String,
    id: &str,
    tag_id: &str,
    body: &Json,
    on: bool,
) -> ApiResult<Response> {
    let admin_id = match body.get("admin_id") {
        None | Some(Json::Null) => None,
        Some(id) => Some(id_text(id).and_then(|id| number(&id)).ok_or_else(no_resource)?),
    };
    let change = TagConversation {
        app_id,
        conversation_id: number(id).ok_or_else(no_conversation)?,
        tag_id: number(tag_id).ok_or_else(no_resource)?,
        admin_id,
        on,
        now: app.clock().now(),
    };
    match app.store().tag_conversation(change).await? {
        TagOutcome::Done(done) => Ok(answer(StatusCode::OK, &applied_tag(&done))),
        refused => Err(refusal(&refused)),
    }
}

fn no_conversation() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", "Conversation not found")
}

fn refusal(outcome: &TagOutcome) -> ApiError {
    match outcome {
        TagOutcome::NoContact => no_contact(),
        TagOutcome::NoCompany => no_company(),
        TagOutcome::NameTaken => {
            let message = "another tag has this name";
            ApiError::new(StatusCode::CONFLICT, "conflict", message).field("name")
        }
        TagOutcome::Needed(by) => {
            let message = format!("Unable to delete Tag with dependent objects. Shown by it: {by}");
            ApiError::new(StatusCode::BAD_REQUEST, "tag_has_dependent_objects", message)
        }
        TagOutcome::NoConversation => no_conversation(),
        TagOutcome::NoTag | TagOutcome::NoAdmin | TagOutcome::Done(_) => no_resource(),
    }
}

/// An id as text: scripts write numbers with and without quotes.
pub(super) fn id_text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

/// A decimal id, written as we write it.
pub(super) fn number(text: &str) -> Option<i64> {
    text.parse().ok().filter(|id: &i64| id.to_string() == text)
}

/// 404 for what has no name of its own.
pub(super) fn no_resource() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", "Resource Not Found")
}

/// 404 for a company.
pub(super) fn no_company() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "company_not_found", "Company Not Found")
}
