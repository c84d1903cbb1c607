//! `GET /sdk/v1/content/{kind}/{id}`: content that is live and meant for this contact, or why not; and
//! `GET /sdk/v1/news`.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use serde_json::{Value, json};

use super::super::App;
use super::super::error::{ApiError, ApiResult};
use super::caller::Caller;
use super::conversations::{key, viewer};
use super::{answer, cached, help, paging};
use crate::domain;
use crate::domain::live;
use crate::store::{ContentFor, ConversationKey, Looked, ReadConversation, Session};

/// Seconds for which the news may be kept without asking again.
const NEWS_FRESH: u32 = 60;

pub(super) async fn show(
    State(app): State<App>,
    Caller(session): Caller,
    Path((kind, id)): Path<(String, String)>,
    uri: Uri,
) -> ApiResult<Response> {
    let now = app.clock().now();
    let found = app
        .store()
        .content_for(&session.app_id, &session.contact_id, &kind, &id, now)
        .await?;
    let found = match found {
        Some(found) => found,
        None if kind == "conversation" => return conversation(&app, &session, &id).await,
        None => return Err(ApiError::not_found()),
    };
    refuse(&found)?;
    let (title, body) = match kind.as_str() {
        "article" => {
            let reader = help::reader(&app, &session, &uri)?;
            let article = app.store().help_article(reader, &id).await?;
            let article = article.ok_or_else(ApiError::not_found)?;
            (article.title.clone(), domain::help::article(&article))
        }
        "help_center_collection" => {
            let tree = app.store().help_tree(help::reader(&app, &session, &uri)?).await?;
            let body = domain::help::collection(&tree, &id).ok_or_else(ApiError::not_found)?;
            let title = body["title"].as_str().unwrap_or_default().to_owned();
            (title, body)
        }
        _ => (found.content.title.clone(), live::body(&found)),
    };
    let live = json!({ "kind": kind, "id": id, "status": "live", "title": title, "body": body });
    Ok(answer(StatusCode::OK, &live))
}

/// A conversation of this contact, under the id that it has now.
async fn conversation(app: &App, session: &Session, id: &str) -> ApiResult<Response> {
    let mut key = key(id)?;
    // One that was merged may have been merged again since; ten steps lead anywhere that makes sense.
    for _ in 0..10 {
        let read = ReadConversation {
            viewer: viewer(app, session),
            key,
            before: None,
            limit: 1,
        };
        match app.store().conversation_of(read).await? {
            Looked::Found(thread) => {
                let summary = thread.summary;
                let live = json!({
                    "kind": "conversation", "id": summary.id.to_string(), "status": "live",
                    "title": summary.title.unwrap_or_default(), "body": {},
                });
                return Ok(answer(StatusCode::OK, &live));
            }
            Looked::Merged(into) => key = ConversationKey::Number(into),
            Looked::NotFound => break,
        }
    }
    Err(ApiError::not_found())
}

/// Why this content is not shown to this contact, if it is not.
fn refuse(found: &ContentFor) -> ApiResult<()> {
    let status = found.content.status.as_str();
    if status != "live" {
        let message = format!("this content is {status}");
        return Err(
            ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "content_not_live", message)
                .field("status")
                .with("status", status),
        );
    }
    if !found.targeted {
        let message = "this content is not meant for this contact";
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "content_not_targeted",
            message,
        ));
    }
    Ok(())
}

pub(super) async fn news(
    State(app): State<App>,
    Caller(session): Caller,
    headers: HeaderMap,
    uri: Uri,
) -> ApiResult<Response> {
    let asked = paging::asked(&uri)?;
    let page = app
        .store()
        .live_content(
            &session.app_id,
            &session.contact_id,
            "news",
            asked.before,
            asked.limit,
            app.clock().now(),
        )
        .await?;
    let data: Vec<Value> = page.items.iter().map(live::news_item).collect();
    let body = json!({ "data": data, "next": page.next.map(paging::encode) });
    Ok(cached::answer(&headers, &body, NEWS_FRESH))
}
