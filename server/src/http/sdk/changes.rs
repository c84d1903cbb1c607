//! `GET /sdk/v1/changes`: the feed for those whose proxy buffers, as a long poll.

use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::super::App;
use super::super::error::{ApiError, ApiResult};
use super::super::links::Links;
use super::super::query::number;
use super::answer;
use super::caller::Caller;
use super::conversation_shapes::Shaper;
use super::conversations::viewer;
use crate::store::{FeedPage, ReadFeed};

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
    uri: Uri,
) -> ApiResult<Response> {
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
    loop {
        let page = app.store().read_feed(read.clone()).await?;
        match page.ok_or_else(ApiError::unauthorized)? {
            FeedPage::Gone => return Err(resync_required()),
            FeedPage::Changes { changes, seq, .. } if !changes.is_empty() => {
                let shaper = Shaper::new(links, app.clock().now());
                let changes: Vec<Value> = changes.iter().map(|change| shaper.change(change)).collect();
                return Ok(answer(StatusCode::OK, &json!({ "changes": changes, "seq": seq })));
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
            Ok(news) if !news.closed => {}
            _ => return Ok(StatusCode::NO_CONTENT.into_response()),
        }
    }
}
