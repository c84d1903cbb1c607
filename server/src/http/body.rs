//! Reading a request's body: within a deadline, within a size, decompressed, and as strict JSON.
//!
//! The size counts after decompression, and decompression stops at the limit, so a small file that unpacks
//! to gigabytes costs no more memory than an honest one.

use std::io::Write;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;

use super::App;
use super::error::{ApiError, ApiResult};
use crate::json::Json;

/// How much of a body that is too large is still read and thrown away, so that the client sees the answer
/// instead of a closed connection.
const DISCARDED: usize = 4 * 1024 * 1024;

/// The body, decompressed; empty when there is none.
pub(super) struct Raw(pub(super) Bytes);

/// The body as a JSON object, free of duplicate keys and NUL characters; an empty object when there is
/// no body.
pub(super) struct Object(pub(super) Json);

impl FromRequest<App> for Raw {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> ApiResult<Self> {
        let limits = app.limits();
        let (parts, body) = request.into_parts();
        let read = read(&parts.headers, body, limits.body_bytes);
        match tokio::time::timeout(limits.body_deadline, read).await {
            Ok(result) => result.map(Self),
            Err(_) => {
                let message = "the body took too long to arrive";
                Err(ApiError::new(
                    StatusCode::REQUEST_TIMEOUT,
                    "request_timeout",
                    message,
                ))
            }
        }
    }
}

impl FromRequest<App> for Object {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> ApiResult<Self> {
        let Raw(bytes) = Raw::from_request(request, app).await?;
        object(&bytes).map(Self)
    }
}

async fn read(headers: &HeaderMap, mut body: Body, limit: usize) -> ApiResult<Bytes> {
    let gzip = is_gzip(headers)?;
    let mut taken = BytesMut::new();
    let mut discarded = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| ApiError::invalid("body", "the body ended early"))?;
        let Ok(data) = frame.into_data() else { continue };
        if discarded == 0 && taken.len() + data.len() <= limit {
            taken.extend_from_slice(&data);
            continue;
        }
        discarded += data.len();
        if discarded > DISCARDED {
            break;
        }
    }
    if discarded > 0 {
        return Err(ApiError::body_too_large(limit));
    }
    let taken = taken.freeze();
    if gzip && !taken.is_empty() {
        gunzip(&taken, limit)
    } else {
        Ok(taken)
    }
}

fn is_gzip(headers: &HeaderMap) -> ApiResult<bool> {
    let mut gzip = false;
    for value in headers.get_all(header::CONTENT_ENCODING) {
        match value.as_bytes() {
            b"" | b"identity" => {}
            // A second layer is no encoding anybody needs, but a good way to hide a bomb.
            b"gzip" | b"x-gzip" if !gzip => gzip = true,
            _ => {
                let message = "the content encoding must be gzip, once, or none";
                return Err(ApiError::new(
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    "unsupported_encoding",
                    message,
                ));
            }
        }
    }
    Ok(gzip)
}

/// Collects output up to a limit and fails beyond it.
struct Capped {
    out: Vec<u8>,
    limit: usize,
    full: bool,
}

impl Write for Capped {
    fn write(&mut self, data: &[u8]) -> std::io::Result<usize> {
        if self.out.len() + data.len() > self.limit {
            self.full = true;
            return Err(std::io::ErrorKind::OutOfMemory.into());
        }
        self.out.extend_from_slice(data);
        Ok(data.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn gunzip(packed: &[u8], limit: usize) -> ApiResult<Bytes> {
    let out = Capped {
        out: Vec::with_capacity((packed.len() * 4).min(limit)),
        limit,
        full: false,
    };
    let mut decoder = flate2::write::GzDecoder::new(out);
    let result = decoder.write_all(packed).and_then(|()| decoder.try_finish());
    if decoder.get_ref().full {
        return Err(ApiError::body_too_large(limit));
    }
    result.map_err(|_| ApiError::invalid("body", "the body is not valid gzip"))?;
    Ok(Bytes::from(std::mem::take(&mut decoder.get_mut().out)))
}

/// The text of a body, or what is wrong with its bytes.
pub(super) fn text(bytes: &[u8]) -> ApiResult<&str> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| ApiError::invalid("body", "the body is not valid UTF-8"))?;
    if text.starts_with('\u{feff}') {
        return Err(ApiError::invalid(
            "body",
            "the body starts with a byte order mark",
        ));
    }
    Ok(text)
}

/// What serde_json found wrong, without quoting what was sent.
pub(super) fn syntax(error: &serde_json::Error) -> ApiError {
    let (line, column) = (error.line(), error.column());
    ApiError::invalid(
        "body",
        format!("the body is not the expected JSON, near line {line} column {column}"),
    )
}

fn object(bytes: &[u8]) -> ApiResult<Json> {
    let text = text(bytes)?;
    if text.trim().is_empty() {
        return Ok(Json::Object(Vec::new()));
    }
    let json: Json = serde_json::from_str(text).map_err(|error| syntax(&error))?;
    if !matches!(json, Json::Object(_)) {
        return Err(ApiError::invalid("body", "the body must be a JSON object"));
    }
    match json.flaw() {
        Some(flaw) => Err(ApiError::invalid(
            &flaw.path,
            format!("{} {}", flaw.path, flaw.what),
        )),
        None => Ok(json),
    }
}
