//! `/x/content`: what can be presented, and its status.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::Operator;
use super::shapes::answer;
use crate::domain::{live, targeting};
use crate::json::Json;
use crate::store::Content;

const KINDS: [&str; 10] = [
    "article",
    "survey",
    "carousel",
    "in_app_message",
    "ticket_type",
    "news",
    "conversation",
    "help_center_collection",
    "tour",
    "checklist",
];
const STATUSES: [&str; 4] = ["live", "draft", "paused", "archived"];

pub(super) async fn list(State(app): State<App>, Operator(workspace): Operator) -> ApiResult<Response> {
    let data: Vec<Value> = app
        .store()
        .contents(&workspace.app_id)
        .await?
        .iter()
        .map(shape)
        .collect();
    Ok(answer(StatusCode::OK, &json!({ "type": "list", "data": data })))
}

pub(super) async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path((kind, id)): Path<(String, String)>,
) -> ApiResult<Response> {
    let found = app
        .store()
        .content(&workspace.app_id, &kind, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    Ok(answer(StatusCode::OK, &shape(&found)))
}

/// Makes or changes the content that the body names.
pub(super) async fn put(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let name = |field: &str| {
        body.get(field)
            .ok_or_else(|| ApiError::missing(field))?
            .as_str()
            .filter(|text| !text.is_empty() && text.chars().count() <= 190)
            .map(str::to_owned)
            .ok_or_else(|| ApiError::invalid(field, format!("{field} needs 1 to 190 characters")))
    };
    store(&app, &workspace.app_id, name("kind")?, name("id")?, &body).await
}

/// Makes or changes the content that the path names.
pub(super) async fn put_at(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path((kind, id)): Path<(String, String)>,
    Object(body): Object,
) -> ApiResult<Response> {
    store(&app, &workspace.app_id, kind, id, &body).await
}

/// Fields that are absent stay as they are; of new content, the title is required.
async fn store(app: &App, app_id: &str, kind: String, id: String, body: &Json) -> ApiResult<Response> {
    if !KINDS.contains(&kind.as_str()) {
        return Err(ApiError::invalid(
            "kind",
            format!("kind must be one of {}", KINDS.join(", ")),
        ));
    }
    let before = app.store().content(app_id, &kind, &id).await?;
    let object = |field: &str, kept: Option<&String>| match body.get(field) {
        None => Ok(kept.cloned().unwrap_or_else(|| "{}".to_owned())),
        Some(Json::Null) => Ok("{}".to_owned()),
        Some(value @ Json::Object(_)) if field == "targeting" => targeting_text(value),
        Some(value @ Json::Object(_)) => {
            let mut value = value.to_value();
            live::clean(&mut value);
            Ok(value.to_string())
        }
        Some(_) => Err(ApiError::invalid(field, format!("{field} must be an object"))),
    };
    let title = match body.get("title") {
        Some(Json::String(title)) if !title.trim().is_empty() => title.clone(),
        Some(_) => {
            return Err(ApiError::invalid(
                "title",
                "title must be a string that is not empty",
            ));
        }
        None => before
            .as_ref()
            .map(|it| it.title.clone())
            .ok_or_else(|| ApiError::missing("title"))?,
    };
    let status = match body.get("status") {
        None => before
            .as_ref()
            .map_or_else(|| "draft".to_owned(), |it| it.status.clone()),
        Some(status) => status
            .as_str()
            .filter(|status| STATUSES.contains(status))
            .map(str::to_owned)
            .ok_or_else(|| {
                ApiError::invalid("status", format!("status must be one of {}", STATUSES.join(", ")))
            })?,
    };
    let now = app.clock().now();
    let inner = object("body", before.as_ref().map(|it| &it.body))?;
    let parent_id = parent_of(&kind, &inner);
    let content = Content {
        kind,
        id,
        title,
        status,
        parent_id,
        body: inner,
        targeting: object("targeting", before.as_ref().map(|it| &it.targeting))?,
        created_at: before.as_ref().map_or(now, |it| it.created_at),
        updated_at: now,
        ..before.unwrap_or_default()
    };
    let shape = shape(&content);
    app.store().put_content(app_id, content, false).await?;
    Ok(answer(StatusCode::OK, &shape))
}

/// Targeting as it is stored.
pub(super) fn targeting_text(rules: &Json) -> ApiResult<String> {
    let rules = targeting::read(rules)
        .map_err(|(field, message)| ApiError::invalid(&format!("targeting.{field}"), message))?;
    serde_json::to_string(&rules).map_err(|_| ApiError::internal())
}

/// The collection that the body of an article or a section names.
fn parent_of(kind: &str, body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    let key = match kind {
        "article" => "collection_id",
        "help_center_collection" => "parent_id",
        _ => return None,
    };
    body.get(key)?.as_str().map(str::to_owned)
}

fn shape(content: &Content) -> Value {
    let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|_| json!({}));
    json!({
        "type": "content",
        "kind": content.kind,
        "id": content.id,
        "title": content.title,
        "status": content.status,
        "body": parse(&content.body),
        "targeting": parse(&content.targeting),
        "created_at": content.created_at,
        "updated_at": content.updated_at,
    })
}
