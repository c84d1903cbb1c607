//! `/articles`: make, find, change, delete, list and search, in Intercom's shapes. The fields at the top are
//! the text in the workspace's language; `translated_content` holds every language.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::super::super::App;
use super::super::super::body::Object;
use super::super::super::error::{ApiError, ApiResult};
use super::super::Operator;
use super::super::pages::parameter;
use super::super::shapes::answer;
use super::super::spans::Paged;
use super::fields::{html, nullable, number, text};
use crate::domain::locale;
use crate::json::Json;
use crate::store::{
    Content, ContentEdit, ContentEditOutcome, ContentText, FoundArticle, ListContent, Reactions,
    SearchArticles, TextEdit,
};

const PER_PAGE: usize = 50;
/// Most hits of a search.
const HITS: usize = 50;

pub(super) async fn list(
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let paged = Paged::of_query(&uri, PER_PAGE)?;
    let default = app.store().workspace_locale(&workspace.app_id).await?;
    let found = app
        .store()
        .list_content(of_kind(&workspace.app_id, "article", paged))
        .await?;
    let data = found
        .items
        .iter()
        .map(|(content, texts)| shape(&workspace.app_id, &default, content, texts))
        .collect();
    Ok(answer(StatusCode::OK, &paged.list(data, found.total)))
}

/// A numbered page of a kind.
pub(super) fn of_kind(app_id: &str, kind: &str, paged: Paged) -> ListContent {
    let span = paged.span();
    ListContent {
        app_id: app_id.to_owned(),
        kind: kind.to_owned(),
        before: None,
        offset: i64::try_from(span.offset).unwrap_or(i64::MAX),
        limit: span.limit,
    }
}

pub(super) async fn create(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    for field in ["title", "author_id"] {
        if matches!(body.get(field), None | Some(Json::Null)) {
            return Err(ApiError::missing(field));
        }
    }
    let default = app.store().workspace_locale(&workspace.app_id).await?;
    let edit = read(&body, &default, true)?;
    let outcome = app
        .store()
        .create_content(&workspace.app_id, "article", edit, app.clock().now())
        .await?;
    finish(&app, &workspace.app_id, &default, outcome).await
}

pub(super) async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let default = app.store().workspace_locale(&workspace.app_id).await?;
    let (content, texts) = app
        .store()
        .content_with_texts(&workspace.app_id, "article", &id)
        .await?
        .ok_or_else(not_found)?;
    let outcome = ContentEditOutcome::Done(Box::new(content), texts);
    finish(&app, &workspace.app_id, &default, outcome).await
}

pub(super) async fn edit(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let default = app.store().workspace_locale(&workspace.app_id).await?;
    let edit = read(&body, &default, false)?;
    let outcome = app
        .store()
        .edit_content(&workspace.app_id, "article", &id, edit, app.clock().now())
        .await?;
    finish(&app, &workspace.app_id, &default, outcome).await
}

pub(super) async fn remove(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    if !app
        .store()
        .delete_content(&workspace.app_id, "article", &id)
        .await?
    {
        return Err(not_found());
    }
    let body = json!({ "id": id, "object": "article", "deleted": true });
    Ok(answer(StatusCode::OK, &body))
}

pub(super) async fn search(
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let live = match parameter(&uri, "state").as_deref() {
        None | Some("all" | "") => None,
        Some("published") => Some(true),
        Some("draft") => Some(false),
        Some(_) => {
            return Err(ApiError::invalid(
                "state",
                "state must be published, draft or all",
            ));
        }
    };
    let highlight = parameter(&uri, "highlight").is_some_and(|value| value == "true");
    let search = SearchArticles {
        app_id: workspace.app_id.clone(),
        phrase: parameter(&uri, "phrase").unwrap_or_default(),
        live,
        limit: HITS,
    };
    let default = app.store().workspace_locale(&workspace.app_id).await?;
    let found = app.store().search_articles(search).await?;
    let articles: Vec<Value> = found
        .iter()
        .map(|one| shape(&workspace.app_id, &default, &one.content, &one.texts))
        .collect();
    let highlights: Vec<Value> = found.iter().filter(|_| highlight).map(highlights).collect();
    let body = json!({
        "type": "list",
        "total_count": articles.len(),
        "data": { "articles": articles, "highlights": highlights },
        "pages": { "type": "pages", "page": 1, "per_page": HITS, "total_pages": usize::from(!found.is_empty()), "next": null },
    });
    Ok(answer(StatusCode::OK, &body))
}

fn highlights(found: &FoundArticle) -> Value {
    let pieces = |pieces: &[(bool, String)]| {
        let piece = |(matches, text): &(bool, String)| json!({ "type": if *matches { "highlight" } else { "plain" }, "text": text });
        pieces.iter().map(piece).collect::<Vec<_>>()
    };
    json!({
        "article_id": found.content.id,
        "highlighted_title": pieces(&found.title),
        "highlighted_summary": [pieces(&found.summary)],
    })
}

fn not_found() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", "Resource Not Found")
}

/// Reads a request. With `new`, what is not given starts empty and as a draft.
fn read(body: &Json, default: &str, new: bool) -> ApiResult<ContentEdit> {
    let mut top = read_text(body, "")?;
    if new {
        top.live = Some(top.live.unwrap_or(false));
    }
    let mut edit = ContentEdit {
        title: top.title.clone(),
        author_id: top.author_id,
        parent_id: parent(body)?,
        follow_texts: new || top.live.is_some() || body.get("translated_content").is_some(),
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

/// The text in one language; `prefix` stands before the names of its fields.
fn read_text(body: &Json, prefix: &str) -> ApiResult<TextEdit> {
    let at = |field: &str| format!("{prefix}{field}");
    let named = |error: ApiError, field: &str| error.field(at(field));
    let live = match body.get("state").map(Json::as_str) {
        None => None,
        Some(Some("published")) => Some(true),
        Some(Some("draft")) => Some(false),
        Some(_) => {
            return Err(ApiError::invalid(
                &at("state"),
                "state must be published or draft",
            ));
        }
    };
    let summary = nullable(body, "description", 1024).map_err(|error| named(error, "description"))?;
    let body_html = match body.get("body") {
        Some(Json::Null) => Some(String::new()),
        _ => html(body, "body").map_err(|error| named(error, "body"))?,
    };
    Ok(TextEdit {
        title: text(body, "title", 255).map_err(|error| named(error, "title"))?,
        summary: summary.map(|text| text.as_str().map(str::to_owned)),
        body_html,
        live,
        author_id: number(body, "author_id").map_err(|error| named(error, "author_id"))?,
    })
}

/// The collection that a request names; null and a missing `parent_id` differ.
pub(super) fn parent(body: &Json) -> ApiResult<Option<Option<String>>> {
    match body.get("parent_id") {
        None => Ok(None),
        Some(Json::Null) => Ok(Some(None)),
        Some(_) => Ok(Some(number(body, "parent_id")?.map(|id| id.to_string()))),
    }
}

async fn finish(app: &App, app_id: &str, default: &str, outcome: ContentEditOutcome) -> ApiResult<Response> {
    match outcome {
        ContentEditOutcome::Done(content, texts) => {
            let mut shape = shape(app_id, default, &content, &texts);
            shape["statistics"] = statistics(app.store().reactions(app_id, &content.id).await?);
            Ok(answer(StatusCode::OK, &shape))
        }
        ContentEditOutcome::NotFound => Err(not_found()),
        ContentEditOutcome::NoAuthor => Err(unknown("author_id")),
        ContentEditOutcome::NoParent => Err(unknown("parent_id")),
    }
}

/// 400 for an id that leads nowhere.
pub(super) fn unknown(field: &str) -> ApiError {
    let message = format!("{field} names nothing that exists");
    ApiError::new(StatusCode::BAD_REQUEST, "parameter_not_found", message).field(field)
}

fn statistics(reactions: Reactions) -> Value {
    let all = reactions.happy + reactions.neutral + reactions.sad;
    #[allow(clippy::cast_precision_loss)]
    let share = |count: i64| {
        if all == 0 {
            0.0
        } else {
            count as f64 * 100.0 / all as f64
        }
    };
    json!({
        "type": "article_statistics",
        "views": 0,
        "conversions": 0,
        "reactions": all,
        "happy_reaction_percentage": share(reactions.happy),
        "neutral_reaction_percentage": share(reactions.neutral),
        "sad_reaction_percentage": share(reactions.sad),
    })
}

fn state(live: bool) -> &'static str {
    if live { "published" } else { "draft" }
}

fn shape(app_id: &str, default: &str, content: &Content, texts: &[ContentText]) -> Value {
    let top = texts.iter().find(|text| text.locale == default);
    let parent = content.parent_id.as_deref().and_then(|id| id.parse::<i64>().ok());
    let languages: Map<String, Value> = [("type".to_owned(), Value::from("article_translated_content"))]
        .into_iter()
        .chain(texts.iter().map(|text| {
            let shape = json!({
                "type": "article_content",
                "title": text.title,
                "description": text.summary,
                "body": text.body_html,
                "author_id": text.author_id.or(content.author_id),
                "state": state(text.live),
                "created_at": text.created_at,
                "updated_at": text.updated_at,
                "url": null,
            });
            (text.locale.clone(), shape)
        }))
        .collect();
    json!({
        "type": "article",
        "id": content.id,
        "workspace_id": app_id,
        "title": top.map_or(content.title.as_str(), |text| text.title.as_str()),
        "description": top.and_then(|text| text.summary.as_deref()),
        "body": top.map(|text| text.body_html.as_str()),
        "author_id": content.author_id,
        "state": state(content.status == "live" && top.is_none_or(|text| text.live)),
        "created_at": content.created_at,
        "updated_at": content.updated_at,
        "url": null,
        "parent_id": parent,
        "parent_ids": parent.into_iter().collect::<Vec<_>>(),
        "parent_type": parent.map(|_| "collection"),
        "default_locale": default,
        "translated_content": languages,
        "tags": { "type": "tag.list", "tags": [] },
    })
}
