//! How tickets, their parts and their kinds look to operators.

use serde_json::{Value, json};

use crate::domain::live::stored;
use crate::store::{Content, Ticket, TicketPart, TicketState};

/// A state in words.
fn label(state: TicketState) -> &'static str {
    match state {
        TicketState::Submitted => "Submitted",
        TicketState::InProgress => "In progress",
        TicketState::WaitingOnCustomer => "Waiting on you",
        TicketState::Resolved => "Resolved",
    }
}

fn state(state: TicketState) -> Value {
    let place = TicketState::ALL.iter().position(|one| *one == state).unwrap_or(0);
    json!({
        "type": "ticket_state",
        "id": (place + 1).to_string(),
        "category": state.as_str(),
        "internal_label": label(state),
        "external_label": label(state),
    })
}

/// A ticket with what happened to it. `kind` is `None` once its kind was deleted.
pub(super) fn ticket(app_id: &str, ticket: &Ticket, kind: Option<&Content>, parts: &[TicketPart]) -> Value {
    json!({
        "type": "ticket",
        "id": ticket.id.to_string(),
        "ticket_id": ticket.id.to_string(),
        "category": "Customer",
        "ticket_attributes": ticket.attributes,
        "ticket_state": state(ticket.state),
        "ticket_type": kind.map(|kind| ticket_type(app_id, kind)),
        "contacts": {
            "type": "contact.list",
            "contacts": [{
                "type": "contact", "id": ticket.contact_id, "external_id": ticket.contact_external_id
            }],
        },
        "admin_assignee_id": ticket.assignee_id.unwrap_or(0).to_string(),
        "team_assignee_id": "0",
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
        "open": ticket.open,
        "snoozed_until": null,
        "linked_objects": { "type": "list", "total_count": 0, "has_more": false, "data": [] },
        "ticket_parts": {
            "type": "ticket_part.list",
            "ticket_parts": parts.iter().map(part).collect::<Vec<_>>(),
            "total_count": parts.len(),
        },
        "is_shared": true,
    })
}

/// Something that happened to a ticket.
pub(super) fn part(part: &TicketPart) -> Value {
    let author = match (part.admin_id, &part.contact_id) {
        (Some(id), _) => json!({
            "type": "admin", "id": id.to_string(), "email": null,
            "name": part.admin.as_ref().map(|admin| admin.name.as_str()),
        }),
        (None, Some(id)) => json!({ "type": "user", "id": id, "name": null, "email": null }),
        (None, None) => json!({ "type": "bot", "id": "0", "name": "Frontdesk", "email": null }),
    };
    json!({
        "type": "ticket_part",
        "id": part.id.to_string(),
        "part_type": part.kind,
        "body": part.body_html,
        "previous_ticket_state": part.state_before.map(TicketState::as_str),
        "ticket_state": part.state.as_str(),
        "created_at": part.created_at,
        "updated_at": part.created_at,
        "assigned_to": null,
        "author": author,
        "attachments": [],
        "external_id": null,
        "redacted": false,
    })
}

/// A kind of tickets.
pub(super) fn ticket_type(app_id: &str, kind: &Content) -> Value {
    let body = stored(kind);
    let attributes: Vec<Value> = body
        .get("attributes")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(order, attribute)| attribute_of(app_id, kind, order, attribute))
        .collect();
    json!({
        "type": "ticket_type",
        "id": kind.id,
        "category": "Customer",
        "name": kind.title,
        "description": body.get("description"),
        "icon": body.get("icon"),
        "workspace_id": app_id,
        "ticket_type_attributes": { "type": "list", "ticket_type_attributes": attributes },
        "ticket_states": { "type": "list", "data": TicketState::ALL.map(state) },
        "archived": kind.status == "archived",
        "created_at": kind.created_at,
        "updated_at": kind.updated_at,
    })
}

fn attribute_of(app_id: &str, kind: &Content, order: usize, attribute: &Value) -> Value {
    let name = attribute.get("name").and_then(Value::as_str).unwrap_or("");
    let (data_type, options) = match attribute.get("type").and_then(Value::as_str) {
        Some("long_text") => ("string", json!({ "multiline": true })),
        Some("number") => ("decimal", json!({})),
        Some("boolean") => ("boolean", json!({})),
        Some("date") => ("datetime", json!({})),
        Some("list") => ("list", json!({ "list_options": attribute.get("options") })),
        _ => ("string", json!({ "multiline": false })),
    };
    let required = attribute.get("required") == Some(&Value::Bool(true));
    json!({
        "type": "ticket_type_attribute",
        "id": (order + 1).to_string(),
        "workspace_id": app_id,
        "name": name,
        "description": attribute.get("description"),
        "data_type": data_type,
        "input_options": options,
        "order": order,
        "required_to_create": false,
        "required_to_create_for_contacts": required,
        "visible_on_create": true,
        "visible_to_contacts": true,
        "default": name.starts_with("_default_"),
        "ticket_type_id": kind.id.parse::<i64>().ok(),
        "archived": false,
        "created_at": kind.created_at,
        "updated_at": kind.updated_at,
    })
}
