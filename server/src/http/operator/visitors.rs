//! `/visitors`: leads under the name that older scripts know them by. A visitor is a lead; its `user_id` is the
//! contact's id, because a lead has none of the app.

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde_json::{Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::Operator;
use super::contacts::{finish, read};
use super::pages::parameter;
use super::shapes::{answer, contact};
use super::standing::merged;
use super::tags::id_text;
use crate::domain::attributes::ContactPatch;
use crate::json::Json;
use crate::random;
use crate::store::{Contact, ContactKey, CreateContact, EditContact, EditOutcome, MergeContacts, Role};

pub(super) async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let user_id = parameter(&uri, "user_id").ok_or_else(|| ApiError::missing("user_id"))?;
    let found = lead(&app, &workspace.app_id, &user_id).await?;
    Ok(answer(StatusCode::OK, &visitor(&workspace.app_id, &found)))
}

pub(super) async fn edit(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let id = ["id", "user_id"]
        .iter()
        .find_map(|key| body.get(key).and_then(id_text));
    let id = id.ok_or_else(|| ApiError::missing("id"))?;
    let app_id = workspace.app_id;
    let found = lead(&app, &app_id, &id).await?;
    // Who a visitor is cannot be changed here: `user_id` only named it.
    let (_, patch) = read(&app, &body)?;
    let edit = EditContact {
        app_id: app_id.clone(),
        id: found.id,
        role: None,
        patch: ContactPatch {
            user_id: None,
            ..patch
        },
        now: app.clock().now(),
    };
    match app.store().edit_contact(edit).await? {
        EditOutcome::Done(done) => Ok(answer(StatusCode::OK, &visitor(&app_id, &done))),
        refused => finish(&app_id, refused),
    }
}

/// Makes a visitor a lead, or part of a user, who is made when there is none.
pub(super) async fn convert(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let part = |field: &str| match body.get(field) {
        Some(part @ Json::Object(_)) => Ok(part),
        None | Some(Json::Null) => Err(ApiError::missing(field)),
        Some(_) => Err(ApiError::invalid(field, format!("{field} must be an object"))),
    };
    let app_id = workspace.app_id;
    let named = part("visitor")?;
    let id = ["id", "user_id"]
        .iter()
        .find_map(|key| named.get(key).and_then(id_text));
    let found = lead(&app, &app_id, &id.ok_or_else(|| ApiError::missing("visitor.id"))?).await?;
    match body.get("type").and_then(Json::as_str) {
        Some("lead") => return Ok(answer(StatusCode::OK, &contact(&app_id, &found))),
        Some("user") => {}
        _ => return Err(ApiError::invalid("type", "type must be user or lead")),
    }
    let now = app.clock().now();
    let into = user(&app, &app_id, part("user")?, now).await?;
    let merge = MergeContacts {
        app_id: app_id.clone(),
        from: found.id,
        into,
        now,
    };
    merged(&app, &app_id, merge).await
}

/// The id of the user that a visitor becomes part of.
async fn user(app: &App, app_id: &str, named: &Json, now: i64) -> ApiResult<String> {
    let text = |key: &str| named.get(key).and_then(id_text);
    let key = text("id")
        .map(ContactKey::Id)
        .or_else(|| text("user_id").map(ContactKey::ExternalId))
        .or_else(|| text("email").map(ContactKey::Email))
        .ok_or_else(|| ApiError::missing("user.user_id"))?;
    if let Some(known) = app.store().contact(app_id, key.clone()).await? {
        return Ok(known.id);
    }
    let mut patch = ContactPatch {
        by_operator: true,
        ..ContactPatch::default()
    };
    match key {
        ContactKey::Id(_) => return Err(super::contacts::no_contact()),
        ContactKey::ExternalId(user_id) => {
            patch.user_id = Some(Some(user_id));
            patch.email = text("email").map(Some);
        }
        ContactKey::Email(email) => patch.email = Some(Some(email)),
    }
    let new = CreateContact {
        app_id: app_id.to_owned(),
        new_contact_id: random::object_id(now)?,
        role: Some(Role::User),
        patch,
        now,
    };
    match app.store().create_contact(new).await? {
        EditOutcome::Done(made) => Ok(made.id),
        EditOutcome::Conflict(id) => Ok(id),
        EditOutcome::Invalid(_) | EditOutcome::NotFound => {
            Err(ApiError::invalid("user", "this user cannot be made"))
        }
    }
}

async fn lead(app: &App, app_id: &str, id: &str) -> ApiResult<Contact> {
    let known = app.store().contact(app_id, ContactKey::Id(id.to_owned())).await?;
    let known = match known {
        Some(known) => Some(known),
        None => {
            app.store()
                .contact(app_id, ContactKey::ExternalId(id.to_owned()))
                .await?
        }
    };
    known
        .filter(|contact| contact.role == Role::Lead)
        .ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, "not_found", "Visitor Not Found"))
}

fn visitor(app_id: &str, contact: &Contact) -> Value {
    json!({
        "type": "visitor",
        "id": contact.id,
        "user_id": contact.external_id.as_ref().unwrap_or(&contact.id),
        "anonymous": true,
        "email": contact.email,
        "phone": contact.phone,
        "name": contact.name,
        "pseudonym": null,
        "avatar": { "type": "avatar", "image_url": contact.avatar_url },
        "app_id": app_id,
        "companies": { "type": "company.list", "companies": contact.companies.iter()
            .map(|company| json!({ "type": "company", "id": company.id })).collect::<Vec<_>>() },
        "location_data": {},
        "last_request_at": contact.last_seen_at,
        "created_at": contact.created_at,
        "remote_created_at": contact.created_at,
        "signed_up_at": contact.signed_up_at,
        "updated_at": contact.updated_at,
        "session_count": 0,
        "social_profiles": { "type": "social_profile.list", "social_profiles": [] },
        "owner_id": null,
        "unsubscribed_from_emails": contact.unsubscribed_from_emails,
        "marked_email_as_spam": false,
        "has_hard_bounced": false,
        "tags": { "type": "tag.list", "tags": contact.links.tags.iter()
            .map(|id| json!({ "type": "tag", "id": id.to_string() })).collect::<Vec<_>>() },
        "segments": { "type": "segment.list", "segments": [] },
        "custom_attributes": contact.custom_attributes,
        "referrer": null,
        "utm_campaign": null,
        "utm_content": null,
        "utm_medium": null,
        "utm_source": null,
        "utm_term": null,
        "do_not_track": null,
    })
}
