//! The help center: collections, articles, search, and how helpful an article was.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::super::query::parameter;
use super::caller::Caller;
use super::operation::{id_reused, operation_id};
use super::{answer, cached};
use crate::domain::{help, locale};
use crate::random::fingerprint;
use crate::store::{NewReaction, ReactionOutcome, Reader, Session};

/// Seconds for which an answer may be kept without asking again.
const FRESH: u32 = 300;
/// Most hits of a search.
const HITS: usize = 20;
/// Most characters of a term.
const TERM: usize = 255;

/// Who reads, from the session and the query.
pub(super) fn reader(app: &App, session: &Session, uri: &Uri) -> ApiResult<Reader> {
    let locale = match parameter(uri, "locale") {
        None => None,
        Some(tag) => Some(
            locale::normal(&tag)
                .ok_or_else(|| ApiError::invalid("locale", "locale must be a language tag such as pt-BR"))?,
        ),
    };
    Ok(Reader {
        app_id: session.app_id.clone(),
        contact_id: session.contact_id.clone(),
        device_id: session.device_id.clone(),
        locale,
        now: app.clock().now(),
    })
}

pub(super) async fn collections(
    State(app): State<App>,
    Caller(session): Caller,
    headers: HeaderMap,
    uri: Uri,
) -> ApiResult<Response> {
    let tree = app.store().help_tree(reader(&app, &session, &uri)?).await?;
    let body = json!({ "data": help::collections(&tree) });
    Ok(cached::answer(&headers, &body, FRESH))
}

pub(super) async fn collection(
    State(app): State<App>,
    Caller(session): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> ApiResult<Response> {
    let tree = app.store().help_tree(reader(&app, &session, &uri)?).await?;
    let body = help::collection(&tree, &id).ok_or_else(ApiError::not_found)?;
    Ok(cached::answer(&headers, &body, FRESH))
}

pub(super) async fn article(
    State(app): State<App>,
    Caller(session): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> ApiResult<Response> {
    let reader = reader(&app, &session, &uri)?;
    let found = app.store().help_article(reader, &id).await?;
    let found = found.ok_or_else(ApiError::not_found)?;
    Ok(cached::answer(&headers, &help::article(&found), FRESH))
}

pub(super) async fn search(State(app): State<App>, Caller(session): Caller, uri: Uri) -> ApiResult<Response> {
    let term = parameter(&uri, "q").ok_or_else(|| ApiError::missing("q"))?;
    if term.is_empty() || term.chars().count() > TERM {
        return Err(ApiError::invalid("q", format!("q needs 1 to {TERM} characters")));
    }
    let reader = reader(&app, &session, &uri)?;
    let hits = app.store().help_search(reader, &term, HITS).await?;
    let data: Vec<Value> = hits.iter().map(help::hit).collect();
    Ok(answer(StatusCode::OK, &json!({ "data": data })))
}

/// `POST …/reaction`: the latest word of a contact counts; the same id again changes nothing.
pub(super) async fn react(
    State(app): State<App>,
    Caller(session): Caller,
    Path(article_id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let operation_id = operation_id(&body, "id")?;
    if session.made_before_erasure(&operation_id) {
        return Err(ApiError::erased());
    }
    let value = body
        .get("value")
        .ok_or_else(|| ApiError::missing("value"))?
        .as_str()
        .filter(|value| matches!(*value, "happy" | "neutral" | "sad"))
        .ok_or_else(|| ApiError::invalid("value", "value must be happy, neutral or sad"))?
        .to_owned();
    let reaction = NewReaction {
        app_id: session.app_id,
        contact_id: session.contact_id,
        operation_id,
        body_hash: fingerprint(format!("{article_id}\n{value}").as_bytes()),
        article_id,
        value,
        now: app.clock().now(),
    };
    match app.store().react(reaction).await? {
        ReactionOutcome::Done => Ok(StatusCode::NO_CONTENT.into_response()),
        ReactionOutcome::NotFound => Err(ApiError::not_found()),
        ReactionOutcome::IdReused => Err(id_reused("id")),
    }
}
