//! `/help_center`: the collections, and the one help center that a workspace has.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::super::super::App;
use super::super::super::body::Object;
use super::super::super::error::{ApiError, ApiResult};
use super::super::Operator;
use super::super::shapes::answer;
use super::super::spans::Paged;
use super::articles::{of_kind, parent, unknown};
use super::fields::{nullable, number, text};
use crate::domain::live::stored;
use crate::domain::locale;
use crate::json::Json;
use crate::random::fingerprint;
use crate::store::{Content, ContentEdit, ContentEditOutcome, ContentText, TextEdit, Workspace};

const KIND: &str = "help_center_collection";
const PER_PAGE: usize = 50;
/// The number of a workspace's one help center: another one for each workspace.
fn help_center(app_id: &str) -> i64 {
    let [a, b, c, d, ..] = fingerprint(app_id.as_bytes());
    i64::from(u32::from_be_bytes([a, b, c, d]))
}

pub(super) async fn list(
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let paged = Paged::of_query(&uri, PER_PAGE)?;
    let default = app.store().workspace_locale(&workspace.app_id).await?;
    let found = app
        .store()
        .list_content(of_kind(&workspace.app_id, KIND, paged))
        .await?;
    let data = found
        .items
        .iter()
        .map(|(content, texts)| shape(&workspace.app_id, &default, content, texts))
        .collect();
    Ok(answer(StatusCode::OK, &paged.list(data, found.total)))
}

pub(super) async fn create(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    if matches!(body.get("name"), None | Some(Json::Null)) {
        return Err(ApiError::missing("name"));
    }
    let default = app.store().workspace_locale(&workspace.app_id).await?;
    let mut edit = read(&body, &workspace.app_id, &default)?;
    edit.status = Some("live".to_owned());
    let outcome = app
        .store()
        .create_content(&workspace.app_id, KIND, edit, app.clock().now())
        .await?;
    finish(&workspace.app_id, &default, outcome)
}

pub(super) async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let default = app.store().workspace_locale(&workspace.app_id).await?;
    let (content, texts) = app
        .store()
        .content_with_texts(&workspace.app_id, KIND, &id)
        .await?
        .ok_or_else(not_found)?;
    Ok(answer(
        StatusCode::OK,
        &shape(&workspace.app_id, &default, &content, &texts),
    ))
}

pub(super) async fn edit(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let default = app.store().workspace_locale(&workspace.app_id).await?;
    let edit = read(&body, &workspace.app_id, &default)?;
    let outcome = app
        .store()
        .edit_content(&workspace.app_id, KIND, &id, edit, app.clock().now())
        .await?;
    finish(&workspace.app_id, &default, outcome)
}

pub(super) async fn remove(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    if !app.store().delete_content(&workspace.app_id, KIND, &id).await? {
        return Err(not_found());
    }
    let body = json!({ "id": id, "object": "collection", "deleted": true });
    Ok(answer(StatusCode::OK, &body))
}

/// `GET /help_center/help_centers`.
pub(super) async fn centers(Operator(workspace): Operator, uri: Uri) -> ApiResult<Response> {
    let paged = Paged::of_query(&uri, PER_PAGE)?;
    let first = paged.span().offset == 0;
    let data = first.then(|| center(&workspace)).into_iter().collect();
    Ok(answer(StatusCode::OK, &paged.list(data, 1)))
}

/// `GET /help_center/help_centers/{id}`.
pub(super) async fn show_center(
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    if id != help_center(&workspace.app_id).to_string() {
        return Err(not_found());
    }
    Ok(answer(StatusCode::OK, &center(&workspace)))
}

fn center(workspace: &Workspace) -> Value {
    json!({
        "id": help_center(&workspace.app_id).to_string(),
        "workspace_id": workspace.app_id,
        "created_at": workspace.created_at,
        "updated_at": workspace.created_at,
        "identifier": workspace.app_id,
        "website_turned_on": false,
        "display_name": workspace.name,
        "url": null,
        "custom_domain": null,
    })
}

fn not_found() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", "Resource Not Found")
}

fn read(body: &Json, app_id: &str, default: &str) -> ApiResult<ContentEdit> {
    if number(body, "help_center_id")?.is_some_and(|id| id != help_center(app_id)) {
        return Err(unknown("help_center_id"));
    }
    let mut stored = Map::new();
    if let Some(icon) = nullable(body, "icon", 2048)? {
        stored.insert("icon".to_owned(), icon);
    }
    let top = read_text(body, "")?;
    let mut edit = ContentEdit {
        title: top.title.clone(),
        body: stored,
        parent_id: parent(body)?,
        place: number(body, "order")?,
        ..ContentEdit::default()
    };
    edit.texts.push((default.to_owned(), Some(top)));
    match body.get("translated_content") {
        None | Some(Json::Null) => {}
        Some(Json::Object(languages)) => {
            for (tag, content) in languages.iter().filter(|(tag, _)| tag != "type") {
                let field = format!("translated_content.{}", tag.chars().take(40).collect::<String>());
                let tag = locale::normal(tag)
                    .ok_or_else(|| ApiError::invalid(&field, format!("{field} is no language")))?;
                let text = match content {
                    Json::Null => None,
                    Json::Object(_) => Some(read_text(content, &format!("{field}."))?),
                    _ => return Err(ApiError::invalid(&field, format!("{field} must be an object"))),
                };
                edit.texts.push((tag, text));
            }
        }
        Some(_) => {
            return Err(ApiError::invalid(
                "translated_content",
                "translated_content must be an object of languages",
            ));
        }
    }
    Ok(edit)
}

/// The name and description in one language. A collection has no drafts.
fn read_text(body: &Json, prefix: &str) -> ApiResult<TextEdit> {
    let named = |error: ApiError, field: &str| error.field(format!("{prefix}{field}"));
    let summary = nullable(body, "description", 1024).map_err(|error| named(error, "description"))?;
    Ok(TextEdit {
        title: text(body, "name", 255).map_err(|error| named(error, "name"))?,
        summary: summary.map(|text| text.as_str().map(str::to_owned)),
        live: Some(true),
        ..TextEdit::default()
    })
}

fn finish(app_id: &str, default: &str, outcome: ContentEditOutcome) -> ApiResult<Response> {
    match outcome {
        ContentEditOutcome::Done(content, texts) => {
            Ok(answer(StatusCode::OK, &shape(app_id, default, &content, &texts)))
        }
        ContentEditOutcome::NotFound => Err(not_found()),
        ContentEditOutcome::NoParent => Err(unknown("parent_id")),
        ContentEditOutcome::NoAuthor => Err(unknown("author_id")),
    }
}

fn shape(app_id: &str, default: &str, content: &Content, texts: &[ContentText]) -> Value {
    let top = texts.iter().find(|text| text.locale == default);
    let languages: Map<String, Value> = [("type".to_owned(), Value::from("group_translated_content"))]
        .into_iter()
        .chain(texts.iter().map(|text| {
            let shape = json!({ "type": "group_content", "name": text.title, "description": text.summary });
            (text.locale.clone(), shape)
        }))
        .collect();
    json!({
        "type": "collection",
        "id": content.id,
        "workspace_id": app_id,
        "name": top.map_or(content.title.as_str(), |text| text.title.as_str()),
        "description": top.and_then(|text| text.summary.as_deref()),
        "created_at": content.created_at,
        "updated_at": content.updated_at,
        "url": null,
        "icon": stored(content).get("icon"),
        "order": content.place,
        "default_locale": default,
        "translated_content": languages,
        "parent_id": content.parent_id,
        "help_center_id": help_center(app_id),
    })
}
