//! `/tickets` and `/ticket_types` in Intercom's shapes.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::super::super::App;
use super::super::super::body::Object;
use super::super::super::error::{ApiError, ApiResult};
use super::super::Operator;
use super::super::inbox_body::{contact, rich, spoken};
use super::super::pages::{of_search, pages};
use super::super::shapes::answer;
use super::super::spans::Paged;
use super::articles::{of_kind, unknown};
use super::fields::{number, unix_seconds};
use super::ticket_shapes::{part, ticket, ticket_type};
use crate::domain::query::{self, Field};
use crate::domain::tickets::Misfit;
use crate::json::Json;
use crate::store::{
    ContactKey, EditTicket, FindTickets, NewTicket, ReplyTicket, TicketOutcome, TicketState, TicketWriter,
};

const PER_PAGE: usize = 20;
const KINDS: usize = 150;

/// What tickets can be searched by.
fn field(name: &str) -> Option<Field> {
    Some(match name {
        "id" | "ticket_id" => Field::Text("id"),
        "ticket_type_id" => Field::Text("type_id"),
        "state" | "ticket_state" => Field::Text("state"),
        "open" => Field::Flag("open"),
        "created_at" => Field::Date("created_at"),
        "updated_at" => Field::Date("updated_at"),
        "admin_assignee_id" => Field::Text("assignee_id"),
        "contact_ids" => Field::Text("contact_id"),
        "title" | "_default_title_" => Field::Worked("json_extract(c.attributes, '$._default_title_')"),
        "_default_description_" => Field::Worked("json_extract(c.attributes, '$._default_description_')"),
        _ => return None,
    })
}

pub(super) async fn kinds(
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let paged = Paged::of_query(&uri, KINDS)?;
    let found = app
        .store()
        .list_content(of_kind(&workspace.app_id, "ticket_type", paged))
        .await?;
    let data: Vec<Value> = found
        .items
        .iter()
        .map(|(content, _)| ticket_type(&workspace.app_id, content))
        .collect();
    Ok(answer(StatusCode::OK, &json!({ "type": "list", "data": data })))
}

pub(super) async fn kind(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let found = app
        .store()
        .content(&workspace.app_id, "ticket_type", &id)
        .await?
        .ok_or_else(not_found)?;
    Ok(answer(StatusCode::OK, &ticket_type(&workspace.app_id, &found)))
}

fn not_found() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "ticket_not_found", "Ticket not found")
}

fn attributes(body: &Json) -> ApiResult<Map<String, Value>> {
    match body.get("ticket_attributes") {
        None | Some(Json::Null) => Ok(Map::new()),
        Some(Json::Object(entries)) => Ok(entries
            .iter()
            .map(|(name, value)| (name.clone(), value.to_value()))
            .collect()),
        Some(_) => Err(ApiError::invalid(
            "ticket_attributes",
            "ticket_attributes must be an object",
        )),
    }
}

/// The first contact of a request, by any of its ids.
fn first_contact(body: &Json) -> ApiResult<ContactKey> {
    let contacts = body
        .get("contacts")
        .ok_or_else(|| ApiError::missing("contacts"))?;
    let first = match contacts {
        Json::Array(contacts) => contacts.first(),
        _ => None,
    };
    let of = |name: &str| first?.get(name)?.as_str().map(str::to_owned);
    of("id")
        .map(ContactKey::Id)
        .or_else(|| of("external_id").map(ContactKey::ExternalId))
        .or_else(|| of("email").map(ContactKey::Email))
        .ok_or_else(|| ApiError::invalid("contacts", "contacts needs one with an id, external_id or email"))
}

pub(super) async fn create(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let type_id = number(&body, "ticket_type_id")?.ok_or_else(|| ApiError::missing("ticket_type_id"))?;
    let key = first_contact(&body)?;
    let attributes = attributes(&body)?;
    let now = app.clock().now();
    let found = app
        .store()
        .contact(&workspace.app_id, key)
        .await?
        .ok_or_else(|| unknown("contacts"))?;
    let new = NewTicket {
        app_id: workspace.app_id.clone(),
        contact_id: found.id,
        by_device: None,
        type_id: type_id.to_string(),
        attributes,
        created_at: unix_seconds(&body, "created_at")?.unwrap_or(now),
        now,
    };
    let outcome = app.store().open_ticket(new).await?;
    finish(&app, &workspace.app_id, outcome).await
}

pub(super) async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    full(&app, &workspace.app_id, &id).await
}

/// A ticket with everything that happened to it.
async fn full(app: &App, app_id: &str, id: &str) -> ApiResult<Response> {
    let (found, parts) = app.store().ticket(app_id, id).await?.ok_or_else(not_found)?;
    let kind = app.store().content(app_id, "ticket_type", &found.type_id).await?;
    Ok(answer(
        StatusCode::OK,
        &ticket(app_id, &found, kind.as_ref(), &parts),
    ))
}

pub(super) async fn edit(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let state = match body.get("state") {
        None | Some(Json::Null) => None,
        Some(state) => Some(state.as_str().and_then(TicketState::parse).ok_or_else(|| {
            let message = "state must be submitted, in_progress, waiting_on_customer or resolved";
            ApiError::invalid("state", message)
        })?),
    };
    let open = match body.get("open") {
        None | Some(Json::Null) => None,
        Some(open) => Some(
            open.as_bool()
                .ok_or_else(|| ApiError::invalid("open", "open must be true or false"))?,
        ),
    };
    let nothing = Json::Null;
    let assignment = body.get("assignment").unwrap_or(&nothing);
    let assignee = match assignment.get("assignee_id") {
        None => number(&body, "assignee_id")?,
        Some(_) => number(assignment, "assignee_id")?,
    };
    let admin_id = match number(assignment, "admin_id")? {
        Some(id) => Some(id),
        None => number(&body, "admin_id")?,
    };
    let edit = EditTicket {
        app_id: workspace.app_id.clone(),
        id,
        attributes: attributes(&body)?,
        state,
        open,
        // Nobody is teammate 0: it takes the ticket from whoever had it.
        assignee_id: assignee.map(|id| (id != 0).then_some(id)),
        admin_id,
        now: app.clock().now(),
    };
    let outcome = app.store().edit_ticket(edit).await?;
    finish(&app, &workspace.app_id, outcome).await
}

pub(super) async fn reply(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let kind = body
        .get("message_type")
        .and_then(Json::as_str)
        .unwrap_or("comment");
    if !matches!(kind, "comment" | "note") {
        return Err(ApiError::invalid(
            "message_type",
            "message_type must be comment or note",
        ));
    }
    let (writer, body_html) = match body.get("type").and_then(Json::as_str) {
        Some("admin") => {
            let admin = number(&body, "admin_id")?.ok_or_else(|| ApiError::missing("admin_id"))?;
            let words = rich(&body, "body")?.ok_or_else(|| ApiError::missing("body"))?;
            (TicketWriter::Admin(admin), words.html)
        }
        Some("user") if kind == "comment" => {
            let key = contact(&body)?.ok_or_else(|| ApiError::missing("intercom_user_id"))?;
            let words = spoken(&body, "body")?;
            let Some(found) = app.store().contact(&workspace.app_id, key).await? else {
                // A ticket that is not there is said first, whoever writes.
                let there = app.store().ticket(&workspace.app_id, &id).await?;
                return Err(there.map_or_else(not_found, |_| unknown("intercom_user_id")));
            };
            (TicketWriter::Contact(found.id), words.html)
        }
        _ => {
            return Err(ApiError::invalid(
                "type",
                "type must be admin, or user for a comment",
            ));
        }
    };
    let reply = ReplyTicket {
        app_id: workspace.app_id.clone(),
        id,
        writer,
        note: kind == "note",
        body_html,
        now: app.clock().now(),
    };
    match app.store().reply_ticket(reply).await? {
        Ok(made) => Ok(answer(StatusCode::OK, &part(&made))),
        Err(outcome) => finish(&app, &workspace.app_id, outcome).await,
    }
}

pub(super) async fn search(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let body = body.to_value();
    let query = body.get("query").ok_or_else(|| ApiError::missing("query"))?;
    let query = query::parse_with(query, field).map_err(|what| ApiError::invalid("query", what))?;
    let asked = of_search(body.get("pagination"), PER_PAGE)?;
    let find = FindTickets {
        app_id: workspace.app_id.clone(),
        query: Some(query),
        before: asked.before,
        limit: asked.per_page,
    };
    let found = app.store().find_tickets(find).await?;
    let mut tickets = Vec::with_capacity(found.items.len());
    for one in &found.items {
        let kind = app
            .store()
            .content(&workspace.app_id, "ticket_type", &one.type_id)
            .await?;
        tickets.push(ticket(&workspace.app_id, one, kind.as_ref(), &[]));
    }
    let body = json!({
        "type": "ticket.list",
        "tickets": tickets,
        "total_count": found.total,
        "pages": pages(asked, found.total, found.next),
    });
    Ok(answer(StatusCode::OK, &body))
}

pub(super) async fn remove(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    if !app.store().delete_ticket(&workspace.app_id, &id).await? {
        return Err(not_found());
    }
    Ok(answer(
        StatusCode::OK,
        &json!({ "id": id, "object": "ticket", "deleted": true }),
    ))
}

async fn finish(app: &App, app_id: &str, outcome: TicketOutcome) -> ApiResult<Response> {
    match outcome {
        TicketOutcome::Done(ticket) | TicketOutcome::Duplicate(ticket) => {
            full(app, app_id, &ticket.id.to_string()).await
        }
        TicketOutcome::NotFound => Err(not_found()),
        TicketOutcome::NoContact => Err(unknown("contacts")),
        TicketOutcome::NoType => Err(unknown("ticket_type_id")),
        TicketOutcome::NoAdmin => Err(unknown("admin_id")),
        TicketOutcome::Misfit(Misfit::Missing(name) | Misfit::Wrong(name)) => {
            let name: String = name.chars().take(100).collect();
            Err(ApiError::invalid(
                &format!("ticket_attributes.{name}"),
                "this attribute is not asked for, or its value is of another type",
            ))
        }
        TicketOutcome::IdReused | TicketOutcome::TypeNotLive(_) | TicketOutcome::TypeNotTargeted => {
            Err(ApiError::internal())
        }
    }
}
