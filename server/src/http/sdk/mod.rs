//! The SDK API: what devices call. Every answer is decided per the wire contract in `contract/openapi.yaml`.

mod cached;
mod caller;
mod changes;
mod content;
mod conversation_shapes;
mod conversations;
mod events;
mod help;
mod item_results;
mod me;
mod operation;
mod paging;
mod parts;
mod ping;
mod proof;
mod push;
mod receipts;
mod sessions;
mod stream;
mod tickets;
mod uploads;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::error::ApiError;
use super::table::{Routes, delete, get, patch, post, put};
use crate::store::Contact;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/sessions", post(sessions::create))
        .route("/sessions/current", delete(sessions::remove))
        .route("/devices/current/push", put(push::bind).delete(push::unbind))
        .route("/me", patch(me::update))
        .route("/events", post(events::ingest))
        .route("/ping", post(ping::ping))
        .route("/help/collections", get(help::collections))
        .route("/help/collections/{id}", get(help::collection))
        .route("/help/articles/{id}", get(help::article))
        .route("/help/articles/{id}/reaction", post(help::react))
        .route("/help/search", get(help::search))
        .route("/content/receipts", post(receipts::take))
        .route("/content/{kind}/{id}", get(content::show))
        .route("/news", get(content::news))
        .route("/ticket_types", get(tickets::kinds))
        .route("/tickets", get(tickets::list).post(tickets::create))
        .route("/tickets/{id}", get(tickets::show))
        .route(
            "/conversations",
            get(conversations::list).post(conversations::start),
        )
        .route("/conversations/{conversation_id}", get(conversations::show))
        .route("/conversations/{conversation_id}/parts", post(parts::reply))
        .route("/conversations/{conversation_id}/read", put(parts::read))
        .route("/conversations/{conversation_id}/typing", post(parts::typing))
        .route("/uploads/{upload_id}", put(uploads::put))
        .route("/changes", get(changes::list))
        .route("/stream", get(stream::open))
}

/// A JSON answer. Nothing of the SDK API may be kept by a cache in between.
fn answer(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_string(body) {
        Ok(text) => {
            let headers = [
                (header::CONTENT_TYPE, "application/json"),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (status, headers, text).into_response()
        }
        Err(_) => ApiError::internal().into_response(),
    }
}

/// A contact as devices see it.
fn contact_json(contact: &Contact) -> Value {
    json!({
        "id": contact.id,
        "role": contact.role,
        "user_id": contact.external_id,
        "email": contact.email,
        "name": contact.name,
        "phone": contact.phone,
        "language_override": contact.language_override,
        "signed_up_at": contact.signed_up_at,
        "unsubscribed_from_emails": contact.unsubscribed_from_emails,
        "custom_attributes": contact.custom_attributes,
        "companies": contact.companies.iter()
            .map(|company| json!({ "id": company.company_id, "name": company.name }))
            .collect::<Vec<_>>(),
    })
}
