//! `GET /sdk/v1/changes`: the feed for those whose proxy buffers, as a long poll.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::super::App;
use super::super::error::{ApiError, ApiResult};
use super::super::links::Links;
use super::super::query::number;
use super::answer;
use super::caller::{Caller, bearer, still_good};
use super::conversation_shapes::Shaper;
use super::conversations::viewer;
use crate::random::fingerprint;
use crate::store::{ChangeKind, FeedChange, FeedPage, ReadFeed};

/// Most changes of one answer.
const CHANGES: usize = 1_000;
/// Longest wait, in seconds.
const WAIT: i64 = 60;

/// 410: load everything anew.
pub(super) fn resync_required() -> ApiError {
    let message = "changes after this position are not known; ping and load anew";
    ApiError::new(StatusCode::GONE, "resync_required", message)
}

pub(super) async fn list(
    State(app): State<App>,
    Caller(session): Caller,
    links: Links,
    headers: HeaderMap,
    uri: Uri,
) -> ApiResult<Response> {
    let token = bearer(&headers)
        .map(fingerprint)
        .ok_or_else(ApiError::unauthorized)?;
    let wait = number(&uri, "wait")?.unwrap_or(0);
    if wait > WAIT {
        return Err(ApiError::invalid(
            "wait",
            format!("wait is at most {WAIT} seconds"),
        ));
    }
    let until = Instant::now() + Duration::from_secs(wait.unsigned_abs());
    // Before the first look, so that nothing comes unnoticed in between.
    let listening = app.feeds().listen(&session.contact_id, &session.device_id, None);
    let mut read = ReadFeed {
        viewer: viewer(&app, &session),
        after: number(&uri, "after")?,
        feed_from: session.feed_from,
        limit: CHANGES,
    };
    let mut waited = false;
    loop {
        let good = !waited || still_good(&app, token, &session.contact_id).await?;
        let page = app.store().read_feed(read.clone()).await?;
        match page.ok_or_else(ApiError::unauthorized)? {
            FeedPage::Gone => return Err(resync_required()),
            // Whose session ended meanwhile learns that it did, and nothing else.
            FeedPage::Changes { mut changes, seq, .. } if !good => {
                changes.retain(|change| {
                    matches!(
                        change.kind,
                        ChangeKind::ContactMerged | ChangeKind::SessionRevoked
                    )
                });
                if changes.is_empty() {
                    return Err(ApiError::unauthorized());
                }
                return Ok(found(&app, links, &changes, seq));
            }
            FeedPage::Changes { changes, seq, .. } if !changes.is_empty() => {
                return Ok(found(&app, links, &changes, seq));
            }
            FeedPage::Changes { seq, more, .. } => {
                // What was there is not shown to this contact.
                read.after = Some(seq);
                if more {
                    continue;
                }
            }
        }
        match tokio::time::timeout_at(until, listening.news()).await {
            Ok(news) if !news.closed => waited = true,
            _ => return Ok(StatusCode::NO_CONTENT.into_response()),
        }
    }
}

fn found(app: &App, links: Links, changes: &[FeedChange], seq: i64) -> Response {
    let shaper = Shaper::new(links, app.clock().now());
    let changes: Vec<Value> = changes.iter().map(|change| shaper.change(change)).collect();
    answer(StatusCode::OK, &json!({ "changes": changes, "seq": seq }))
}
