//! `/sdk/v1/conversations`: list, start and read. Whatever is not this contact's own is 404.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde_json::{Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::super::links::Links;
use super::super::query::number;
use super::answer;
use super::caller::Caller;
use super::conversation_shapes::Shaper;
use super::operation::{operation_id, refused};
use super::paging::{asked, encode};
use super::parts::new_part;
use crate::config::VerificationMode;
use crate::json::Json;
use crate::random::fingerprint;
use crate::store::{
    ConversationKey, ListConversations, Looked, Platform, ReadConversation, Session, StartConversation,
    Viewer, Written,
};

/// Parts of one page.
const PARTS: usize = 50;
/// How far back a user sees who did not prove who it is.
const UNPROVEN_SECONDS: i64 = 14 * 86_400;

/// What the session's contact may see.
pub(super) fn viewer(app: &App, session: &Session) -> Viewer {
    let unproven = session.identified && !session.verified && session.verification != VerificationMode::Off;
    Viewer {
        app_id: session.app_id.clone(),
        contact_id: session.contact_id.clone(),
        since: unproven.then(|| app.clock().now() - UNPROVEN_SECONDS),
    }
}

/// Which conversation a path names; what cannot be one is none.
pub(super) fn key(text: &str) -> ApiResult<ConversationKey> {
    ConversationKey::parse(text).ok_or_else(ApiError::not_found)
}

/// 410 with the conversation that holds the parts now.
pub(super) fn merged(into: i64) -> ApiError {
    let message = "this conversation was merged into another one";
    ApiError::new(StatusCode::GONE, "conversation_merged", message).with("merged_into", into.to_string())
}

pub(super) async fn list(
    State(app): State<App>,
    Caller(session): Caller,
    links: Links,
    uri: Uri,
) -> ApiResult<Response> {
    let asked = asked(&uri)?;
    let list = ListConversations {
        viewer: viewer(&app, &session),
        before: asked.before,
        limit: asked.limit,
    };
    let page = app.store().conversations_of(list).await?;
    let shaper = Shaper::new(links, app.clock().now());
    let data: Vec<Value> = page.items.iter().map(|item| shaper.summary(item)).collect();
    Ok(answer(
        StatusCode::OK,
        &json!({ "data": data, "next": page.next.map(encode) }),
    ))
}

pub(super) async fn show(
    State(app): State<App>,
    Caller(session): Caller,
    Path(id): Path<String>,
    links: Links,
    uri: Uri,
) -> ApiResult<Response> {
    let read = ReadConversation {
        viewer: viewer(&app, &session),
        key: key(&id)?,
        before: number(&uri, "before")?,
        limit: PARTS,
    };
    match app.store().conversation_of(read).await? {
        Looked::Found(thread) => {
            let shaper = Shaper::new(links, app.clock().now());
            Ok(answer(StatusCode::OK, &shaper.thread(&thread)))
        }
        Looked::Merged(into) => Err(merged(into)),
        Looked::NotFound => Err(ApiError::not_found()),
    }
}

pub(super) async fn start(
    State(app): State<App>,
    Caller(session): Caller,
    links: Links,
    Object(body): Object,
) -> ApiResult<Response> {
    let id = operation_id(&body, "id")?;
    let part = match body.get("part") {
        None | Some(Json::Null) => return Err(ApiError::missing("part")),
        Some(part @ Json::Object(_)) => new_part(part, "part.")?,
        Some(_) => return Err(ApiError::invalid("part", "part must be an object")),
    };
    if session.made_before_erasure(&id) {
        return Err(ApiError::erased());
    }
    let now = app.clock().now();
    let new = StartConversation {
        viewer: viewer(&app, &session),
        id,
        // Sorted keys: the same thing written in another order is the same thing.
        hash: fingerprint(body.to_value().to_string().as_bytes()),
        part,
        on_page: session.platform == Platform::Web,
        limit: PARTS,
        now,
    };
    let (status, thread) = match app.store().start_conversation(new).await? {
        Written::Done(thread) => (StatusCode::CREATED, thread),
        Written::Before(thread) => (StatusCode::OK, thread),
        other => return Err(refused(&other, "part.")),
    };
    Ok(answer(status, &Shaper::new(links, now).thread(&thread)))
}
