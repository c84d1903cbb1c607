//! The shapes on the wire, as `contract/openapi.yaml` defines them.
//!
//! Guarantees: requests are written in a fixed key order; answers tolerate unknown fields and refuse missing
//! ones, so that a page or a stranger's JSON is never taken for an acknowledgement. Used by the worker.

use serde::{Deserialize, Serialize};

use crate::model::live_content::InAppRef;
use crate::model::unread::Unread;

/// `POST /sessions`.
#[derive(Serialize)]
pub(crate) struct LoginRequest<'a> {
    pub(crate) app_id: &'a str,
    pub(crate) api_key: &'a str,
    pub(crate) device: WireDevice<'a>,
    pub(crate) identity: Option<WireIdentity<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) attributes: Option<&'a serde_json::value::RawValue>,
}

/// The device of one user, from first login to logout.
#[derive(Serialize)]
pub(crate) struct WireDevice<'a> {
    pub(crate) id: &'a str,
    pub(crate) secret: &'a str,
    pub(crate) platform: &'a str,
}

/// Who logs in, and the proof.
#[derive(Serialize)]
pub(crate) struct WireIdentity<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_hash: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) jwt: Option<&'a str>,
}

/// The answer of `POST /sessions`.
#[derive(Deserialize)]
pub(crate) struct LoginReply {
    pub(crate) token: String,
    pub(crate) contact: WireContact,
    pub(crate) merged: bool,
    #[serde(default)]
    pub(crate) rejected: Vec<WireRejected>,
    /// What a ping would say; one that cannot be read is not worth the login.
    #[serde(default, deserialize_with = "readable")]
    pub(crate) ping: Option<PingReply>,
}

fn readable<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<PingReply>, D::Error> {
    let value = Option::<serde_json::Value>::deserialize(from)?;
    Ok(value.and_then(|value| serde_json::from_value(value).ok()))
}

/// A contact, as far as a session needs it.
#[derive(Deserialize)]
pub(crate) struct WireContact {
    pub(crate) id: String,
}

/// One attribute the server would not take.
#[derive(Deserialize)]
pub(crate) struct WireRejected {
    pub(crate) field: String,
    pub(crate) code: String,
}

/// The answer of `POST /events`.
#[derive(Deserialize)]
pub(crate) struct EventsReply {
    pub(crate) results: Vec<WireResult>,
}

/// What became of one event.
#[derive(Deserialize)]
pub(crate) struct WireResult {
    pub(crate) id: uuid::Uuid,
    pub(crate) status: String,
    pub(crate) code: Option<String>,
    pub(crate) field: Option<String>,
    #[serde(default)]
    pub(crate) retryable: bool,
}

/// The answer of `PATCH /me`.
#[derive(Deserialize)]
pub(crate) struct UpdateReply {
    pub(crate) id: uuid::Uuid,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) rejected: Vec<WireRejected>,
}

/// The answer of `POST /ping`.
#[derive(Deserialize)]
pub(crate) struct PingReply {
    /// Absent when those of the etag are still the newest.
    #[serde(default)]
    pub(crate) settings: Option<serde_json::Value>,
    pub(crate) settings_etag: String,
    pub(crate) unread: Unread,
    #[serde(default)]
    pub(crate) in_app: Vec<InAppRef>,
    pub(crate) seq: i64,
    pub(crate) next_ping_s: u64,
}

/// One change, as `GET /stream` and `GET /changes` tell it.
#[derive(Deserialize)]
pub(crate) struct Change {
    pub(crate) seq: i64,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) data: Box<serde_json::value::RawValue>,
}

/// The answer of `GET /changes`.
#[derive(Deserialize)]
pub(crate) struct ChangeList {
    pub(crate) changes: Vec<Change>,
}

/// The answer of `GET /content/{kind}/{id}`.
#[derive(Deserialize)]
pub(crate) struct ContentReply {
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) title: Option<String>,
}
