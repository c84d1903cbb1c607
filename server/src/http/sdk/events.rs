//! `POST /sdk/v1/events`: a batch in, one result per event out, in the same order.
//!
//! Each event is decided alone. 200 is answered only after everything accepted is committed.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::super::App;
use super::super::body::{Raw, syntax, text};
use super::super::error::{ApiError, ApiResult};
use super::answer;
use super::caller::Caller;
use super::item_results::{ItemResult, Results};
use crate::domain::events::{Refusal, Timing, check};
use crate::metrics::Metrics;
use crate::store::IngestEvents;

/// A device's clock is only corrected when it is off by more than this, in milliseconds.
const TOLERATED_MS: i64 = 60_000;

#[derive(Deserialize)]
struct Batch<'a> {
    #[serde(borrow)]
    events: Vec<&'a RawValue>,
}

pub(super) async fn ingest(
    State(app): State<App>,
    Caller(session): Caller,
    headers: HeaderMap,
    Raw(body): Raw,
) -> ApiResult<Response> {
    let limits = app.limits();
    let text = text(&body)?;
    // Serde would also read the batch from an array of its fields.
    if !text.trim_ascii_start().starts_with('{') {
        return Err(ApiError::invalid(
            "events",
            "the body must be an object with an array of events",
        ));
    }
    let batch: Batch<'_> = serde_json::from_str(text).map_err(|error| match error.classify() {
        Category::Data => ApiError::invalid("events", "events must be one array of events"),
        _ => syntax(&error),
    })?;
    if batch.events.len() > limits.batch_events {
        let message = format!("a batch holds at most {} events", limits.batch_events);
        return Err(
            ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "batch_too_large", message)
                .field("events")
                .with("limit", limits.batch_events),
        );
    }
    let timing = timing(&headers, app.clock().now_ms());
    let mut events = Vec::with_capacity(batch.events.len());
    let mut results = Vec::with_capacity(batch.events.len());
    for raw in batch.events {
        match check(raw, timing, limits) {
            // What an erased person's device still had in its queue does not come back.
            Ok(checked) if session.erased_at.is_some_and(|at| checked.event.created_at <= at) => {
                results.push(ItemResult::refused(Refusal {
                    id: Some(checked.event.id),
                    code: "erased",
                    field: None,
                }));
            }
            Ok(checked) => {
                let mut result = ItemResult::waiting(checked.event.id.clone());
                if checked.keys_dropped {
                    result.warn(&["metadata_keys_dropped"]);
                }
                results.push(result);
                events.push(checked.event);
            }
            Err(refusal) => results.push(ItemResult::refused(refusal)),
        }
    }
    if !events.is_empty() {
        let batch = IngestEvents {
            app_id: session.app_id,
            contact_id: session.contact_id,
            events,
            max_names: limits.event_names,
            now: timing.now,
        };
        let outcomes = app
            .store()
            .ingest_events(batch)
            .await?
            .ok_or_else(ApiError::unauthorized)?;
        let waiting = results.iter_mut().filter(|result| result.is_waiting());
        for (result, outcome) in waiting.zip(outcomes) {
            result.settle(outcome);
        }
    }
    let metrics = app.metrics();
    let count = |status| results.iter().filter(|result| result.status() == status).count() as u64;
    Metrics::add(&metrics.events_accepted, count("accepted"));
    Metrics::add(&metrics.events_duplicate, count("duplicate"));
    Metrics::add(&metrics.events_rejected, count("rejected"));
    Ok(answer(StatusCode::OK, &Results { results }))
}

/// How far the device's clock is behind ours, from the header it stamped when it sent the request.
fn timing(headers: &HeaderMap, now_ms: i64) -> Timing {
    let sent_ms = headers
        .get("frontdesk-sent-at")
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.trim().parse::<i64>().ok());
    let behind_ms = sent_ms.and_then(|sent| now_ms.checked_sub(sent)).unwrap_or(0);
    let shift = if behind_ms.saturating_abs() > TOLERATED_MS {
        behind_ms.div_euclid(1000)
    } else {
        0
    };
    Timing {
        now: now_ms.div_euclid(1000),
        shift,
    }
}
