//! `/x/messenger_styles`: the looks of the messenger. `default` is the workspace's own.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::super::table::{Routes, get};
use super::Operator;
use super::presenting::fields::text;
use super::shapes::answer;
use crate::domain::look;
use crate::json::Json;
use crate::store::{MessengerStyle, PutStyle};

/// Most looks beside the workspace's own.
const MOST: i64 = 100;
const ID_BYTES: usize = 64;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/x/messenger_styles", get(list))
        .route("/x/messenger_styles/{id}", get(show).put(put).delete(remove))
}

fn shape(style: &MessengerStyle) -> Value {
    let settings: Value = serde_json::from_str(&style.settings).unwrap_or_else(|_| json!({}));
    json!({
        "type": "messenger_style",
        "id": style.id,
        "name": style.name,
        "settings": settings,
        "created_at": style.created_at,
        "updated_at": style.updated_at,
    })
}

async fn list(State(app): State<App>, Operator(workspace): Operator) -> ApiResult<Response> {
    let styles = app.store().messenger_styles(&workspace.app_id).await?;
    let data: Vec<Value> = styles.iter().map(shape).collect();
    Ok(answer(StatusCode::OK, &json!({ "type": "list", "data": data })))
}

async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let styles = app.store().messenger_styles(&workspace.app_id).await?;
    let found = styles.iter().find(|style| style.id == id);
    Ok(answer(
        StatusCode::OK,
        &shape(found.ok_or_else(ApiError::not_found)?),
    ))
}

async fn put(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if id.is_empty() || id.len() > ID_BYTES || !id.bytes().all(plain) {
        let message = "an id has 1 to 64 letters, digits, dots, dashes and underscores";
        return Err(ApiError::invalid("id", message));
    }
    let settings = match body.get("settings") {
        None => None,
        Some(settings @ Json::Object(_)) => match settings.to_value() {
            Value::Object(settings) => Some(settings),
            _ => None,
        },
        Some(_) => return Err(ApiError::invalid("settings", "settings must be an object")),
    };
    if let Some(Err(bad)) = settings.as_ref().map(look::check) {
        let field = match bad.field {
            "" => "settings".to_owned(),
            key => format!("settings.{key}"),
        };
        return Err(ApiError::invalid(&field, format!("{field} must {}", bad.must)));
    }
    let put = PutStyle {
        app_id: workspace.app_id,
        id,
        name: text(&body, "name", 255)?,
        settings: settings.map(|settings| Value::Object(settings).to_string()),
        most: MOST,
        now: app.clock().now(),
    };
    let Some(style) = app.store().put_messenger_style(put).await? else {
        let message = "a workspace has 100 looks at most";
        return Err(ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "parameter_invalid",
            message,
        ));
    };
    Ok(answer(StatusCode::OK, &shape(&style)))
}

async fn remove(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    if app.store().delete_messenger_style(&workspace.app_id, &id).await? {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(ApiError::not_found())
    }
}
