//! `/news/news_items`: news in Intercom's shape. The same items as under `/x/news`.

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
use super::articles::{of_kind, unknown};
use super::fields::{address, html, number, text};
use crate::domain::live::stored;
use crate::json::Json;
use crate::store::{Content, ContentEdit, ContentEditOutcome};

const KIND: &str = "news";
const PER_PAGE: usize = 50;

pub(super) async fn list(
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let paged = Paged::of_query(&uri, PER_PAGE)?;
    let found = app
        .store()
        .list_content(of_kind(&workspace.app_id, KIND, paged))
        .await?;
    let data = found
        .items
        .iter()
        .map(|(content, _)| shape(&workspace.app_id, content))
        .collect();
    Ok(answer(StatusCode::OK, &paged.list(data, found.total)))
}

pub(super) async fn create(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    for field in ["title", "sender_id"] {
        if matches!(body.get(field), None | Some(Json::Null)) {
            return Err(ApiError::missing(field));
        }
    }
    let outcome = app
        .store()
        .create_content(&workspace.app_id, KIND, read(&body)?, app.clock().now())
        .await?;
    finish(&workspace.app_id, outcome)
}

pub(super) async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let found = app
        .store()
        .content(&workspace.app_id, KIND, &id)
        .await?
        .ok_or_else(not_found)?;
    Ok(answer(StatusCode::OK, &shape(&workspace.app_id, &found)))
}

pub(super) async fn edit(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let outcome = app
        .store()
        .edit_content(&workspace.app_id, KIND, &id, read(&body)?, app.clock().now())
        .await?;
    finish(&workspace.app_id, outcome)
}

pub(super) async fn remove(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    if !app.store().delete_content(&workspace.app_id, KIND, &id).await? {
        return Err(not_found());
    }
    let body = json!({ "id": id, "object": "news-item", "deleted": true });
    Ok(answer(StatusCode::OK, &body))
}

fn not_found() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", "Resource Not Found")
}

fn read(body: &Json) -> ApiResult<ContentEdit> {
    let status = match body.get("state") {
        None => None,
        Some(state) => Some(
            state
                .as_str()
                .filter(|state| matches!(*state, "draft" | "live"))
                .map(str::to_owned)
                .ok_or_else(|| ApiError::invalid("state", "state must be draft or live"))?,
        ),
    };
    let mut stored = Map::new();
    if let Some(body_html) = html(body, "body")? {
        stored.insert("body_html".to_owned(), body_html.into());
    }
    if let Some(cover) = address(body.get("cover_image_url"), "cover_image_url")? {
        stored.insert("cover_image_url".to_owned(), cover);
    }
    if let Some(quiet) = body.get("deliver_silently").and_then(Json::as_bool) {
        stored.insert("deliver_silently".to_owned(), quiet.into());
    }
    Ok(ContentEdit {
        title: text(body, "title", 255)?,
        status,
        body: stored,
        author_id: number(body, "sender_id")?,
        ..ContentEdit::default()
    })
}

fn finish(app_id: &str, outcome: ContentEditOutcome) -> ApiResult<Response> {
    match outcome {
        ContentEditOutcome::Done(content, _) => Ok(answer(StatusCode::OK, &shape(app_id, &content))),
        ContentEditOutcome::NotFound | ContentEditOutcome::NoParent => Err(not_found()),
        ContentEditOutcome::NoAuthor => Err(unknown("sender_id")),
    }
}

fn shape(app_id: &str, content: &Content) -> Value {
    let body = stored(content);
    json!({
        "type": "news-item",
        "id": content.id,
        "workspace_id": app_id,
        "title": content.title,
        "body": body.get("body_html").and_then(Value::as_str).unwrap_or(""),
        "sender_id": content.author_id,
        // What was paused or archived elsewhere is not live: this shape has two words.
        "state": if content.status == "live" { "live" } else { "draft" },
        "newsfeed_assignments": [],
        "labels": [],
        "cover_image_url": body.get("cover_image_url"),
        "reactions": [],
        "deliver_silently": body.get("deliver_silently").and_then(Value::as_bool).unwrap_or(false),
        "created_at": content.created_at,
        "updated_at": content.updated_at,
    })
}
