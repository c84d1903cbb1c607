//! Ids that devices make, and why a write with one was refused.

use axum::http::StatusCode;

use super::super::error::{ApiError, ApiResult};
use super::conversations::merged;
use crate::json::Json;
use crate::store::Written;

/// The UUIDv7 in a field of the body, in lower case.
pub(super) fn operation_id(body: &Json, field: &str) -> ApiResult<String> {
    let key = field.rsplit('.').next().unwrap_or(field);
    match body.get(key) {
        None | Some(Json::Null) => Err(ApiError::missing(field)),
        Some(value) => value
            .as_str()
            .and_then(uuid_v7)
            .ok_or_else(|| ApiError::invalid(field, format!("{field} must be a UUID of version 7"))),
    }
}

/// A UUIDv7 in lower case; `None` for anything else.
pub(super) fn uuid_v7(text: &str) -> Option<String> {
    let id = uuid::Uuid::try_parse(text).ok()?;
    let fits = id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122;
    fits.then(|| id.hyphenated().to_string())
}

/// 409 for an id that means something else already.
pub(super) fn id_reused(field: &str) -> ApiError {
    let message = "this id was used for something else; the first was kept";
    ApiError::new(StatusCode::CONFLICT, "id_reused", message).field(field)
}

/// 422 for a field of a message.
pub(super) fn unprocessable(field: &str, message: impl Into<std::borrow::Cow<'static, str>>) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "parameter_invalid", message).field(field)
}

/// Why a write was not done; `prefix` stands before the fields of the part.
pub(super) fn refused<T>(outcome: &Written<T>, prefix: &str) -> ApiError {
    match outcome {
        Written::Done(_) | Written::Before(_) => ApiError::internal(),
        Written::IdReused => id_reused("id"),
        Written::NotFound => ApiError::not_found(),
        Written::Merged(into) => merged(*into),
        Written::UploadUnknown(_) => {
            let message = "an attachment is no upload of this contact, or was sent already";
            ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "upload_unknown", message)
                .field(format!("{prefix}attachments"))
        }
        Written::ReplyNotAllowed => {
            let message = "this answer was not offered, or the question was answered already";
            ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "reply_not_allowed", message)
                .field("quick_reply_id")
        }
    }
}
