//! Taking an operator's rules apart, and saying what is wrong with them. Pure functions.

use std::collections::HashSet;

use serde_json::Value;

use super::{Comparison, Targeting};
use crate::json::Json;

/// Most characters of a value.
const VALUE: usize = 255;
/// The last second of the year 9999.
const LATEST: i64 = 253_402_300_799;
/// Most user ids.
const USER_IDS: usize = 10_000;
/// Most rules about attributes.
const RULES: usize = 20;

/// What is wrong with rules: the field below `targeting`, and a sentence for the operator.
pub type Fault = (String, String);

/// Reads an operator's rules.
pub fn read(rules: &Json) -> Result<Targeting, Fault> {
    let fault = |field: &str, message: &str| Err((field.to_owned(), message.to_owned()));
    let known = ["roles", "user_ids", "after_event", "attributes", "from", "until"];
    if let Some((name, _)) = rules
        .entries()
        .iter()
        .find(|(name, _)| !known.contains(&name.as_str()))
    {
        let name: String = name.chars().take(100).collect();
        return fault(&name, "there is no such rule");
    }
    for list in ["roles", "user_ids", "attributes"] {
        if matches!(rules.get(list), Some(Json::Array(items)) if items.is_empty()) {
            return fault(list, "a rule that nobody can meet; leave it out");
        }
    }
    let of = |field: &str| rules.get(field).map(Json::to_value);
    let targeting = Targeting {
        roles: part(of("roles"), "roles", "roles are lead and user")?,
        user_ids: part(of("user_ids"), "user_ids", "user_ids are strings")?,
        after_event: part(
            of("after_event"),
            "after_event",
            "after_event is the name of an event",
        )?,
        attributes: part(
            of("attributes"),
            "attributes",
            "each rule has a name, an operator of =, !=, >, <, is_set, is_unknown, and a value",
        )?,
        from: part(of("from"), "from", "from is unix seconds")?,
        until: part(of("until"), "until", "until is unix seconds")?,
    };
    if let Some(ids) = &targeting.user_ids {
        let distinct: HashSet<&String> = ids.iter().collect();
        let long = ids.iter().any(|id| !(1..=VALUE).contains(&id.chars().count()));
        if ids.len() > USER_IDS || long || distinct.len() < ids.len() {
            let message = "user_ids are up to 10,000 different strings of 1 to 255 characters";
            return fault("user_ids", message);
        }
    }
    if targeting
        .roles
        .as_ref()
        .is_some_and(|roles| roles.len() > 2 || (roles.len() == 2 && roles[0] == roles[1]))
    {
        return fault("roles", "each role is named once");
    }
    for (field, at) in [("from", targeting.from), ("until", targeting.until)] {
        if at.is_some_and(|at| !(0..=LATEST).contains(&at)) {
            return fault(field, "unix seconds go up to the year 9999");
        }
    }
    if targeting.after_event.as_ref().is_some_and(|name| {
        name.trim().is_empty() || name.chars().count() > 120 || name.chars().any(char::is_control)
    }) {
        return fault("after_event", "a name has 1 to 120 characters that can be seen");
    }
    for rule in targeting.attributes.iter().flatten() {
        let valued = !matches!(rule.operator, Comparison::IsSet | Comparison::IsUnknown);
        let simple = matches!(
            rule.value,
            Some(Value::String(_) | Value::Number(_) | Value::Bool(_))
        );
        let long = rule.value.as_ref().and_then(Value::as_str);
        if !(1..=190).contains(&rule.name.chars().count())
            || long.is_some_and(|text| text.chars().count() > VALUE)
        {
            return fault("attributes", "a name has 1 to 190 characters, a value up to 255");
        }
        if (valued && !simple) || (!valued && rule.value.is_some()) {
            let message =
                "a comparison needs a string, number or boolean as value, is_set and is_unknown none";
            return fault("attributes", message);
        }
    }
    if targeting
        .attributes
        .as_ref()
        .is_some_and(|rules| rules.len() > RULES)
    {
        return fault("attributes", "there are too many rules");
    }
    Ok(targeting)
}

fn part<T: serde::de::DeserializeOwned>(
    value: Option<Value>,
    field: &str,
    message: &str,
) -> Result<Option<T>, Fault> {
    match value {
        None => Ok(None),
        Some(value) => serde_json::from_value(value)
            .map(Some)
            .map_err(|_| (field.to_owned(), message.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn json(value: &Value) -> Json {
        serde_json::from_str(&value.to_string()).unwrap()
    }

    #[test]
    fn rules_that_mean_nothing_are_refused_and_named() {
        for (given, field) in [
            (json!({"role":["user"]}), "role"),
            (json!({"roles":[]}), "roles"),
            (json!({"roles":["admin"]}), "roles"),
            (json!({"user_ids":"ada"}), "user_ids"),
            (json!({"roles":["user","user"]}), "roles"),
            (json!({"user_ids":["a","a"]}), "user_ids"),
            (json!({"user_ids":[""]}), "user_ids"),
            (json!({"after_event":"a\u{7}"}), "after_event"),
            (json!({"until":-1}), "until"),
            (json!({"from":253_402_300_800_i64}), "from"),
            (
                json!({"attributes":[{"name":"a","operator":"=","value":"x".repeat(256)}]}),
                "attributes",
            ),
            (json!({"from":"today"}), "from"),
            (json!({"after_event":""}), "after_event"),
            (json!({"attributes":[{"name":"a"}]}), "attributes"),
            (json!({"attributes":[{"name":"a","operator":"="}]}), "attributes"),
            (
                json!({"attributes":[{"name":"a","operator":"is_set","value":1}]}),
                "attributes",
            ),
            (
                json!({"attributes":[{"name":"a","operator":"like","value":1}]}),
                "attributes",
            ),
        ] {
            assert_eq!(read(&json(&given)).unwrap_err().0, field, "{given}");
        }
    }
}
