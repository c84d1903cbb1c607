//! `/conversations`: make, list, search, find, change and delete.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde_json::{Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::super::links::Links;
use super::Operator;
use super::conversation_shapes::Shaper;
use super::inbox_body::{done, not_found, number, rich, spoken, text};
use super::pages::{Asked, of_query, of_search, pages};
use super::shapes::answer;
use crate::domain::conversation_fields;
use crate::domain::query::{self, Query};
use crate::json::Json;
use crate::store::{ContactKey, EditConversation, FindConversations, InboxConversation, OpenConversation};

const PER_PAGE: usize = 20;

/// A conversation that a script starts in the name of a contact. Answers the message, not the conversation.
pub(super) async fn create(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let from = body.get("from").ok_or_else(|| ApiError::missing("from"))?;
    let id = text(from, "id")?.ok_or_else(|| ApiError::missing("from.id"))?;
    match text(from, "type")? {
        Some("user" | "lead" | "contact") => {}
        None => return Err(ApiError::missing("from.type")),
        Some(_) => {
            return Err(ApiError::invalid(
                "from.type",
                "from.type must be user, lead or contact",
            ));
        }
    }
    let new = OpenConversation {
        app_id: workspace.app_id,
        contact: ContactKey::Id(id.to_owned()),
        admin_id: None,
        words: spoken(&body, "body")?,
        now: app.clock().now(),
    };
    let made = done(app.store().open_conversation(new).await?)?;
    Ok(answer(StatusCode::OK, &message(&made, "user_message")))
}

/// `/messages`: a conversation that a teammate starts.
pub(super) async fn message_from_admin(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    match text(&body, "message_type")? {
        Some("inapp" | "in_app") => {}
        None => return Err(ApiError::missing("message_type")),
        Some(_) => {
            let message = "only messages of the type inapp can be sent";
            return Err(ApiError::invalid("message_type", message));
        }
    }
    let from = body.get("from").ok_or_else(|| ApiError::missing("from"))?;
    let admin_id = super::inbox_body::required_id(from, "id")?;
    let to = body.get("to").ok_or_else(|| ApiError::missing("to"))?;
    let contact = match text(to, "id")? {
        Some(id) => ContactKey::Id(id.to_owned()),
        None => super::inbox_body::contact(to)?.ok_or_else(|| ApiError::missing("to.id"))?,
    };
    let new = OpenConversation {
        app_id: workspace.app_id,
        contact,
        admin_id: Some(admin_id),
        words: rich(&body, "body")?.ok_or_else(|| ApiError::missing("body"))?,
        now: app.clock().now(),
    };
    let made = done(app.store().open_conversation(new).await?)?;
    Ok(answer(StatusCode::OK, &message(&made, "admin_message")))
}

fn message(made: &InboxConversation, kind: &str) -> Value {
    let part = made.source.as_ref();
    let body = match kind {
        "admin_message" => part.and_then(|part| part.body_html.as_deref()),
        _ => part.and_then(|part| part.body_text.as_deref()),
    };
    json!({
        "type": kind,
        "id": part.map(|part| part.id.to_string()),
        "created_at": made.created_at,
        "body": body,
        "message_type": "inapp",
        "conversation_id": made.id.to_string(),
    })
}

pub(super) async fn list(
    State(app): State<App>,
    Operator(workspace): Operator,
    links: Links,
    uri: Uri,
) -> ApiResult<Response> {
    let asked = of_query(&uri, PER_PAGE)?;
    page(&app, &workspace.app_id, links, None, asked).await
}

pub(super) async fn search(
    State(app): State<App>,
    Operator(workspace): Operator,
    links: Links,
    Object(body): Object,
) -> ApiResult<Response> {
    let body = body.to_value();
    let query = body.get("query").ok_or_else(|| ApiError::missing("query"))?;
    let query = query::parse_with(query, conversation_fields::field)
        .map_err(|what| ApiError::invalid("query", what))?;
    let asked = of_search(body.get("pagination"), PER_PAGE)?;
    page(&app, &workspace.app_id, links, Some(query), asked).await
}

async fn page(
    app: &App,
    app_id: &str,
    links: Links,
    query: Option<Query>,
    asked: Asked,
) -> ApiResult<Response> {
    let find = FindConversations {
        app_id: app_id.to_owned(),
        query,
        before: asked.before,
        limit: asked.per_page,
    };
    let found = app.store().find_conversations(find).await?;
    let shaper = Shaper {
        links,
        now: app.clock().now(),
    };
    let data: Vec<Value> = found
        .items
        .iter()
        .map(|item| shaper.conversation(item, false))
        .collect();
    let body = json!({
        "type": "conversation.list",
        "conversations": data,
        "total_count": found.total,
        "pages": pages(asked, found.total, found.next),
    });
    Ok(answer(StatusCode::OK, &body))
}

/// The answer of everything that reads or changes one conversation.
pub(super) fn whole(app: &App, links: Links, conversation: &InboxConversation) -> Response {
    let shaper = Shaper {
        links,
        now: app.clock().now(),
    };
    answer(StatusCode::OK, &shaper.conversation(conversation, true))
}

pub(super) async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    links: Links,
    uri: Uri,
) -> ApiResult<Response> {
    let found = app.store().conversation(&workspace.app_id, number(&id)?).await?;
    let mut found = found.ok_or_else(not_found)?;
    if super::pages::parameter(&uri, "display_as").is_some_and(|value| value == "plaintext") {
        for part in found.parts.iter_mut().chain(found.source.as_mut()) {
            part.body_html.clone_from(&part.body_text);
        }
    }
    Ok(whole(&app, links, &found))
}

pub(super) async fn edit(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    links: Links,
    Object(body): Object,
) -> ApiResult<Response> {
    let read = match body.get("read") {
        None | Some(Json::Null) => None,
        Some(Json::Bool(read)) => Some(*read),
        Some(_) => return Err(ApiError::invalid("read", "read must be true or false")),
    };
    let title = match body.get("title") {
        None => None,
        Some(_) => Some(text(&body, "title")?.map(|title| title.chars().take(255).collect())),
    };
    let custom_attributes = match body.get("custom_attributes").map(Json::to_value) {
        None | Some(Value::Null) => serde_json::Map::new(),
        Some(Value::Object(fields)) => fields,
        Some(_) => {
            let message = "custom_attributes must be an object";
            return Err(ApiError::invalid("custom_attributes", message));
        }
    };
    let edit = EditConversation {
        app_id: workspace.app_id,
        id: number(&id)?,
        read,
        title,
        custom_attributes,
        now: app.clock().now(),
    };
    let conversation = done(app.store().edit_conversation(edit).await?)?;
    Ok(whole(&app, links, &conversation))
}

pub(super) async fn delete(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let number = number(&id)?;
    let now = app.clock().now();
    let files = app
        .store()
        .delete_conversation(&workspace.app_id, number, now)
        .await?
        .ok_or_else(not_found)?;
    app.files().remove(&files).await;
    let body = json!({ "id": number.to_string(), "object": "conversation", "deleted": true });
    Ok(answer(StatusCode::OK, &body))
}
