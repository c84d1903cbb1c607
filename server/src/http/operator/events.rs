//! `/events`: what contacts did, told and asked by operators.

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::Operator;
use super::pages::{of_query, pages, parameter};
use super::shapes::answer;
use crate::domain::events::check_metadata;
use crate::json::Json;
use crate::metrics::Metrics;
use crate::store::{Contact, ContactKey, ListEvents, NewEvent, OperatorEvent, OperatorEventOutcome};

const PER_PAGE: usize = 50;
/// Single events can be listed for this long; their summary stays.
const LISTED_SECONDS: i64 = 90 * 86_400;

pub(super) async fn create(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let limits = app.limits();
    let name = body
        .get("event_name")
        .ok_or_else(|| ApiError::missing("event_name"))?;
    let name = name
        .as_str()
        .filter(|name| !name.trim().is_empty() && name.chars().count() <= limits.event_name_chars)
        .ok_or_else(|| {
            let message = format!("event_name needs 1 to {} characters", limits.event_name_chars);
            ApiError::invalid("event_name", message)
        })?;
    let created_at = body
        .get("created_at")
        .ok_or_else(|| ApiError::missing("created_at"))?
        .as_i64()
        .filter(|at| *at >= 0)
        .ok_or_else(|| ApiError::invalid("created_at", "created_at must be unix seconds"))?;
    let text = |key: &str| body.get(key).and_then(Json::as_str).map(str::to_owned);
    let contact = text("id")
        .map(ContactKey::Id)
        .or_else(|| text("user_id").map(ContactKey::ExternalId))
        .or_else(|| text("email").map(ContactKey::Email))
        .ok_or_else(|| ApiError::missing("user_id"))?;
    let (metadata, _) = check_metadata(body.get("metadata"), limits).map_err(|(code, field)| {
        ApiError::new(StatusCode::BAD_REQUEST, code, format!("{field} is not allowed")).field(field)
    })?;
    let event = NewEvent {
        id: uuid::Uuid::now_v7().hyphenated().to_string(),
        name: name.to_owned(),
        created_at,
        metadata,
    };
    let new = OperatorEvent {
        app_id: workspace.app_id,
        contact,
        event,
        max_names: limits.event_names,
        now: app.clock().now(),
    };
    match app.store().add_operator_event(new).await? {
        OperatorEventOutcome::Done => {
            Metrics::add(&app.metrics().events_accepted, 1);
            Ok(StatusCode::ACCEPTED.into_response())
        }
        OperatorEventOutcome::NoContact => Err(no_contact()),
        OperatorEventOutcome::Ambiguous => Err(several_contacts()),
        OperatorEventOutcome::NameLimit => {
            let message = "the workspace has as many active event names as it may";
            Err(
                ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "event_limit_reached", message)
                    .field("event_name")
                    .with("limit", limits.event_names),
            )
        }
    }
}

pub(super) async fn list(
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let asked = of_query(&uri, PER_PAGE)?;
    let key = parameter(&uri, "intercom_user_id")
        .map(ContactKey::Id)
        .or_else(|| parameter(&uri, "user_id").map(ContactKey::ExternalId))
        .or_else(|| parameter(&uri, "email").map(ContactKey::Email))
        .ok_or_else(|| ApiError::missing("user_id"))?;
    if let ContactKey::Email(email) = &key
        && app.store().users_with_email(&workspace.app_id, email).await? > 1
    {
        return Err(several_contacts());
    }
    let contact = app
        .store()
        .contact(&workspace.app_id, key)
        .await?
        .ok_or_else(no_contact)?;
    if parameter(&uri, "summary").is_some_and(|value| value == "true") {
        return summary(&app, &contact).await;
    }
    let list = ListEvents {
        contact_id: contact.id.clone(),
        before: asked.before,
        since: app.clock().now() - LISTED_SECONDS,
        limit: asked.per_page,
    };
    let found = app.store().events(list).await?;
    let events: Vec<Value> = found
        .items
        .iter()
        .map(|event| {
            let metadata: Value = event
                .metadata
                .as_deref()
                .and_then(|text| serde_json::from_str(text).ok())
                .unwrap_or(json!({}));
            json!({
                "type": "event",
                "id": event.id,
                "created_at": event.created_at,
                "event_name": event.name,
                "user_id": contact.external_id,
                "email": contact.email,
                "intercom_user_id": contact.id,
                "metadata": metadata,
            })
        })
        .collect();
    let body =
        json!({ "type": "event.list", "events": events, "pages": pages(asked, found.total, found.next) });
    Ok(answer(StatusCode::OK, &body))
}

async fn summary(app: &App, contact: &Contact) -> ApiResult<Response> {
    let found = app.store().event_summaries(&contact.id).await?;
    let events: Vec<Value> = found
        .iter()
        .map(|one| {
            json!({
                "name": one.name, "first": date(one.first), "last": date(one.last), "count": one.count,
                "description": null
            })
        })
        .collect();
    let body = json!({
        "type": "event.summary",
        "email": contact.email,
        "intercom_user_id": contact.id,
        "user_id": contact.external_id,
        "events": events,
    });
    Ok(answer(StatusCode::OK, &body))
}

/// A date as summaries write it.
fn date(seconds: i64) -> Option<String> {
    OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
}

fn several_contacts() -> ApiError {
    let message = "Multiple existing users match this email address - must be more specific using user_id";
    ApiError::new(StatusCode::CONFLICT, "conflict", message).field("email")
}

fn no_contact() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", "User Not Found")
}
