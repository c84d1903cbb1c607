//! `PUT /sdk/v1/uploads/{id}`: a file for a reply, straight to disk.
//!
//! The bytes never lie in memory as a whole. What is not allowed is refused before it is written where
//! that can be known, and removed where it cannot.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::json;

use super::super::App;
use super::super::error::{ApiError, ApiResult};
use super::super::links::Links;
use super::super::query::percent_decode;
use super::answer;
use super::caller::Caller;
use super::operation::{id_reused, unprocessable, uuid_v7};
use crate::domain::file_types::{agrees, allowed, clean_name};
use crate::domain::pictures::is_picture;
use crate::files::Writing;
use crate::store::{NewUpload, StoreError, StoredFile, UploadOutcome};

/// How much of a file that is too large is still read and thrown away, so that the device sees the answer
/// instead of a closed connection.
const DISCARDED: u64 = 4 * 1024 * 1024;

pub(super) async fn put(
    State(app): State<App>,
    Caller(session): Caller,
    Path(id): Path<String>,
    links: Links,
    headers: HeaderMap,
    body: Body,
) -> ApiResult<Response> {
    let id = uuid_v7(&id)
        .ok_or_else(|| ApiError::invalid("upload_id", "upload_id must be a UUID of version 7"))?;
    if session.made_before_erasure(&id) {
        return Err(ApiError::erased());
    }
    let content_type = content_type(&headers)?;
    let name = file_name(&headers)?;
    let file_id = uuid::Uuid::now_v7().hyphenated().to_string();
    let limits = app.limits();
    let receiving = receive(&app, &file_id, &headers, body);
    let writing = match tokio::time::timeout(limits.upload_deadline, receiving).await {
        Ok(received) => received?,
        Err(_) => {
            let message = "the file took too long to arrive";
            return Err(ApiError::new(
                StatusCode::REQUEST_TIMEOUT,
                "request_timeout",
                message,
            ));
        }
    };
    if writing.size() == 0 {
        return Err(unprocessable("body", "a file holds at least one byte"));
    }
    if !agrees(content_type, writing.head()) {
        return Err(type_not_allowed("the file is not what its Content-Type says"));
    }
    let finished = writing.finish().await.map_err(disk)?;
    let now = app.clock().now();
    let sides = match is_picture(content_type) {
        true => app.files().picture_sides(&file_id).await,
        false => None,
    };
    let file = StoredFile {
        sides,
        file_id,
        name,
        content_type: content_type.to_owned(),
        size: i64::try_from(finished.size).unwrap_or(i64::MAX),
        digest: finished.digest,
    };
    let upload = NewUpload {
        app_id: session.app_id,
        contact_id: session.contact_id,
        id: id.clone(),
        file: file.clone(),
        most_waiting: limits.uploads_waiting,
        now,
    };
    let outcome = app.store().add_upload(upload).await;
    if !matches!(outcome, Ok(UploadOutcome::Stored)) {
        // Nobody will ever ask for this one.
        app.files().remove(std::slice::from_ref(&file.file_id)).await;
    }
    let (status, file) = match outcome? {
        UploadOutcome::Stored => (StatusCode::CREATED, file),
        UploadOutcome::Before(file) => (StatusCode::OK, file),
        UploadOutcome::IdReused => return Err(id_reused("upload_id")),
        UploadOutcome::TooMany => {
            let most = u32::try_from(limits.uploads_waiting).unwrap_or(u32::MAX);
            return Err(ApiError::rate_limited(most, "files that were not sent", 60));
        }
        UploadOutcome::NotFound => return Err(ApiError::unauthorized()),
    };
    let link = links.to(&file.file_id, &file.name, now);
    Ok(answer(
        status,
        &json!({ "id": id, "url": link.url, "expires_at": link.expires_at }),
    ))
}

fn type_not_allowed(message: &'static str) -> ApiError {
    ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "upload_type_not_allowed",
        message,
    )
    .field("Content-Type")
}

fn content_type(headers: &HeaderMap) -> ApiResult<&'static str> {
    let encoded = headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .any(|value| !matches!(value.as_bytes(), b"" | b"identity"));
    if encoded {
        let message = "a file is sent as it is, without a content encoding";
        return Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_encoding",
            message,
        ));
    }
    let given = headers
        .get(header::CONTENT_TYPE)
        .ok_or_else(|| ApiError::missing("Content-Type"))?;
    given
        .to_str()
        .ok()
        .and_then(allowed)
        .ok_or_else(|| type_not_allowed("files of this type are not taken"))
}

fn file_name(headers: &HeaderMap) -> ApiResult<String> {
    let given = headers
        .get("x-file-name")
        .ok_or_else(|| ApiError::missing("X-File-Name"))?;
    given
        .to_str()
        .ok()
        // Here a plus is a plus.
        .map(|text| percent_decode(&text.replace('+', "%2B")))
        .and_then(|name| clean_name(&name))
        .ok_or_else(|| ApiError::invalid("X-File-Name", "X-File-Name must be a name, percent-encoded"))
}

/// Writes the body to disk, as far as it is not too large.
async fn receive(app: &App, file_id: &str, headers: &HeaderMap, mut body: Body) -> ApiResult<Writing> {
    let most = app.limits().upload_bytes;
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse::<u64>().ok());
    let mut writing = None;
    if announced.is_none_or(|bytes| bytes <= most) {
        writing = Some(app.files().create(file_id).await.map_err(disk)?);
    }
    let mut discarded = 0;
    loop {
        let next = tokio::time::timeout(app.limits().body_deadline, body.frame()).await;
        let Ok(next) = next else {
            let message = "the file stopped arriving";
            return Err(ApiError::new(
                StatusCode::REQUEST_TIMEOUT,
                "request_timeout",
                message,
            ));
        };
        let Some(frame) = next else { break };
        let frame = frame.map_err(|_| ApiError::invalid("body", "the file ended early"))?;
        let Ok(data) = frame.into_data() else { continue };
        let length = data.len() as u64;
        match &mut writing {
            Some(file) if file.size() + length <= most => file.write(&data).await.map_err(disk)?,
            _ => {
                writing = None;
                discarded += length;
                if discarded > DISCARDED {
                    break;
                }
            }
        }
    }
    writing.ok_or_else(|| {
        let message = format!("a file holds at most {most} bytes");
        ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "upload_too_large", message).with("limit", most)
    })
}

fn disk(error: std::io::Error) -> ApiError {
    StoreError::from(error).into()
}
