//! Who takes part in a conversation, and under `/x` what the published shapes have no place for: merging two
//! conversations, and telling contacts that a teammate is typing.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::super::links::Links;
use super::Operator;
use super::conversations::whole;
use super::inbox_body::{contact, done, not_found, number, required_id, text};
use super::shapes::answer;
use crate::feed::bus::{Signal, Typist};
use crate::store::{ChangeCompany, ContactKey, ConversationMergeOutcome, MergeConversations};

pub(super) async fn attach(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(path): Path<String>,
    links: Links,
    Object(body): Object,
) -> ApiResult<Response> {
    let customer = body
        .get("customer")
        .ok_or_else(|| ApiError::missing("customer"))?;
    let change = ChangeCompany {
        app_id: workspace.app_id,
        id: number(&path)?,
        admin_id: required_id(&body, "admin_id")?,
        contact: contact(customer)?.ok_or_else(|| ApiError::missing("customer.intercom_user_id"))?,
        now: app.clock().now(),
    };
    let conversation = done(app.store().attach_contact(change).await?)?;
    Ok(whole(&app, links, &conversation))
}

pub(super) async fn detach(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path((path, contact_id)): Path<(String, String)>,
    links: Links,
    Object(body): Object,
) -> ApiResult<Response> {
    let change = ChangeCompany {
        app_id: workspace.app_id,
        id: number(&path)?,
        admin_id: required_id(&body, "admin_id")?,
        contact: ContactKey::Id(contact_id),
        now: app.clock().now(),
    };
    let conversation = done(app.store().detach_contact(change).await?)?;
    Ok(whole(&app, links, &conversation))
}

pub(super) async fn merge(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(path): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let from = number(&path)?;
    let into = text(&body, "into")?.ok_or_else(|| ApiError::missing("into"))?;
    let into =
        number(into).map_err(|_| ApiError::invalid("into", "into must be the id of a conversation"))?;
    let merge = MergeConversations {
        app_id: workspace.app_id,
        from,
        into,
        now: app.clock().now(),
    };
    match app.store().merge_conversations(merge).await? {
        ConversationMergeOutcome::Done => {
            let body =
                json!({ "type": "conversation", "id": from.to_string(), "merged_into": into.to_string() });
            Ok(answer(StatusCode::OK, &body))
        }
        ConversationMergeOutcome::NotFound => Err(not_found()),
        ConversationMergeOutcome::NotPossible => {
            let message = "into must be another conversation of the same contacts";
            Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "parameter_invalid", message).field("into"))
        }
    }
}

/// Tells the contacts of a conversation that a teammate is typing; nothing is stored.
pub(super) async fn typing(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(path): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let conversation_id = number(&path)?;
    let company = app.store().company_of(&workspace.app_id, conversation_id).await?;
    let company = company.ok_or_else(not_found)?;
    let admin_id = required_id(&body, "admin_id")?;
    let admins = app.store().admins(&workspace.app_id).await?;
    if !admins.iter().any(|admin| admin.id == admin_id) {
        let message = "admin_id must be a teammate of this workspace";
        return Err(
            ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "parameter_invalid", message).field("admin_id"),
        );
    }
    for contact in company {
        app.feeds().publish(&Signal::Typing {
            contact,
            conversation_id,
            typist: Typist::Admin(admin_id),
        });
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
