//! Kinds of tickets, and the tickets of a contact.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde_json::{Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::caller::Caller;
use super::operation::{id_reused, operation_id, unprocessable};
use super::{answer, paging};
use crate::domain::live;
use crate::domain::tickets::{Misfit, for_device};
use crate::json::Json;
use crate::random::fingerprint;
use crate::store::{NewTicket, TicketOutcome};

/// Most kinds that are listed.
const KINDS: usize = 150;
/// Most attributes of a ticket.
const ATTRIBUTES: usize = 100;

pub(super) async fn kinds(State(app): State<App>, Caller(session): Caller) -> ApiResult<Response> {
    let page = app
        .store()
        .live_content(
            &session.app_id,
            &session.contact_id,
            "ticket_type",
            None,
            KINDS,
            app.clock().now(),
        )
        .await?;
    // Oldest first: a form keeps its place when another one is added.
    let data: Vec<Value> = page.items.iter().rev().map(live::ticket_type).collect();
    Ok(answer(StatusCode::OK, &json!({ "data": data })))
}

pub(super) async fn list(State(app): State<App>, Caller(session): Caller, uri: Uri) -> ApiResult<Response> {
    let asked = paging::asked(&uri)?;
    let page = app
        .store()
        .tickets_of(&session.app_id, &session.contact_id, asked.before, asked.limit)
        .await?;
    let data: Vec<Value> = page.items.iter().map(for_device).collect();
    let body = json!({ "data": data, "next": page.next.map(paging::encode) });
    Ok(answer(StatusCode::OK, &body))
}

pub(super) async fn show(
    State(app): State<App>,
    Caller(session): Caller,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let found = app
        .store()
        .ticket_of(&session.app_id, &session.contact_id, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    Ok(answer(StatusCode::OK, &for_device(&found)))
}

/// `POST /tickets`: 201, or 200 with the ticket of the first time.
pub(super) async fn create(
    State(app): State<App>,
    Caller(session): Caller,
    Object(body): Object,
) -> ApiResult<Response> {
    let id = operation_id(&body, "id")?;
    if session.made_before_erasure(&id) {
        return Err(ApiError::erased());
    }
    let type_id = body
        .get("ticket_type_id")
        .ok_or_else(|| ApiError::missing("ticket_type_id"))?
        .as_str()
        .ok_or_else(|| ApiError::invalid("ticket_type_id", "ticket_type_id must be a string"))?
        .to_owned();
    let attributes = match body.get("attributes") {
        None | Some(Json::Null) => return Err(ApiError::missing("attributes")),
        Some(Json::Object(entries)) if entries.len() <= ATTRIBUTES => entries
            .iter()
            .map(|(name, value)| (name.clone(), value.to_value()))
            .collect(),
        Some(_) => {
            let message = format!("attributes must be an object of {ATTRIBUTES} entries at most");
            return Err(ApiError::invalid("attributes", message));
        }
    };
    let now = app.clock().now();
    let new = NewTicket {
        app_id: session.app_id,
        contact_id: session.contact_id,
        by_device: Some((id, fingerprint(body.to_value().to_string().as_bytes()))),
        type_id,
        attributes,
        created_at: now,
        now,
    };
    match app.store().open_ticket(new).await? {
        TicketOutcome::Done(ticket) => Ok(answer(StatusCode::CREATED, &for_device(&ticket))),
        TicketOutcome::Duplicate(ticket) => Ok(answer(StatusCode::OK, &for_device(&ticket))),
        TicketOutcome::IdReused => Err(id_reused("id")),
        TicketOutcome::NoContact => Err(ApiError::unauthorized()),
        TicketOutcome::TypeNotLive(status) => {
            let message = format!("this kind of tickets is {status}");
            Err(
                ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "content_not_live", message)
                    .field("status")
                    .with("status", status),
            )
        }
        TicketOutcome::TypeNotTargeted => Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "content_not_targeted",
            "this kind of tickets is not meant for this contact",
        )),
        TicketOutcome::Misfit(misfit) => Err(unfit(misfit)),
        TicketOutcome::NoType | TicketOutcome::NotFound | TicketOutcome::NoAdmin => {
            Err(ApiError::not_found().field("ticket_type_id"))
        }
    }
}

/// 422 for attributes that do not fit.
fn unfit(misfit: Misfit) -> ApiError {
    let (name, message) = match misfit {
        Misfit::Missing(name) => (name, "this attribute is required"),
        Misfit::Wrong(name) => (
            name,
            "this attribute is not asked for, or its value is of another type",
        ),
    };
    let name: String = name.chars().take(100).collect();
    unprocessable(&format!("attributes.{name}"), message)
}
