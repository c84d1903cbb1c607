//! Whether an answer is as it must be.
//!
//! Guarantees: objects must hold what is expected and may hold more; lists must have the same length; a text
//! that begins with `$` is a wildcard or a saved value. Pure.

use std::collections::BTreeMap;

use serde_json::Value;

/// Values saved by earlier steps.
pub type Saved = BTreeMap<String, Value>;

/// What differs, with the path to it; `None` when it matches.
pub fn mismatch(expected: &Value, found: &Value, saved: &Saved) -> Option<String> {
    differs(expected, found, saved, "")
}

fn differs(expected: &Value, found: &Value, saved: &Saved, path: &str) -> Option<String> {
    let no = |what: &str| {
        Some(format!(
            "{}: {what}, found {found}",
            if path.is_empty() { "/" } else { path }
        ))
    };
    match expected {
        Value::String(text) if text == "$any" => None,
        Value::String(text) if text == "$text" => {
            if found.is_string() {
                None
            } else {
                no("a text")
            }
        }
        Value::String(text) if text.starts_with('$') => match saved.get(&text[1..]) {
            Some(value) if value == found => None,
            Some(value) => no(&format!("{value} ({text})")),
            None => no(&format!("nothing is saved as {text}")),
        },
        Value::Object(members) => {
            let Some(object) = found.as_object() else {
                return no("an object");
            };
            members.iter().find_map(|(key, wanted)| {
                let path = format!("{path}/{key}");
                match object.get(key) {
                    Some(value) => differs(wanted, value, saved, &path),
                    None if wanted.is_null() => None,
                    None => Some(format!("{path}: {wanted} is expected, there is none in {found}")),
                }
            })
        }
        Value::Array(wanted) => {
            let Some(list) = found.as_array() else {
                return no("a list");
            };
            if list.len() != wanted.len() {
                return no(&format!("{} elements", wanted.len()));
            }
            let pairs = wanted.iter().zip(list).enumerate();
            pairs
                .into_iter()
                .find_map(|(n, (wanted, value))| differs(wanted, value, saved, &format!("{path}/{n}")))
        }
        _ if expected == found => None,
        _ => no(&expected.to_string()),
    }
}

/// Puts saved values into arguments.
pub(super) fn filled(value: &Value, saved: &Saved) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix('$').and_then(|name| saved.get(name)) {
            Some(value) => value.clone(),
            None => value.clone(),
        },
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), filled(value, saved)))
            .collect(),
        Value::Array(list) => list.iter().map(|value| filled(value, saved)).collect(),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fits(expected: Value, found: Value) -> bool {
        let saved = Saved::from([("x".to_owned(), json!("7"))]);
        mismatch(&expected, &found, &saved).is_none()
    }

    #[test]
    fn objects_may_hold_more_and_lists_may_not() {
        assert!(fits(json!({ "a": 1 }), json!({ "a": 1, "b": 2 })));
        assert!(!fits(json!({ "a": 1 }), json!({ "a": 2 })));
        assert!(!fits(json!({ "a": 1 }), json!({ "b": 1 })));
        assert!(fits(json!({ "a": null }), json!({})));
        assert!(!fits(json!([1]), json!([1, 2])));
    }

    #[test]
    fn wildcards_and_saved_values_fit() {
        assert!(fits(json!({ "id": "$any" }), json!({ "id": null })));
        assert!(fits(json!({ "id": "$x" }), json!({ "id": "7" })));
        assert!(!fits(json!({ "id": "$x" }), json!({ "id": "8" })));
        assert!(!fits(json!({ "id": "$unknown" }), json!({ "id": "8" })));
    }
}
