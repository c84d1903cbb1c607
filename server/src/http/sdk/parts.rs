//! What a contact does inside a conversation: reply, choose an answer, read, type.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::super::links::Links;
use super::answer;
use super::caller::Caller;
use super::conversation_shapes::{Shaper, unread_json};
use super::conversations::{key, merged, viewer};
use super::operation::{operation_id, refused, unprocessable, uuid_v7};
use crate::feed::bus::{Signal, Typist};
use crate::json::Json;
use crate::random::fingerprint;
use crate::store::{ContactReply, Looked, MarkRead, NewPart, ReplyBody, Written};

/// Bytes of a message.
const BODY_BYTES: usize = 64 * 1024;
/// Files of a message.
const ATTACHMENTS: usize = 10;

/// Reads what a device wrote; `prefix` stands before the names of its fields in errors.
pub(super) fn new_part(part: &Json, prefix: &str) -> ApiResult<NewPart> {
    let id = operation_id(part, &format!("{prefix}id"))?;
    let field = format!("{prefix}body");
    let text = match part.get("body") {
        None | Some(Json::Null) => None,
        Some(Json::String(text)) if text.trim().is_empty() => {
            return Err(unprocessable(&field, "a message needs words"));
        }
        Some(Json::String(text)) if text.len() > BODY_BYTES => {
            let message = format!("a message holds at most {BODY_BYTES} bytes");
            return Err(unprocessable(&field, message).with("limit", BODY_BYTES));
        }
        Some(Json::String(text)) => Some(text.clone()),
        Some(_) => return Err(unprocessable(&field, "a message is a string")),
    };
    let attachments = attachments(part, &format!("{prefix}attachments"))?;
    if text.is_none() && attachments.is_empty() {
        return Err(unprocessable(&field, "a message needs words or files"));
    }
    Ok(NewPart {
        id,
        hash: fingerprint(part.to_value().to_string().as_bytes()),
        text,
        attachments,
    })
}

fn attachments(part: &Json, field: &str) -> ApiResult<Vec<String>> {
    let ids = match part.get("attachments") {
        None | Some(Json::Null) => return Ok(Vec::new()),
        Some(Json::Array(ids)) => ids,
        Some(_) => return Err(unprocessable(field, "attachments are an array of ids")),
    };
    if ids.len() > ATTACHMENTS {
        let message = format!("a message holds at most {ATTACHMENTS} files");
        return Err(unprocessable(field, message).with("limit", ATTACHMENTS));
    }
    let mut taken: Vec<String> = Vec::with_capacity(ids.len());
    for id in ids {
        let id = id
            .as_str()
            .and_then(uuid_v7)
            .filter(|id| !taken.contains(id))
            .ok_or_else(|| unprocessable(field, "attachments are ids of uploads, each one once"))?;
        taken.push(id);
    }
    Ok(taken)
}

pub(super) async fn reply(
    State(app): State<App>,
    Caller(session): Caller,
    Path(id): Path<String>,
    links: Links,
    Object(body): Object,
) -> ApiResult<Response> {
    let now = app.clock().now();
    let key = key(&id)?;
    let body = read_reply(&body)?;
    let (ReplyBody::Words(NewPart { id, .. }) | ReplyBody::Chosen { id, .. }) = &body;
    if session.made_before_erasure(id) {
        return Err(ApiError::erased());
    }
    let reply = ContactReply {
        viewer: viewer(&app, &session),
        key,
        body,
        now,
    };
    let (status, part) = match app.store().reply_as_contact(reply).await? {
        Written::Done(part) => (StatusCode::CREATED, part),
        Written::Before(part) => (StatusCode::OK, part),
        other => return Err(refused(&other, "")),
    };
    Ok(answer(status, &Shaper::new(links, now).part(&part)))
}

fn read_reply(body: &Json) -> ApiResult<ReplyBody> {
    let Some(chosen) = body.get("quick_reply_id") else {
        return new_part(body, "").map(ReplyBody::Words);
    };
    let id = operation_id(body, "id")?;
    if body.get("body").is_some() || body.get("attachments").is_some() {
        let message = "an answer is either chosen or written";
        return Err(unprocessable("quick_reply_id", message));
    }
    let quick_reply_id = chosen
        .as_str()
        .and_then(|text| uuid::Uuid::try_parse(text).ok())
        .ok_or_else(|| unprocessable("quick_reply_id", "quick_reply_id must be a UUID"))?;
    Ok(ReplyBody::Chosen {
        id,
        hash: fingerprint(body.to_value().to_string().as_bytes()),
        quick_reply_id: quick_reply_id.hyphenated().to_string(),
    })
}

pub(super) async fn read(
    State(app): State<App>,
    Caller(session): Caller,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let up_to = match body.get("up_to_seq") {
        None | Some(Json::Null) => return Err(ApiError::missing("up_to_seq")),
        Some(value) => value
            .as_i64()
            .filter(|seq| *seq >= 0)
            .ok_or_else(|| ApiError::invalid("up_to_seq", "up_to_seq must be a whole number, 0 or more"))?,
    };
    let mark = MarkRead {
        viewer: viewer(&app, &session),
        key: key(&id)?,
        up_to,
        now: app.clock().now(),
    };
    match app.store().mark_read(mark).await? {
        Looked::Found(unread) => Ok(answer(StatusCode::OK, &unread_json(&unread))),
        Looked::Merged(into) => Err(merged(into)),
        Looked::NotFound => Err(ApiError::not_found()),
    }
}

/// Tells the others in the conversation; nothing is stored.
pub(super) async fn typing(
    State(app): State<App>,
    Caller(session): Caller,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let viewer = viewer(&app, &session);
    let (conversation_id, contacts) = match app.store().company_in(viewer, key(&id)?).await? {
        Looked::Found(found) => found,
        Looked::Merged(into) => return Err(merged(into)),
        Looked::NotFound => return Err(ApiError::not_found()),
    };
    for contact in contacts.into_iter().filter(|other| *other != session.contact_id) {
        app.feeds().publish(&Signal::Typing {
            contact,
            conversation_id,
            typist: Typist::Contact(session.contact_id.clone()),
        });
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
