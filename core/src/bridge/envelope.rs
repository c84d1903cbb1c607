//! The outside of a message: its size, its shape, its id and its type.
//!
//! Guarantees: nothing is built from a text that is too large, too deep or no JSON; constant stack whatever the
//! nesting; an answer can be addressed whenever an id can be read. Pure.

use serde_json::{Map, Value};

use super::refusal::Refusal;
use super::request::TYPES;
use crate::model::json::{JsonLimits, parse_json_within};

/// Bytes of a message.
const MOST_BYTES: usize = 64 * 1_024;
/// Bytes of a message that carries what a person wrote, escapes included, or a piece of a file.
const MOST_LARGE_BYTES: usize = 512 * 1_024;
/// Levels: the envelope, its data, a list of answers, an answer, its value.
const MOST_LEVELS: usize = 8;
/// Keys of all objects of a message together.
const MOST_KEYS: usize = 1_000;
/// Characters of a request's id.
const LONGEST_ID: usize = 64;

/// A message with a readable outside.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) data: Map<String, Value>,
}

/// A refusal, with the id to answer to when there is one.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) id: Option<String>,
    pub(super) refusal: Refusal,
}

/// Opens a message.
pub(super) fn open(text: &str) -> Result<Envelope, Unreadable> {
    let limits = JsonLimits {
        max_bytes: MOST_LARGE_BYTES,
        bytes_code: "message_too_large",
        max_depth: MOST_LEVELS,
        max_keys: MOST_KEYS,
    };
    let nobody = |refusal| Unreadable { id: None, refusal };
    let parsed = parse_json_within(text.as_bytes(), "", &limits)
        .map_err(|error| nobody(Refusal::of_json(&error, MOST_LARGE_BYTES)))?;
    let Value::Object(mut members) = parsed else {
        return Err(nobody(Refusal::malformed("")));
    };
    let id = match members.remove("id") {
        Some(Value::String(id)) if is_id(&id) => id,
        _ => return Err(nobody(Refusal::malformed("id"))),
    };
    let refused = |refusal| Unreadable {
        id: Some(id.clone()),
        refusal,
    };
    let kind = match members.remove("type") {
        Some(Value::String(kind)) => TYPES
            .iter()
            .find(|known| **known == kind)
            .ok_or_else(|| refused(Refusal::unknown_type()))?,
        _ => return Err(refused(Refusal::malformed("type"))),
    };
    let data = match members.remove("data") {
        Some(Value::Object(data)) => data,
        _ => return Err(refused(Refusal::malformed("data"))),
    };
    if !members.is_empty() {
        return Err(refused(Refusal::malformed("")));
    }
    if text.len() > MOST_BYTES && !is_large(kind) {
        return Err(refused(Refusal::too_large(MOST_BYTES)));
    }
    Ok(Envelope { id, kind, data })
}

/// What a page may call its requests.
fn is_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b':' | b'-');
    (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(plain)
}

/// Requests that carry what a person wrote, or a piece of a file.
fn is_large(kind: &str) -> bool {
    matches!(
        kind,
        "conversation.start"
            | "conversation.reply"
            | "draft.set"
            | "receipt.send"
            | "ticket.create"
            | "navigate"
            | "upload.chunk"
    )
}
