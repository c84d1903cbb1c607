//! `/x/surveys` and its like: one table of what differs, one set of handlers.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::super::super::App;
use super::super::super::body::Object;
use super::super::super::error::{ApiError, ApiResult};
use super::super::Operator;
use super::super::content::targeting_text;
use super::super::pages::{of_query, pages};
use super::super::shapes::answer;
use super::fields::{self, Read, number, text, unix_seconds};
use super::guides;
use crate::domain::live::stored;
use crate::json::Json;
use crate::store::{Content, ContentEdit, ContentEditOutcome, ListContent};

const PER_PAGE: usize = 50;
const STATUSES: [&str; 4] = ["live", "draft", "paused", "archived"];

/// A kind that operators present.
pub(super) struct Resource {
    /// Its kind in the store, and its `type` in answers.
    kind: &'static str,
    /// What its title is called.
    title: &'static str,
    /// Fields of its own.
    fields: &'static [&'static str],
    /// Of these, the ones that a new one needs.
    required: &'static [&'static str],
    /// Reads the fields of its own that are stored in the body.
    read: Read,
    /// Fields that are shown as null when they are not there.
    nullable: &'static [&'static str],
}

pub(super) static SURVEYS: Resource = Resource {
    kind: "survey",
    title: "title",
    fields: &["intro", "questions", "thanks"],
    required: &["questions"],
    read: fields::survey,
    nullable: &[],
};
pub(super) static CAROUSELS: Resource = Resource {
    kind: "carousel",
    title: "title",
    fields: &["screens"],
    required: &["screens"],
    read: fields::carousel,
    nullable: &[],
};
pub(super) static TOURS: Resource = Resource {
    kind: "tour",
    title: "title",
    fields: &["steps"],
    required: &["steps"],
    read: guides::tour,
    nullable: &[],
};
pub(super) static CHECKLISTS: Resource = Resource {
    kind: "checklist",
    title: "title",
    fields: &["intro", "tasks"],
    required: &["tasks"],
    read: guides::checklist,
    nullable: &[],
};
pub(super) static IN_APP_MESSAGES: Resource = Resource {
    kind: "in_app_message",
    title: "title",
    fields: &["display", "body_html", "sender_id"],
    required: &["display", "body_html"],
    read: fields::in_app_message,
    nullable: &[],
};
pub(super) static NEWS: Resource = Resource {
    kind: "news",
    title: "title",
    fields: &["body_html", "cover_image_url", "published_at"],
    required: &["body_html"],
    read: fields::news,
    nullable: &["cover_image_url"],
};
pub(super) static TICKET_TYPES: Resource = Resource {
    kind: "ticket_type",
    title: "name",
    fields: &["description", "icon", "attributes"],
    required: &["attributes"],
    read: fields::ticket_type,
    nullable: &["description", "icon"],
};

impl Resource {
    /// Reads a request. Fields that do not exist are refused: `state` for `status` would change nothing.
    fn read(&self, body: &Json) -> ApiResult<ContentEdit> {
        let known = |name: &str| {
            name == self.title || matches!(name, "status" | "targeting") || self.fields.contains(&name)
        };
        if let Some((name, _)) = body.entries().iter().find(|(name, _)| !known(name)) {
            let name: String = name.chars().take(100).collect();
            return Err(ApiError::invalid(&name, "there is no such field"));
        }
        let status = match body.get("status") {
            None => None,
            Some(status) => Some(
                status
                    .as_str()
                    .filter(|status| STATUSES.contains(status))
                    .map(str::to_owned)
                    .ok_or_else(|| {
                        ApiError::invalid("status", format!("status must be one of {}", STATUSES.join(", ")))
                    })?,
            ),
        };
        let targeting = match body.get("targeting") {
            None => None,
            Some(rules @ Json::Object(_)) => Some(targeting_text(rules)?),
            Some(_) => return Err(ApiError::invalid("targeting", "targeting must be an object")),
        };
        let mut stored = Map::new();
        (self.read)(body, &mut stored)?;
        Ok(ContentEdit {
            title: text(body, self.title, 255)?,
            status,
            targeting,
            body: stored,
            author_id: number(body, "sender_id")?,
            published_at: unix_seconds(body, "published_at")?,
            ..ContentEdit::default()
        })
    }

    /// Whether it has all that makes it one of these: `/x/content` also takes what is not finished.
    fn is_complete(&self, content: &Content) -> bool {
        let body = stored(content);
        let there = |field: &&str| match body.get(*field) {
            Some(Value::Array(items)) => !items.is_empty() || *field == "attributes",
            Some(Value::String(text)) => !text.is_empty(),
            Some(_) | None => false,
        };
        !content.title.is_empty() && self.required.iter().all(there)
    }

    fn shape(&self, content: &Content) -> Value {
        let body = stored(content);
        let targeting: Value = serde_json::from_str(&content.targeting).unwrap_or_else(|_| json!({}));
        let mut shape = json!({
            "type": self.kind,
            "id": content.id,
            "status": content.status,
            "targeting": targeting,
            "created_at": content.created_at,
            "updated_at": content.updated_at,
        });
        shape[self.title] = content.title.as_str().into();
        for field in self.fields {
            let value = match *field {
                "sender_id" => content.author_id.map(|id| id.to_string().into()),
                "published_at" => Some(content.published_at.unwrap_or(content.created_at).into()),
                field => body.get(field).cloned(),
            };
            match value {
                Some(value) => shape[*field] = value,
                None if self.nullable.contains(field) => shape[*field] = Value::Null,
                None => {}
            }
        }
        shape
    }

    fn finish(&self, status: StatusCode, outcome: ContentEditOutcome) -> ApiResult<Response> {
        match outcome {
            ContentEditOutcome::Done(content, _) => Ok(answer(status, &self.shape(&content))),
            ContentEditOutcome::NotFound => Err(ApiError::not_found()),
            ContentEditOutcome::NoAuthor => {
                let message = "there is no such teammate";
                Err(
                    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "parameter_invalid", message)
                        .field("sender_id"),
                )
            }
            ContentEditOutcome::NoParent => Err(ApiError::internal()),
        }
    }
}

pub(super) async fn list(
    resource: &'static Resource,
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let asked = of_query(&uri, PER_PAGE)?;
    let list = ListContent {
        app_id: workspace.app_id,
        kind: resource.kind.to_owned(),
        before: asked.before,
        offset: 0,
        limit: asked.per_page,
    };
    let page = app.store().list_content(list).await?;
    let data: Vec<Value> = page
        .items
        .iter()
        .filter(|(content, _)| resource.is_complete(content))
        .map(|(content, _)| resource.shape(content))
        .collect();
    let body = json!({
        "type": "list",
        "data": data,
        "total_count": page.total,
        "pages": pages(asked, page.total, page.next),
    });
    Ok(answer(StatusCode::OK, &body))
}

pub(super) async fn create(
    resource: &'static Resource,
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let edit = resource.read(&body)?;
    for field in [resource.title].iter().chain(resource.required) {
        if body.get(field).is_none() {
            return Err(ApiError::missing(field));
        }
    }
    let outcome = app
        .store()
        .create_content(&workspace.app_id, resource.kind, edit, app.clock().now())
        .await?;
    resource.finish(StatusCode::CREATED, outcome)
}

pub(super) async fn show(
    resource: &'static Resource,
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let found = find(resource, &app, &workspace.app_id, &id).await?;
    Ok(answer(StatusCode::OK, &resource.shape(&found)))
}

async fn find(resource: &Resource, app: &App, app_id: &str, id: &str) -> ApiResult<Content> {
    let found = app.store().content(app_id, resource.kind, id).await?;
    found
        .filter(|content| resource.is_complete(content))
        .ok_or_else(ApiError::not_found)
}

/// Fields that are absent stay as they are.
pub(super) async fn edit(
    resource: &'static Resource,
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let edit = resource.read(&body)?;
    find(resource, &app, &workspace.app_id, &id).await?;
    let outcome = app
        .store()
        .edit_content(&workspace.app_id, resource.kind, &id, edit, app.clock().now())
        .await?;
    resource.finish(StatusCode::OK, outcome)
}

pub(super) async fn remove(
    resource: &'static Resource,
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let removed = app
        .store()
        .delete_content(&workspace.app_id, resource.kind, &id)
        .await?;
    if removed {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(ApiError::not_found())
    }
}
