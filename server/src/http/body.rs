//! Reading a request's body: within a deadline, within a size, decompressed, and as strict JSON.
//!
//! The size counts after decompression, and decompression stops at the limit, so a small file that unpacks
//! to gigabytes costs no more memory than an honest one. All bodies under way share one budget: when it is
//! used up, a request is told to come back instead of taking the server down.

use std::io::Write;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::App;
use super::error::{ApiError, ApiResult};
use crate::json::Json;

/// How much of a body that is too large is still read and thrown away, so that the client sees the answer
/// instead of a closed connection.
const DISCARDED: usize = 4 * 1024 * 1024;

/// The budget is counted in blocks of this many bytes.
const BLOCK: usize = 4 * 1024;

/// A budget of so many bytes for the bodies of all requests together.
pub(super) fn budget(bytes: usize) -> Arc<Semaphore> {
    Arc::new(Semaphore::new((bytes / BLOCK).clamp(1, Semaphore::MAX_PERMITS)))
}

/// What one request holds of the budget; it goes back when the request was answered and this is dropped.
#[derive(Clone, Default)]
pub(super) struct Held(Arc<Mutex<Option<OwnedSemaphorePermit>>>);

impl Held {
    /// Holds at least so many bytes; `false` when there is not enough left.
    fn grow(&self, budget: &Arc<Semaphore>, bytes: usize) -> bool {
        let mut held = self.0.lock();
        let have = held.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let more = bytes.div_ceil(BLOCK).saturating_sub(have);
        if more == 0 {
            return true;
        }
        let more = u32::try_from(more).unwrap_or(u32::MAX);
        let Ok(permit) = budget.clone().try_acquire_many_owned(more) else {
            return false;
        };
        match held.as_mut() {
            Some(held) => held.merge(permit),
            None => *held = Some(permit),
        }
        true
    }
}

/// The share of one request.
struct Share<'a> {
    budget: &'a Arc<Semaphore>,
    held: Held,
}

impl Share<'_> {
    fn grow(&self, bytes: usize) -> bool {
        self.held.grow(self.budget, bytes)
    }
}

fn no_room() -> ApiError {
    let message = "too many bodies are being read; try again";
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "service_unavailable", message).retry_after(1)
}

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
        let share = Share {
            budget: app.bodies(),
            held: parts.extensions.get::<Held>().cloned().unwrap_or_default(),
        };
        let read = read(&parts.headers, body, limits.body_bytes, &share);
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

async fn read(headers: &HeaderMap, mut body: Body, limit: usize, share: &Share<'_>) -> ApiResult<Bytes> {
    let gzip = is_gzip(headers)?;
    let mut taken = BytesMut::new();
    let mut discarded = 0;
    let mut short = false;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| ApiError::invalid("body", "the body ended early"))?;
        let Ok(data) = frame.into_data() else { continue };
        let length = taken.len() + data.len();
        if discarded == 0 && length <= limit {
            if share.grow(length) {
                taken.extend_from_slice(&data);
                continue;
            }
            short = true;
        }
        discarded += data.len();
        if discarded > DISCARDED {
            break;
        }
    }
    if short {
        return Err(no_room());
    }
    if discarded > 0 {
        return Err(ApiError::body_too_large(limit));
    }
    let taken = taken.freeze();
    if gzip && !taken.is_empty() {
        gunzip(&taken, limit, share)
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
struct Capped<'a> {
    out: Vec<u8>,
    limit: usize,
    /// Bytes that the packed body holds already.
    packed: usize,
    share: &'a Share<'a>,
    full: bool,
    short: bool,
}

impl Write for Capped<'_> {
    fn write(&mut self, data: &[u8]) -> std::io::Result<usize> {
        let length = self.out.len() + data.len();
        self.full = length > self.limit;
        self.short = !self.full && !self.share.grow(self.packed + length);
        if self.full || self.short {
            return Err(std::io::ErrorKind::OutOfMemory.into());
        }
        self.out.extend_from_slice(data);
        Ok(data.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn gunzip(packed: &[u8], limit: usize, share: &Share<'_>) -> ApiResult<Bytes> {
    let likely = (packed.len() * 4).min(limit);
    let room = share.grow(packed.len() + likely);
    let out = Capped {
        out: Vec::with_capacity(if room { likely } else { 0 }),
        limit,
        packed: packed.len(),
        share,
        full: false,
        short: false,
    };
    let mut decoder = flate2::write::GzDecoder::new(out);
    let result = decoder.write_all(packed).and_then(|()| decoder.try_finish());
    if decoder.get_ref().full {
        return Err(ApiError::body_too_large(limit));
    }
    if decoder.get_ref().short {
        return Err(no_room());
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
