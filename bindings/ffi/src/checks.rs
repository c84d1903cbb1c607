//! Questions about input that need no client.
//!
//! Guarantee: the rules are the core's, so that every language reads names, metadata and payloads alike. Any
//! thread; nothing is stored.

use frontdesk_core::model::content::ContentKind;
use frontdesk_core::model::event::EventName;
use frontdesk_core::model::{InputError, discard, parse_json};
use frontdesk_core::{Metadata, Space, UserAttributes};
use serde_json::Value;

use crate::data::ContentRef;
use crate::error::CoreError;
use crate::guard::guarded;

/// User attributes as they would be sent.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct CheckedAttributes {
    /// The exact JSON.
    pub wire_json: String,
    /// Keys that are no attribute, as paths.
    pub ignored: Vec<String>,
    /// Who is meant, when a user id says so.
    pub user_id: Option<String>,
    /// Who is meant, when an e-mail address says so.
    pub email: Option<String>,
}

/// Reads JSON as apps hand it over and lets go of it without recursion.
pub(crate) fn with_json<T>(
    json: &str,
    read: impl FnOnce(&Value) -> Result<T, InputError>,
) -> Result<T, InputError> {
    let value = parse_json(json.as_bytes())?;
    let result = read(&value);
    discard(value);
    result
}

/// Checks the name of an event.
#[uniffi::export]
pub fn check_event_name(name: String) -> Result<(), CoreError> {
    guarded(|| EventName::new(name).map(drop))
}

/// Checks metadata given as JSON; answers the exact bytes that would be sent.
#[uniffi::export]
pub fn check_metadata(json: String) -> Result<String, CoreError> {
    guarded(|| Metadata::parse(json.as_bytes()).map(|metadata| metadata.as_json().to_owned()))
}

/// Checks user attributes given as JSON, in either spelling of the keys.
#[uniffi::export]
pub fn check_attributes(json: String) -> Result<CheckedAttributes, CoreError> {
    guarded(|| {
        let attributes = with_json(&json, UserAttributes::from_json)?;
        let identity = attributes.identity().unwrap_or_default();
        Ok::<_, InputError>(CheckedAttributes {
            wire_json: Value::Object(attributes.to_wire()).to_string(),
            ignored: attributes.ignored_keys().to_vec(),
            user_id: identity.user_id,
            email: identity.email,
        })
    })
}

/// The content that `{"type": …, "id": …}` or `{"type": …, "ids": […]}` names, in every documented spelling.
#[uniffi::export]
pub fn content_ref_from_json(json: String) -> Result<ContentRef, CoreError> {
    guarded(|| {
        with_json(&json, frontdesk_core::ContentRef::from_json).map(|content| ContentRef::of(&content))
    })
}

/// The content of a kind with these ids; all but help center collections have exactly one.
#[uniffi::export]
pub fn content_ref(kind: ContentKind, ids: Vec<String>) -> Result<ContentRef, CoreError> {
    guarded(|| {
        let content = ContentRef { kind, ids }.checked()?;
        Ok::<_, CoreError>(ContentRef::of(&content))
    })
}

/// The space with this name, in every documented spelling.
#[uniffi::export]
pub fn space_from_name(name: String) -> Result<Space, CoreError> {
    guarded(|| Space::parse(&name))
}

/// Whether a push payload, as JSON, was sent by Frontdesk; everything else belongs to the app's other push
/// library. What is no JSON is not ours.
#[uniffi::export]
pub fn is_frontdesk_push(payload_json: String) -> Result<bool, CoreError> {
    guarded(|| {
        let ours = with_json(&payload_json, |payload| {
            Ok(frontdesk_core::push::is_frontdesk_push(payload))
        });
        Ok::<_, CoreError>(ours.unwrap_or(false))
    })
}

/// The version of the core.
#[uniffi::export]
pub fn core_version() -> Result<String, CoreError> {
    Ok(env!("CARGO_PKG_VERSION").to_owned())
}
