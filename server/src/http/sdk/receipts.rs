//! `POST /sdk/v1/content/receipts`: what was shown, dismissed, clicked, answered, completed. A batch in, one
//! result per receipt out, in the same order; 200 only after everything accepted is committed.

use axum::extract::State;
use axum::http::StatusCode;
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
use crate::domain::events::Refusal;
use crate::domain::receipts::check;
use crate::store::TakeReceipts;

#[derive(Deserialize)]
struct Batch<'a> {
    #[serde(borrow)]
    receipts: Vec<&'a RawValue>,
}

pub(super) async fn take(
    State(app): State<App>,
    Caller(session): Caller,
    Raw(body): Raw,
) -> ApiResult<Response> {
    let limits = app.limits();
    let text = text(&body)?;
    let no_batch = || {
        ApiError::invalid(
            "receipts",
            "the body must be an object with one array of receipts",
        )
    };
    // Serde would also read the batch from an array of its fields.
    if !text.trim_ascii_start().starts_with('{') {
        return Err(no_batch());
    }
    let batch: Batch<'_> = serde_json::from_str(text).map_err(|error| match error.classify() {
        Category::Data => no_batch(),
        _ => syntax(&error),
    })?;
    if batch.receipts.len() > limits.batch_events {
        let message = format!("a batch holds at most {} receipts", limits.batch_events);
        return Err(
            ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "batch_too_large", message)
                .field("receipts")
                .with("limit", limits.batch_events),
        );
    }
    let mut receipts = Vec::with_capacity(batch.receipts.len());
    let mut results = Vec::with_capacity(batch.receipts.len());
    for raw in batch.receipts {
        match check(raw, limits.event_bytes) {
            Ok(receipt) if session.made_before_erasure(&receipt.id) => {
                results.push(ItemResult::refused(Refusal {
                    id: Some(receipt.id),
                    code: "erased",
                    field: None,
                }));
            }
            Ok(receipt) => {
                results.push(ItemResult::waiting(receipt.id.clone()));
                receipts.push(receipt);
            }
            Err(refusal) => results.push(ItemResult::refused(refusal)),
        }
    }
    if !receipts.is_empty() {
        let batch = TakeReceipts {
            app_id: session.app_id,
            contact_id: session.contact_id,
            receipts,
            now: app.clock().now(),
        };
        let outcomes = app
            .store()
            .take_receipts(batch)
            .await?
            .ok_or_else(ApiError::unauthorized)?;
        let waiting = results.iter_mut().filter(|result| result.is_waiting());
        for (result, outcome) in waiting.zip(outcomes) {
            result.settle_receipt(outcome);
        }
    }
    Ok(answer(StatusCode::OK, &Results { results }))
}
