//! `key=value` on a command line, as JSON.
//!
//! Guarantees: `true`, `false`, `null` and numbers mean what they mean in JSON; everything else is text as
//! typed; a value in double quotes is always text. What the values may be is checked by the core. Pure.

use frontdesk_core::model::{InputError, parse_json};
use serde_json::{Map, Value};

/// Attributes of a user that are not custom ones.
const STANDARD: [&str; 7] = [
    "user_id",
    "email",
    "name",
    "phone",
    "language_override",
    "signed_up_at",
    "unsubscribed_from_emails",
];

/// Reads pairs in their order.
pub(super) fn read(pairs: &[String]) -> Result<Map<String, Value>, InputError> {
    let mut members = Map::new();
    for pair in pairs {
        let (key, value) = pair.split_once('=').ok_or_else(|| {
            InputError::new("malformed_pair", pair.clone(), "must be of the form key=value")
        })?;
        if members.insert(key.to_owned(), scalar(key, value)?).is_some() {
            return Err(InputError::new("duplicate_key", key, "must be given once"));
        }
    }
    Ok(members)
}

/// The same, with what is no standard attribute gathered as custom attributes.
pub(super) fn user(pairs: &[String]) -> Result<Value, InputError> {
    let mut custom = Map::new();
    let mut members = Map::new();
    for (key, value) in read(pairs)? {
        let place = if STANDARD.contains(&key.as_str()) {
            &mut members
        } else {
            &mut custom
        };
        place.insert(key, value);
    }
    if !custom.is_empty() {
        members.insert("custom_attributes".to_owned(), custom.into());
    }
    Ok(members.into())
}

fn scalar(key: &str, value: &str) -> Result<Value, InputError> {
    let looks_like_json = matches!(value, "true" | "false" | "null")
        || value.starts_with('"')
        || value.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    if !looks_like_json {
        return Ok(value.into());
    }
    match parse_json(value.as_bytes()) {
        Ok(value) => Ok(value),
        // `12 pieces`, `2026-11-21` and `"half a quote` are text like any other.
        Err(error) if error.code == "invalid_json" => Ok(value.into()),
        Err(error) => Err(error.within(key)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pairs(pairs: &[&str]) -> Vec<String> {
        pairs.iter().map(|pair| (*pair).to_owned()).collect()
    }

    #[test]
    fn values_mean_what_they_look_like() {
        let read = read(&pairs(&[
            "a=1",
            "b=-1.5",
            "c=true",
            "d=null",
            "e=pro",
            "f=\"1\"",
            "g=",
            "h=2026-11-21",
            "i=x=y",
        ]))
        .unwrap();
        assert_eq!(
            Value::from(read),
            json!({"a": 1, "b": -1.5, "c": true, "d": null, "e": "pro", "f": "1", "g": "",
                   "h": "2026-11-21", "i": "x=y"})
        );
    }

    #[test]
    fn a_pair_without_a_value_a_double_key_and_a_number_too_large_are_faults() {
        assert_eq!(read(&pairs(&["a"])).unwrap_err().code, "malformed_pair");
        assert_eq!(read(&pairs(&["a=1", "a=2"])).unwrap_err().code, "duplicate_key");
        let error = read(&pairs(&["a=1e400"])).unwrap_err();
        assert_eq!((error.code, error.field.as_str()), ("not_finite", "a"));
    }

    #[test]
    fn what_is_no_standard_attribute_is_a_custom_one() {
        assert_eq!(
            user(&pairs(&["name=Ada", "plan=pro"])).unwrap(),
            json!({"name": "Ada", "custom_attributes": {"plan": "pro"}})
        );
    }
}
