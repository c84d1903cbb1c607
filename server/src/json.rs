//! JSON as it was sent: keys in order, duplicates still visible.
//!
//! `serde_json::Value` keeps the last of two equal keys and forgets the order, so a device could smuggle
//! a second value past a check, and "the first ten keys are kept" would have no meaning. Parsing goes
//! through serde_json, whose nesting limit (128) also bounds every recursion here.
//! Pure functions, called on request threads.

use std::collections::HashSet;
use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Number;

/// A JSON value with its keys in the order sent.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// Any number.
    Number(Number),
    /// Any string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object; keys may repeat until [`Json::flaw`] was asked.
    Object(Vec<(String, Json)>),
}

/// What a value may not contain, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Dotted path to the place, as in `metadata.price` or `companies[0].id`.
    pub path: String,
    /// What is wrong there, in words for a developer.
    pub what: &'static str,
}

impl Json {
    /// The value of `key` in an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.entries()
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// The entries of an object; empty for anything else.
    #[must_use]
    pub fn entries(&self) -> &[(String, Json)] {
        match self {
            Self::Object(entries) => entries,
            _ => &[],
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number that fits 64 bits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    /// `true` or `false`.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The same value as serde_json's, keys sorted: two values that mean the same compare equal.
    #[must_use]
    pub fn to_value(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::String(text) => Value::String(text.clone()),
            Self::Array(items) => Value::Array(items.iter().map(Self::to_value).collect()),
            Self::Object(entries) => {
                // serde_json's own map keeps the order of insertion in this workspace.
                let mut sorted: Vec<_> = entries.iter().collect();
                sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
                Value::Object(
                    sorted
                        .into_iter()
                        .map(|(key, value)| (key.clone(), value.to_value()))
                        .collect(),
                )
            }
        }
    }

    /// The first duplicate key or NUL character, if there is one.
    #[must_use]
    pub fn flaw(&self) -> Option<Flaw> {
        self.flaw_at("")
    }

    fn flaw_at(&self, path: &str) -> Option<Flaw> {
        match self {
            Self::String(text) if text.contains('\0') => Some(Flaw {
                path: path.to_owned(),
                what: "contains a NUL character",
            }),
            Self::Array(items) => items
                .iter()
                .enumerate()
                .find_map(|(index, item)| item.flaw_at(&format!("{path}[{index}]"))),
            Self::Object(entries) => {
                // Most objects are small: comparing their keys is cheaper than a set of them.
                let small = entries.len() <= 16;
                let mut seen = HashSet::with_capacity(if small { 0 } else { entries.len() });
                entries.iter().enumerate().find_map(|(index, (key, value))| {
                    let twice = if small {
                        entries[..index].iter().any(|(other, _)| other == key)
                    } else {
                        !seen.insert(key.as_str())
                    };
                    if twice {
                        return Some(Flaw {
                            path: join(path, key),
                            what: "is given twice",
                        });
                    }
                    if key.contains('\0') {
                        return Some(Flaw {
                            path: path.to_owned(),
                            what: "has a key with a NUL character",
                        });
                    }
                    match value {
                        Self::Null | Self::Bool(_) | Self::Number(_) => None,
                        Self::String(text) if !text.contains('\0') => None,
                        _ => value.flaw_at(&join(path, key)),
                    }
                })
            }
            _ => None,
        }
    }
}

/// A key below a path, cut so that no answer echoes a megabyte.
fn join(path: &str, key: &str) -> String {
    let key: String = key.chars().take(100).collect();
    if path.is_empty() {
        key
    } else {
        format!("{path}.{key}")
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Self::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }
    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }
    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.to_owned()))
    }
    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::String(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Json::Object(entries))
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Json {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn keys_keep_the_order_in_which_they_were_sent() {
        assert_eq!(
            serde_json::to_string(&parse(r#"{"b":1,"a":[2.5,null]}"#)).unwrap(),
            r#"{"b":1,"a":[2.5,null]}"#
        );
    }

    #[test]
    fn the_same_value_in_another_order_of_keys_is_the_same_text() {
        let one = parse(r#"{"b":{"y":1,"x":2},"a":3}"#).to_value().to_string();
        let other = parse(r#"{"a":3,"b":{"x":2,"y":1}}"#).to_value().to_string();
        assert_eq!(one, other);
    }

    #[test]
    fn a_key_given_twice_is_named_with_its_path() {
        let flaw = parse(r#"{"a":{"list":[{"k":1,"k":2}]}}"#).flaw().unwrap();
        assert_eq!((flaw.path.as_str(), flaw.what), ("a.list[0].k", "is given twice"));
    }

    #[test]
    fn a_key_given_twice_is_found_among_many() {
        let keys: Vec<String> = (0..40).map(|n| format!("\"k{n}\":1")).collect();
        assert_eq!(parse(&format!("{{{}}}", keys.join(","))).flaw(), None);
        let flaw = parse(&format!("{{{},\"k7\":1}}", keys.join(","))).flaw().unwrap();
        assert_eq!(flaw.path, "k7");
    }

    #[test]
    fn a_nul_character_is_found_in_values_and_in_keys() {
        assert_eq!(parse("{\"a\":\"x\\u0000\"}").flaw().unwrap().path, "a");
        assert!(parse("{\"a\\u0000\":1}").flaw().is_some());
        assert!(parse(r#"{"a":"x"}"#).flaw().is_none());
    }

    #[test]
    fn nesting_past_the_limit_is_an_error_and_no_crash() {
        let deep = "[".repeat(10_000) + &"]".repeat(10_000);
        assert!(serde_json::from_str::<Json>(&deep).is_err());
    }
}
