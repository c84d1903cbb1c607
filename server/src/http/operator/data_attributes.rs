//! `/data_attributes`: what contacts and companies of this workspace can hold.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde_json::{Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::Operator;
use super::pages::parameter;
use super::shapes::{answer, data_attribute};
use crate::json::Json;
use crate::store::{DataAttribute, EditDataAttribute, NewAttributeOutcome, NewDataAttribute};

const TYPES: [&str; 7] = [
    "string", "integer", "float", "boolean", "date", "datetime", "options",
];
/// Characters of a name.
const NAME_CHARS: usize = 190;

pub(super) async fn list(
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let model = parameter(&uri, "model");
    let archived = parameter(&uri, "include_archived").is_some_and(|value| value == "true");
    let found = app.store().data_attributes(&workspace.app_id, archived).await?;
    let data: Vec<Value> = found
        .iter()
        .filter(|attribute| model.as_ref().is_none_or(|model| *model == attribute.model))
        .map(data_attribute)
        .collect();
    Ok(answer(StatusCode::OK, &json!({ "type": "list", "data": data })))
}

pub(super) async fn create(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let name = text(&body, "name")?.ok_or_else(|| ApiError::missing("name"))?;
    if name.contains(['.', '$']) || name.trim().is_empty() || name.chars().count() > NAME_CHARS {
        let message = format!("name needs 1 to {NAME_CHARS} characters without '.' and '$'");
        return Err(ApiError::invalid("name", message));
    }
    let model = text(&body, "model")?.ok_or_else(|| ApiError::missing("model"))?;
    if !matches!(model.as_str(), "contact" | "company") {
        return Err(ApiError::invalid("model", "model must be contact or company"));
    }
    let data_type = text(&body, "data_type")?.ok_or_else(|| ApiError::missing("data_type"))?;
    if !TYPES.contains(&data_type.as_str()) {
        return Err(ApiError::invalid(
            "data_type",
            format!("data_type must be one of {}", TYPES.join(", ")),
        ));
    }
    let options = options(&body)?.unwrap_or_default();
    if data_type == "options" && options.len() < 2 {
        return Err(ApiError::invalid(
            "options",
            "a data_type of options needs at least two options",
        ));
    }
    let attribute = DataAttribute {
        id: 0,
        label: text(&body, "label")?.unwrap_or_else(|| name.clone()),
        name,
        model,
        description: text(&body, "description")?,
        data_type,
        options,
        api_writable: true,
        messenger_writable: flag(&body, "messenger_writable")?.unwrap_or(false),
        archived: false,
        created_at: 0,
        updated_at: 0,
    };
    let new = NewDataAttribute {
        app_id: workspace.app_id,
        attribute,
        max_active: app.limits().active_attributes,
        now: app.clock().now(),
    };
    match app.store().create_data_attribute(new).await? {
        NewAttributeOutcome::Created(made) => Ok(answer(StatusCode::OK, &data_attribute(&made))),
        NewAttributeOutcome::Exists => Err(ApiError::invalid(
            "name",
            "you already have an attribute with this name",
        )),
        NewAttributeOutcome::Limit => {
            let message = "the workspace has as many active attributes as it may";
            Err(ApiError::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "attribute_limit_reached",
                message,
            )
            .with("limit", app.limits().active_attributes))
        }
    }
}

pub(super) async fn edit(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let edit = EditDataAttribute {
        app_id: workspace.app_id,
        id: id.parse().map_err(|_| not_found())?,
        label: text(&body, "label")?,
        description: text(&body, "description")?,
        options: options(&body)?,
        archived: flag(&body, "archived")?,
        messenger_writable: flag(&body, "messenger_writable")?,
        now: app.clock().now(),
    };
    let edited = app
        .store()
        .edit_data_attribute(edit)
        .await?
        .ok_or_else(not_found)?;
    Ok(answer(StatusCode::OK, &data_attribute(&edited)))
}

fn not_found() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "field_not_found",
        "there is no such data attribute",
    )
    .field("id")
}

fn text(body: &Json, field: &str) -> ApiResult<Option<String>> {
    match body.get(field) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) if text.chars().count() <= 1000 => Ok(Some(text.clone())),
        Some(_) => Err(ApiError::invalid(field, format!("{field} must be a string"))),
    }
}

fn flag(body: &Json, field: &str) -> ApiResult<Option<bool>> {
    match body.get(field) {
        None | Some(Json::Null) => Ok(None),
        Some(value) => value
            .as_bool()
            .map(Some)
            .ok_or_else(|| ApiError::invalid(field, format!("{field} must be true or false"))),
    }
}

/// Options, each a string or an object with a `value`.
fn options(body: &Json) -> ApiResult<Option<Vec<String>>> {
    let invalid = || ApiError::invalid("options", "options must be an array of strings or of {value}");
    match body.get("options") {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Array(items)) => items
            .iter()
            .map(|item| item.as_str().or_else(|| item.get("value").and_then(Json::as_str)))
            .map(|item| item.map(str::to_owned).ok_or_else(invalid))
            .collect::<ApiResult<_>>()
            .map(Some),
        Some(_) => Err(invalid()),
    }
}
