//! The arguments of a call, member by member and still as JSON text.
//!
//! Guarantees: nothing is parsed before the rule of its own field applies, so that a fault is reported with
//! the field's own code and limit; a member given twice, unknown or of another type is an error with its name;
//! nesting costs no stack. Used by the main thread.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use frontdesk_core::model::InputError;
use frontdesk_core::model::json::{JsonLimits, parse_json_within};
use frontdesk_core::model::rejection::child;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// The members of one object.
#[derive(Debug)]
pub(super) struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Members<'a> {
    /// Looks at the outermost level only. No arguments and `null` are an object without members.
    pub(super) fn read(arguments: Option<&'a RawValue>) -> Result<Self, InputError> {
        let Some(text) = arguments.map(RawValue::get) else {
            return Ok(Self(Vec::new()));
        };
        if !text.starts_with('{') {
            return Err(InputError::new("wrong_type", "args", "must be an object"));
        }
        let members: Self = serde_json::from_str(text)
            .map_err(|_| InputError::new("invalid_text", "args", "must have readable keys"))?;
        let mut seen = HashSet::new();
        if let Some((key, _)) = members.0.iter().find(|(key, _)| !seen.insert(key.as_str())) {
            return Err(InputError::new(
                "duplicate_key",
                child("", key),
                "must be given once",
            ));
        }
        Ok(members)
    }

    /// Takes a member out as it was written; `null` is as good as absent.
    pub(super) fn take(&mut self, key: &str) -> Option<&'a RawValue> {
        let place = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.swap_remove(place).1).filter(|value| value.get() != "null")
    }

    /// Takes a text that may be absent.
    pub(super) fn text(&mut self, key: &str) -> Result<Option<String>, InputError> {
        match self.value(key)? {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(InputError::new("wrong_type", key, "must be text")),
        }
    }

    /// Takes a text that must be there.
    pub(super) fn needed_text(&mut self, key: &str) -> Result<String, InputError> {
        self.text(key)?
            .ok_or_else(|| InputError::new("missing", key, "must be given"))
    }

    /// Takes a truth value; false when absent.
    pub(super) fn flag(&mut self, key: &str) -> Result<bool, InputError> {
        match self.value(key)? {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(_) => Err(InputError::new("wrong_type", key, "must be true or false")),
        }
    }

    /// Takes a truth value that must be there.
    pub(super) fn needed_flag(&mut self, key: &str) -> Result<bool, InputError> {
        match self.value(key)? {
            None => Err(InputError::new("missing", key, "must be given")),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(_) => Err(InputError::new("wrong_type", key, "must be true or false")),
        }
    }

    /// Takes a whole number that must be there.
    pub(super) fn needed_number(&mut self, key: &str) -> Result<u64, InputError> {
        self.number(key)?
            .ok_or_else(|| InputError::new("missing", key, "must be given"))
    }

    /// Takes a list of texts that must be there.
    pub(super) fn needed_list(&mut self, key: &str) -> Result<Vec<String>, InputError> {
        let text = self
            .take(key)
            .ok_or_else(|| InputError::new("missing", key, "must be given"))?;
        serde_json::from_str(text.get())
            .map_err(|_| InputError::new("wrong_type", key, "must be a list of texts"))
    }

    /// Takes an object of texts; empty when absent.
    pub(super) fn texts(&mut self, key: &str) -> Result<BTreeMap<String, String>, InputError> {
        match self.take(key) {
            None => Ok(BTreeMap::new()),
            Some(text) => serde_json::from_str(text.get())
                .map_err(|_| InputError::new("wrong_type", key, "must be an object of texts")),
        }
    }

    /// Takes a whole number from 0.
    pub(super) fn number(&mut self, key: &str) -> Result<Option<u64>, InputError> {
        match self.value(key)? {
            None => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| {
                InputError::new("wrong_type", key, "must be a whole number that is not negative")
            }),
        }
    }

    /// Whatever is left is unknown, and most likely misspelled.
    pub(super) fn finish(self) -> Result<(), InputError> {
        match self.0.first() {
            None => Ok(()),
            Some((key, _)) => Err(InputError::new(
                "unknown_argument",
                child("", key),
                "is no argument of this call; see frontdesk drive --help",
            )),
        }
    }

    fn value(&mut self, key: &str) -> Result<Option<Value>, InputError> {
        let limits = JsonLimits {
            // Plain values only: an array or an object here is of the wrong type, whatever is in it.
            max_depth: 1,
            ..JsonLimits::default()
        };
        self.take(key)
            .map(|text| parse_json_within(text.get().as_bytes(), key, &limits))
            .transpose()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Walk;
        impl<'de> Visitor<'de> for Walk {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Walk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(text: &str) -> Result<Members<'_>, InputError> {
        Members::read(Some(serde_json::from_str(text).unwrap()))
    }

    fn fault<T: fmt::Debug>(result: Result<T, InputError>) -> (&'static str, String) {
        let error = result.unwrap_err();
        (error.code, error.field)
    }

    #[test]
    fn no_arguments_and_null_and_an_empty_object_are_the_same() {
        assert!(Members::read(None).unwrap().finish().is_ok());
        assert!(members("{}").unwrap().finish().is_ok());
        assert_eq!(members(r#"{"a":null}"#).unwrap().text("a"), Ok(None));
    }

    #[test]
    fn each_fault_has_a_code_and_the_name_of_the_member() {
        assert_eq!(fault(members("[]")), ("wrong_type", "args".into()));
        assert_eq!(fault(members(r#"{"a":1,"a":2}"#)), ("duplicate_key", "a".into()));
        assert_eq!(fault(members(r#"{"\ud800":1}"#)), ("invalid_text", "args".into()));
        let text = |json| fault(members(json).unwrap().text("a"));
        assert_eq!(text(r#"{"a":7}"#), ("wrong_type", "a".into()));
        assert_eq!(text(r#"{"a":"\ud800"}"#), ("invalid_text", "a".into()));
        assert_eq!(
            fault(members("{}").unwrap().needed_text("a")),
            ("missing", "a".into())
        );
        assert_eq!(
            fault(members(r#"{"b":1}"#).unwrap().finish()),
            ("unknown_argument", "b".into())
        );
        assert_eq!(
            fault(members(r#"{"a":-1}"#).unwrap().number("a")),
            ("wrong_type", "a".into())
        );
        assert_eq!(
            fault(members(r#"{"a":1e400}"#).unwrap().number("a")),
            ("not_finite", "a".into())
        );
        assert_eq!(
            fault(members(r#"{"a":"yes"}"#).unwrap().flag("a")),
            ("wrong_type", "a".into())
        );
    }

    #[test]
    fn nesting_of_any_depth_is_looked_over_without_recursion() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(300_000), "]".repeat(300_000));
        assert_eq!(fault(members(&deep).unwrap().text("a")), ("too_deep", "a".into()));
    }
}
