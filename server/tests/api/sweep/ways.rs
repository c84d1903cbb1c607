//! How each route is asked: whose its ids are, what makes such a thing, and a body that is fine. One line per
//! route; a new route needs a line here before it can land.

use frontdesk_server::Route;
use serde_json::{Value, json};

use super::things::Thing::{self, *};
use crate::desk::new_id;

/// Whose things a route is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// One contact's: another user of the same workspace is a stranger.
    Contact,
    /// Everybody's in the workspace: only another workspace is a stranger.
    Workspace,
    /// A workspace has none of these, and says so to everybody who asks for one.
    Empty,
    /// The path names nothing that could be somebody's.
    Nobody,
}

/// How a route is asked.
pub(super) struct Way {
    pub(super) owner: Owner,
    pub(super) things: &'static [Thing],
    pub(super) body: fn(&[String]) -> Value,
}

/// A conversation has two names.
const CONVERSATIONS: [Thing; 2] = [Conversation, ConversationByClientId];

fn words() -> Value {
    json!({ "id": new_id(), "body": "Hello" })
}

fn nothing(_: &[String]) -> Value {
    Value::Null
}

fn paused(_: &[String]) -> Value {
    json!({ "status": "paused" })
}

/// A path without the names of its placeholders.
pub(super) fn unnamed(path: &str) -> String {
    let part = |part: &str| {
        if part.starts_with('{') {
            "{}".to_owned()
        } else {
            part.to_owned()
        }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// What a route has to be asked with beside its path.
pub(super) fn query(route: &Route, ids: &[String]) -> String {
    match (route.method, route.path.as_str()) {
        ("GET", "/events") => "?type=user&user_id=ada".to_owned(),
        ("GET", "/sdk/v1/help/search") => "?q=canary".to_owned(),
        ("GET", "/visitors") => format!("?user_id={}", ids[0]),
        _ => String::new(),
    }
}

/// The way of a route; `None` when nobody has said how.
pub(super) fn way(route: &Route) -> Option<Way> {
    let contact = |things, body| {
        Some(Way {
            owner: Owner::Contact,
            things,
            body,
        })
    };
    let workspace = |things, body| {
        Some(Way {
            owner: Owner::Workspace,
            things,
            body,
        })
    };
    let empty = |things| {
        Some(Way {
            owner: Owner::Empty,
            things,
            body: nothing,
        })
    };
    let plain = |body| {
        Some(Way {
            owner: Owner::Nobody,
            things: &[Nothing],
            body,
        })
    };
    let line = format!("{} {}", route.method, unnamed(&route.path));
    match line.as_str() {
        // Devices.
        "POST /sdk/v1/sessions" | "DELETE /sdk/v1/sessions/current" | "POST /sdk/v1/ping" => plain(nothing),
        "PATCH /sdk/v1/me" => plain(|_| json!({ "id": new_id(), "name": "B" })),
        "POST /sdk/v1/events" => plain(|_| json!({ "events": [] })),
        "PUT /sdk/v1/devices/current/push" => {
            plain(|_| json!({ "provider": "fcm", "token": "t", "environment": "production" }))
        }
        "DELETE /sdk/v1/devices/current/push" => plain(nothing),
        "GET /sdk/v1/content/{}/{}" => workspace(&[Survey, Carousel], nothing),
        "GET /sdk/v1/help/collections" | "GET /sdk/v1/help/search" | "GET /sdk/v1/news" => plain(nothing),
        "GET /sdk/v1/help/collections/{}" => workspace(&[Collection], nothing),
        "GET /sdk/v1/help/articles/{}" => workspace(&[Article], nothing),
        "POST /sdk/v1/help/articles/{}/reaction" => {
            workspace(&[Article], |_| json!({ "id": new_id(), "value": "happy" }))
        }
        "POST /sdk/v1/content/receipts" => plain(|_| json!({ "receipts": [] })),

        "GET /sdk/v1/ticket_types" => plain(nothing),
        "POST /sdk/v1/tickets" => {
            plain(|_| json!({ "id": new_id(), "ticket_type_id": "1", "attributes": {} }))
        }
        "GET /sdk/v1/tickets/{}" => contact(&[Ticket], nothing),
        "GET /sdk/v1/conversations" | "GET /sdk/v1/tickets" => plain(nothing),
        "POST /sdk/v1/conversations" => plain(|_| json!({ "id": new_id(), "part": words() })),
        "GET /sdk/v1/conversations/{}" => contact(&CONVERSATIONS, nothing),
        "POST /sdk/v1/conversations/{}/parts" => contact(&CONVERSATIONS, |_| words()),
        "PUT /sdk/v1/conversations/{}/read" => contact(&CONVERSATIONS, |_| json!({ "up_to_seq": 1 })),
        "POST /sdk/v1/conversations/{}/typing" => contact(&CONVERSATIONS, nothing),
        // Ids of files are per contact: a foreign one is free. A file is opened by its signature alone.
        "PUT /sdk/v1/uploads/{}" | "GET /files/{}/{}" => plain(nothing),
        "GET /sdk/v1/changes" | "GET /sdk/v1/stream" => plain(nothing),

        // Operators.
        "GET /me" | "GET /data_attributes" | "GET /contacts" | "GET /events" => plain(nothing),
        "POST /data_attributes" => {
            plain(|_| json!({ "name": "n", "model": "contact", "data_type": "string" }))
        }
        "PUT /data_attributes/{}" => workspace(&[DataAttribute], |_| json!({ "description": "d" })),
        "POST /contacts" => plain(|_| json!({ "role": "lead" })),
        "POST /contacts/search" => plain(
            |_| json!({ "query": { "field": "email", "operator": "=", "value": "nobody@example.org" } }),
        ),
        "GET /contacts/find_by_external_id/{}" => workspace(&[ContactByExternalId], nothing),
        "GET /admins" | "GET /conversations" => plain(nothing),
        "GET /admins/{}" => workspace(&[Admin], nothing),
        "POST /messages" | "POST /conversations" | "POST /conversations/redact" => plain(nothing),
        "POST /conversations/search" => {
            plain(|_| json!({ "query": { "field": "open", "operator": "=", "value": true } }))
        }
        "GET /conversations/{}" | "DELETE /conversations/{}" => workspace(&[Conversation], nothing),
        "PUT /conversations/{}" => workspace(&[Conversation], |_| json!({ "read": true })),
        "POST /conversations/{}/reply" => workspace(
            &[Conversation],
            |_| json!({ "message_type": "comment", "type": "admin", "admin_id": 1, "body": "b" }),
        ),
        "POST /conversations/{}/parts" => workspace(
            &[Conversation],
            |_| json!({ "message_type": "close", "type": "admin", "admin_id": 1 }),
        ),
        "POST /conversations/{}/customers" => workspace(
            &[Conversation],
            |_| json!({ "admin_id": 1, "customer": { "user_id": "bob" } }),
        ),
        "DELETE /conversations/{}/customers/{}" => {
            workspace(&[ConversationAndContact], |_| json!({ "admin_id": 1 }))
        }
        "POST /x/conversations/{}/merge" => {
            workspace(&[ConversationAndAnother], |made| json!({ "into": made[1] }))
        }
        "POST /conversations/{}/tags" => workspace(&[ConversationTag], |ids| json!({ "id": ids[1] })),
        "DELETE /conversations/{}/tags/{}" => workspace(&[ConversationTag], nothing),
        "POST /x/conversations/{}/typing" => workspace(&[Conversation], |_| json!({ "admin_id": 1 })),
        "GET /contacts/{}" => workspace(&[Contact], nothing),
        "PUT /contacts/{}" => workspace(&[Contact], |_| json!({ "name": "Other" })),
        "DELETE /contacts/{}"
        | "POST /contacts/{}/archive"
        | "POST /contacts/{}/unarchive"
        | "POST /contacts/{}/block"
        | "GET /contacts/{}/tags"
        | "GET /contacts/{}/notes"
        | "GET /contacts/{}/companies"
        | "GET /contacts/{}/segments"
        | "GET /contacts/{}/subscriptions" => workspace(&[Contact], nothing),
        "POST /contacts/{}/notes" => workspace(&[Contact], |_| json!({ "body": "n" })),
        // What the path does not name, the body does.
        "POST /contacts/merge" => workspace(&[LeadAndUser], |ids| json!({ "from": ids[0], "into": ids[1] })),
        "POST /contacts/{}/tags" => workspace(&[ContactTag], |ids| json!({ "id": ids[1] })),
        "POST /contacts/{}/companies" => workspace(&[ContactCompany], |ids| json!({ "id": ids[1] })),
        "DELETE /contacts/{}/tags/{}" => workspace(&[ContactTag], nothing),
        "DELETE /contacts/{}/companies/{}" => workspace(&[ContactCompany], nothing),
        "GET /tags" | "GET /companies" | "GET /companies/scroll" | "POST /companies/list" => plain(nothing),
        "POST /tags" => plain(|_| json!({ "name": "t" })),
        "GET /tags/{}" | "DELETE /tags/{}" => workspace(&[Tag], nothing),
        "GET /notes/{}" => workspace(&[Note], nothing),
        "POST /companies" => plain(|_| json!({ "company_id": "c" })),
        "GET /companies/{}"
        | "DELETE /companies/{}"
        | "GET /companies/{}/contacts"
        | "GET /companies/{}/segments" => workspace(&[Company], nothing),
        "PUT /companies/{}" => workspace(&[Company], |_| json!({ "plan": "p" })),
        "GET /visitors" => workspace(&[LeadAndUser], nothing),
        "PUT /visitors" => workspace(&[LeadAndUser], |ids| json!({ "id": ids[0], "name": "n" })),
        "POST /visitors/convert" => workspace(
            &[LeadAndUser],
            |ids| json!({ "type": "user", "visitor": { "id": ids[0] }, "user": { "id": ids[1] } }),
        ),
        // There are none of these.
        "GET /teams" | "GET /segments" | "GET /subscription_types" => plain(nothing),
        "GET /teams/{}" | "GET /segments/{}" | "POST /contacts/{}/subscriptions" => empty(&[Contact]),
        "DELETE /contacts/{}/subscriptions/{}" => empty(&[ContactTag]),
        "POST /events" => {
            plain(|_| json!({ "event_name": "e", "created_at": crate::desk::START, "user_id": "ada" }))
        }
        "GET /articles" | "GET /articles/search" | "POST /articles" => plain(nothing),
        "GET /articles/{}" | "DELETE /articles/{}" => workspace(&[Article], nothing),
        "PUT /articles/{}" => workspace(&[Article], |_| json!({ "title": "Other" })),
        "GET /help_center/collections" | "POST /help_center/collections" => plain(nothing),
        "GET /help_center/collections/{}" => workspace(&[Collection], nothing),
        "DELETE /help_center/collections/{}" => workspace(&[Collection], nothing),
        "PUT /help_center/collections/{}" => workspace(&[Collection], |_| json!({ "name": "Other" })),
        "GET /help_center/help_centers" => plain(nothing),
        "GET /help_center/help_centers/{}" => workspace(&[HelpCenter], nothing),
        "GET /news/news_items" | "POST /news/news_items" => plain(nothing),
        "GET /news/news_items/{}" | "DELETE /news/news_items/{}" => workspace(&[News], nothing),
        "PUT /news/news_items/{}" => workspace(&[News], |_| json!({ "title": "Other" })),
        "POST /tickets" | "GET /ticket_types" => plain(nothing),
        "POST /tickets/search" => {
            plain(|_| json!({ "query": { "field": "open", "operator": "=", "value": true } }))
        }
        "GET /tickets/{}" | "DELETE /tickets/{}" => workspace(&[TicketNumber], nothing),
        "PUT /tickets/{}" => workspace(&[TicketNumber], |_| json!({ "state": "in_progress" })),
        "POST /tickets/{}/reply" => workspace(
            &[TicketNumber],
            |_| json!({ "message_type": "comment", "type": "user", "user_id": "ada", "body": "Hello" }),
        ),
        "GET /ticket_types/{}" => workspace(&[TicketType], nothing),
        "GET /x/surveys" | "GET /x/carousels" | "GET /x/in_app_messages" | "GET /x/news" => plain(nothing),
        "GET /x/tours" | "GET /x/checklists" => plain(nothing),
        "POST /x/tours" | "POST /x/checklists" => plain(nothing),
        "GET /x/tours/{}" | "DELETE /x/tours/{}" => workspace(&[Tour], nothing),
        "PUT /x/tours/{}" => workspace(&[Tour], paused),
        "GET /x/checklists/{}" | "DELETE /x/checklists/{}" => workspace(&[Checklist], nothing),
        "PUT /x/checklists/{}" => workspace(&[Checklist], paused),
        "GET /x/ticket_types" | "GET /x/keys" => plain(nothing),
        "POST /x/surveys" | "POST /x/carousels" | "POST /x/in_app_messages" => plain(nothing),
        "POST /x/news" | "POST /x/ticket_types" | "POST /x/keys" => plain(nothing),
        "GET /x/surveys/{}" | "DELETE /x/surveys/{}" => workspace(&[SurveyAlone], nothing),
        "PUT /x/surveys/{}" => workspace(&[SurveyAlone], paused),
        "GET /x/carousels/{}" | "DELETE /x/carousels/{}" => workspace(&[CarouselAlone], nothing),
        "PUT /x/carousels/{}" => workspace(&[CarouselAlone], paused),
        "GET /x/in_app_messages/{}" | "DELETE /x/in_app_messages/{}" => workspace(&[InAppMessage], nothing),
        "PUT /x/in_app_messages/{}" => workspace(&[InAppMessage], paused),
        "GET /x/news/{}" | "DELETE /x/news/{}" => workspace(&[News], nothing),
        "PUT /x/news/{}" => workspace(&[News], paused),
        "GET /x/ticket_types/{}" | "DELETE /x/ticket_types/{}" => workspace(&[TicketType], nothing),
        "PUT /x/ticket_types/{}" => workspace(&[TicketType], paused),
        "PUT /x/keys/{}" => workspace(&[Key], |_| json!({ "enabled": false })),
        "GET /x/messenger_styles" => plain(nothing),
        "GET /x/messenger_styles/{}" | "DELETE /x/messenger_styles/{}" => workspace(&[Style], nothing),
        "PUT /x/messenger_styles/{}" => plain(|_| json!({ "name": "n" })),
        "GET /x/content" | "GET /x/identity_verification" => plain(nothing),
        "POST /x/content" => plain(|_| json!({ "kind": "survey", "id": "2009", "title": "t" })),
        "GET /x/content/{}/{}" => workspace(&[Survey, Carousel], nothing),
        // An operator's PUT makes what is not there, in its own workspace.
        "PUT /x/content/{}/{}" => plain(|_| json!({ "title": "t" })),
        "PUT /x/identity_verification/{}" => plain(|_| json!({ "mode": "log" })),
        "POST /x/identity_verification/{}/secrets" => plain(nothing),
        "DELETE /x/identity_verification/{}/secrets/{}" => workspace(&[IdentitySecret], nothing),

        // Machines.
        "GET /healthz" | "GET /metrics" => plain(nothing),

        // Pages: a workspace's name is public.
        "GET /widget/{}" | "GET /widget/{}/workspace" | "GET /widget/{}/files/{}" => plain(nothing),
        _ => None,
    }
}
