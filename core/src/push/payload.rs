//! Reads a payload in every shape in which the platforms hand it over.
//!
//! Guarantees: as `push`. Called by `push` and by the client.

use serde_json::{Map, Value};

use super::PushMessage;
use crate::model::json::parse_json;
use crate::model::text::check_content_id;

/// The member that marks our payloads.
const MARK: &str = "frontdesk";

/// Where data may lie: APNs and browsers use the top; FCM's message, Capacitor and most libraries `data`;
/// phonegap-plugin-push `additionalData`; iOS libraries `userInfo`; whole notifications `notification`.
const PLACES: [&str; 5] = ["data", "additionalData", "userInfo", "payload", "notification"];

/// Places inside places: a library's event with a message with its data.
const DEEPEST: usize = 3;

/// Whether a payload was sent by Frontdesk. Everything else belongs to the app's other push library.
#[must_use]
pub fn is_frontdesk_push(payload: &Value) -> bool {
    with_data(payload, |_| ()).is_some()
}

/// What a payload of ours says; `None` for others', and for one of ours that names no conversation. Whom it is for
/// is not decided here: without a client nobody knows who is logged in.
#[must_use]
pub fn read(payload: &Value) -> Option<PushMessage> {
    with_data(payload, message)?
}

/// What a payload of ours says to `device`, the id under which the server knows who is logged in here. A push that names
/// another one was on its way when somebody else logged in, and says nothing to anybody; one that names none is
/// of a server that does not write it.
pub(crate) fn read_for(payload: &Value, device: impl FnOnce() -> Option<String>) -> Option<PushMessage> {
    let (message, addressee) = with_data(payload, |data| {
        Some((message(data)?, data.get("device_id").and_then(id)))
    })??;
    let is_meant = addressee.is_none_or(|addressee| device() == Some(addressee));
    is_meant.then_some(message)
}

fn message(data: &Map<String, Value>) -> Option<PushMessage> {
    Some(PushMessage {
        conversation_id: data.get("conversation_id").and_then(id)?,
        part_id: data.get("part_id").and_then(id),
        seq: data.get("seq").and_then(count),
        unread: data.get("unread").and_then(count),
    })
}

/// Finds the object that holds our data. A payload that is text is read as JSON: service workers get bytes.
fn with_data<T>(payload: &Value, use_it: impl FnOnce(&Map<String, Value>) -> T) -> Option<T> {
    match payload {
        Value::String(text) => match parse_json(text.as_bytes()) {
            Ok(parsed) => {
                let found = find(&parsed, DEEPEST).map(use_it);
                crate::model::discard(parsed);
                found
            }
            Err(_) => None,
        },
        other => find(other, DEEPEST).map(use_it),
    }
}

fn find(payload: &Value, levels: usize) -> Option<&Map<String, Value>> {
    let members = payload.as_object()?;
    match members.get(MARK) {
        // Our data as one object beside `aps`.
        Some(Value::Object(inner)) => return Some(inner),
        Some(mark) if is_version(mark) => return Some(members),
        _ => {}
    }
    let next = levels.checked_sub(1)?;
    PLACES
        .iter()
        .filter_map(|place| members.get(*place))
        .find_map(|inner| find(inner, next))
}

fn is_version(mark: &Value) -> bool {
    count(mark).is_some_and(|version| version >= 1)
}

fn id(value: &Value) -> Option<String> {
    let id = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) => count(value)?.to_string(),
        _ => return None,
    };
    check_content_id("id", &id).is_ok().then_some(id)
}

fn count(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        _ => None,
    }
    .filter(|number| *number <= MOST)
}

/// What every language reads exactly: 2^53 - 1.
const MOST: u64 = (1 << 53) - 1;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_payload_that_is_nested_without_end_is_not_ours_and_costs_nothing() {
        let deep = (0..100_000).fold(json!({"frontdesk": 1}), |inner, _| {
            let mut outer = Map::new();
            outer.insert("data".to_owned(), inner);
            Value::Object(outer)
        });
        assert!(!is_frontdesk_push(&deep));
        crate::model::discard(deep);
    }
}
