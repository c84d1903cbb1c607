//! An event's metadata: a JSON object, checked and then frozen as the bytes that will be sent.
//!
//! Guarantees: what is stored is what is sent, in the order the app gave the keys, byte for byte on every
//! retry; at most [`METADATA_BYTES`] bytes, [`METADATA_KEYS`] keys and [`METADATA_DEPTH`] levels; no key is
//! blank, no text holds U+0000, whole numbers keep all 64 bits. `__proto__` is a key like any other. Which
//! *shapes* the server keeps (plain values, rich links, money; ten keys) is the server's word, given per
//! event.
//!
//! Made on the caller's thread; no check recurses.

use super::json::{JsonLimits, discard, parse_json_within};
use super::limits::{METADATA_BYTES, METADATA_DEPTH, METADATA_KEYS, METADATA_TEXT_BYTES};
use super::rejection::{InputError, child, element};
use super::scalar::Scalar;
use super::text;
use serde_json::{Map, Value};

const FIELD: &str = "metadata";

/// Checked metadata, held as serialized JSON.
#[derive(Clone, PartialEq, Eq)]
pub struct Metadata {
    json: Box<str>,
}

impl Metadata {
    /// No metadata.
    #[must_use]
    pub fn empty() -> Self {
        Self { json: "{}".into() }
    }

    /// Begins metadata built key by key.
    #[must_use]
    pub fn builder() -> MetadataBuilder {
        MetadataBuilder::default()
    }

    /// Checks metadata given as JSON text, as bridges and programs hand it over. `null` is no metadata.
    ///
    /// # Errors
    /// Those of [`check_json`](super::json::check_json) and of [`Metadata::from_value`].
    pub fn parse(text: &[u8]) -> Result<Self, InputError> {
        let limits = JsonLimits {
            max_bytes: METADATA_TEXT_BYTES,
            bytes_code: "metadata_too_large",
            max_depth: METADATA_DEPTH,
            max_keys: METADATA_KEYS,
        };
        let parsed = parse_json_within(text, FIELD, &limits).map_err(|error| match error.code {
            // One limit to the outside: the text's own cap is only a shortcut to the same answer.
            "metadata_too_large" => too_large(),
            _ => error,
        })?;
        Self::from_value(parsed)
    }

    /// Checks metadata given as a value. `null` is no metadata.
    ///
    /// # Errors
    /// `wrong_type` when it is no object; `too_deep`, `too_many_keys`, `metadata_too_large`; `empty` for a
    /// blank key; `invalid_text` for control characters in a key or U+0000 in a text.
    pub fn from_value(value: Value) -> Result<Self, InputError> {
        let checked = match &value {
            Value::Null => Ok(Self::empty()),
            Value::Object(members) => check(members).and_then(|()| freeze(members)),
            _ => Err(InputError::wrong_type(FIELD, "an object")),
        };
        discard(value);
        checked
    }

    /// The bytes that are stored and sent.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.json
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        &*self.json == "{}"
    }

    /// A copy as a JSON value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        serde_json::from_str(&self.json).unwrap_or_default()
    }
}

impl Default for Metadata {
    fn default() -> Self {
        Self::empty()
    }
}

/// Puts the frozen bytes, unchanged, into JSON that is being written.
impl serde::Serialize for Metadata {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &serde_json::value::RawValue =
            serde_json::from_str(&self.json).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

/// Shows the size and never the content.
impl std::fmt::Debug for Metadata {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Metadata({} bytes)", self.json.len())
    }
}

/// Builds metadata key by key, in the order of the calls; a key given again replaces the first.
#[derive(Default, Clone)]
pub struct MetadataBuilder {
    members: Map<String, Value>,
    fault: Option<InputError>,
}

impl MetadataBuilder {
    /// Adds a plain value.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Scalar>) -> Self {
        let value = value.into();
        if let Err(error) = value.check(&child(FIELD, key), usize::MAX) {
            self.fault.get_or_insert(error);
        }
        self.put(key, value.to_json())
    }

    /// Adds a rich link: shown as `label`, leading to `url`.
    #[must_use]
    pub fn link(self, key: &str, url: &str, label: &str) -> Self {
        let link = Map::from_iter([("url".into(), url.into()), ("value".into(), label.into())]);
        self.put(key, link.into())
    }

    /// Adds an amount of money in the currency's smallest unit (4900 `usd` is 49.00 dollars).
    #[must_use]
    pub fn money(self, key: &str, amount: i64, currency: &str) -> Self {
        let money = Map::from_iter([
            ("amount".into(), amount.into()),
            ("currency".into(), currency.into()),
        ]);
        self.put(key, money.into())
    }

    /// Checks what was given.
    ///
    /// # Errors
    /// `not_finite` and the errors of [`Metadata::from_value`].
    pub fn build(self) -> Result<Metadata, InputError> {
        match self.fault {
            Some(error) => Err(error),
            None => Metadata::from_value(self.members.into()),
        }
    }

    fn put(mut self, key: &str, value: Value) -> Self {
        self.members.insert(key.to_owned(), value);
        self
    }
}

/// One container whose members are being looked at.
enum Level<'a> {
    Object(serde_json::map::Iter<'a>, &'a str),
    Array(std::iter::Enumerate<std::slice::Iter<'a, Value>>, usize),
}

/// Walks over all members with an explicit stack and stops at the first fault. `bytes` counts at least what is
/// certain to be written, so that oversized input is left early; the exact size is taken when freezing.
fn check(members: &Map<String, Value>) -> Result<(), InputError> {
    let mut levels = vec![Level::Object(members.iter(), "")];
    let mut keys = 0_usize;
    let mut bytes = 0_usize;
    while let Some(level) = levels.last_mut() {
        let value = match level {
            Level::Object(rest, current) => rest.next().map(|(key, value)| {
                *current = key;
                keys += 1;
                bytes += key.len() + 4;
                value
            }),
            Level::Array(rest, current) => rest.next().map(|(index, value)| {
                *current = index;
                bytes += 1;
                value
            }),
        };
        let Some(value) = value else {
            levels.pop();
            continue;
        };
        if keys > METADATA_KEYS {
            let advice = format!("must not hold more than {METADATA_KEYS} keys");
            return Err(InputError::over("too_many_keys", FIELD, METADATA_KEYS, &advice));
        }
        if let Value::String(text) = value {
            bytes += text.len();
        }
        if bytes > METADATA_BYTES {
            return Err(too_large());
        }
        if let Some(Level::Object(_, key)) = levels.last() {
            text::check_unbounded_name("", key).map_err(|error| error.within(&path(&levels)))?;
        }
        let inner = match value {
            Value::Object(members) => Level::Object(members.iter(), ""),
            Value::Array(items) => Level::Array(items.iter().enumerate(), 0),
            Value::String(text) => {
                if text.contains('\0') {
                    text::check_unbounded_value(&path(&levels), text)?;
                }
                continue;
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => continue,
        };
        if levels.len() >= METADATA_DEPTH {
            let advice = format!("must not be nested deeper than {METADATA_DEPTH} levels");
            return Err(InputError::over("too_deep", FIELD, METADATA_DEPTH, &advice));
        }
        levels.push(inner);
    }
    Ok(())
}

fn freeze(members: &Map<String, Value>) -> Result<Metadata, InputError> {
    // Shallow by now, so the recursive serializer is safe; it cannot fail on a map of strings.
    let json = serde_json::to_string(members).map_err(|_| InputError::wrong_type(FIELD, "an object"))?;
    if json.len() > METADATA_BYTES {
        Err(too_large())
    } else {
        Ok(Metadata { json: json.into() })
    }
}

fn too_large() -> InputError {
    let advice = format!("must not exceed {METADATA_BYTES} bytes of JSON: send fewer or shorter values");
    InputError::over("metadata_too_large", FIELD, METADATA_BYTES, &advice)
}

fn path(levels: &[Level<'_>]) -> String {
    levels.iter().fold(FIELD.to_owned(), |path, level| match level {
        Level::Object(_, key) => child(&path, key),
        Level::Array(_, index) => element(&path, *index),
    })
}

#[cfg(test)]
#[path = "metadata_tests.rs"]
mod tests;
