//! Whom content is meant for.
//!
//! [`read`] takes an operator's rules apart and names what is wrong; [`stored`] reads what was accepted
//! before; [`Targeting::allows`] decides. Every rule that is given must hold, none means everybody, and
//! rules that cannot be read mean nobody. Pure functions, called on request threads and in transactions.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json::Json;
use crate::store::{Contact, Role};

/// Most rules about attributes.
const RULES: usize = 20;
/// The name that stands for the contact's tags.
const TAG: &str = "tag";
/// Most characters of a value.
const VALUE: usize = 255;
/// The last second of the year 9999.
const LATEST: i64 = 253_402_300_799;
/// Most user ids.
const USER_IDS: usize = 10_000;

/// The rules.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targeting {
    /// Leads, users or both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<Role>>,
    /// The app's own ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_ids: Option<Vec<String>>,
    /// Only once this event arrived while the content was live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_event: Option<String>,
    /// All must hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Vec<AttributeRule>>,
    /// Not before. Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    /// Not at or after. Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
}

/// One rule about an attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeRule {
    /// A standard attribute, or a custom one with or without `custom_attributes.` in front.
    pub name: String,
    /// How it is compared.
    pub operator: Comparison,
    /// With what; absent for `is_set` and `is_unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// How an attribute is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// The same; text without case.
    #[serde(rename = "=")]
    Is,
    /// Another one, or unknown.
    #[serde(rename = "!=")]
    IsNot,
    /// A larger number or a later time.
    #[serde(rename = ">")]
    Greater,
    /// A smaller number or an earlier time.
    #[serde(rename = "<")]
    Less,
    /// There is a value.
    #[serde(rename = "is_set")]
    IsSet,
    /// There is none.
    #[serde(rename = "is_unknown")]
    IsUnknown,
}

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

/// Rules as they were stored; `None` when they cannot be read, which must mean nobody.
#[must_use]
pub fn stored(text: &str) -> Option<Targeting> {
    serde_json::from_str(text).ok()
}

impl Targeting {
    /// Whether there is no rule at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether any rule asks for the contact's tags.
    #[must_use]
    pub fn asks_for_tags(&self) -> bool {
        self.attributes.iter().flatten().any(|rule| rule.name == TAG)
    }

    /// Whether this contact may see it now. `happened`: whether the awaited event arrived for it; `tags`:
    /// names and ids of the contact's tags, when [`Targeting::asks_for_tags`].
    #[must_use]
    pub fn allows(&self, contact: &Contact, tags: &[String], happened: bool, now: i64) -> bool {
        let external_id = contact.external_id.as_ref();
        self.roles
            .as_ref()
            .is_none_or(|roles| roles.contains(&contact.role))
            && self
                .user_ids
                .as_ref()
                .is_none_or(|ids| external_id.is_some_and(|id| ids.contains(id)))
            && (self.after_event.is_none() || happened)
            && self.from.is_none_or(|from| now >= from)
            && self.until.is_none_or(|until| now < until)
            && self
                .attributes
                .iter()
                .flatten()
                .all(|rule| rule.holds(contact, tags))
    }
}

impl AttributeRule {
    fn holds(&self, contact: &Contact, tags: &[String]) -> bool {
        if self.name == TAG {
            return self.holds_for_tags(tags);
        }
        let actual = attribute(contact, &self.name);
        let wanted = self.value.as_ref().unwrap_or(&Value::Null);
        match self.operator {
            Comparison::Is => same(&actual, wanted),
            Comparison::IsNot => !same(&actual, wanted),
            Comparison::Greater => matches!(numbers(&actual, wanted), Some((a, b)) if a > b),
            Comparison::Less => matches!(numbers(&actual, wanted), Some((a, b)) if a < b),
            Comparison::IsSet => !actual.is_null(),
            Comparison::IsUnknown => actual.is_null(),
        }
    }
}

impl AttributeRule {
    /// A contact has any number of tags: it is enough that one of them is the wanted one.
    fn holds_for_tags(&self, tags: &[String]) -> bool {
        let wanted = match self.value.as_ref() {
            Some(Value::String(name)) => name.to_lowercase(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let has = tags.iter().any(|tag| tag.to_lowercase() == wanted);
        match self.operator {
            Comparison::Is => has,
            Comparison::IsNot => !has,
            Comparison::IsSet => !tags.is_empty(),
            Comparison::IsUnknown => tags.is_empty(),
            Comparison::Greater | Comparison::Less => false,
        }
    }
}

/// The value of an attribute, null when unknown.
fn attribute(contact: &Contact, name: &str) -> Value {
    let custom = |name: &str| contact.custom_attributes.get(name).cloned().unwrap_or_default();
    match name {
        "name" => contact.name.clone().into(),
        "email" => contact.email.clone().into(),
        "phone" => contact.phone.clone().into(),
        "user_id" | "external_id" => contact.external_id.clone().into(),
        "role" => contact.role.as_str().into(),
        "language_override" => contact.language_override.clone().into(),
        "signed_up_at" => contact.signed_up_at.into(),
        "created_at" => contact.created_at.into(),
        "last_seen_at" => contact.last_seen_at.into(),
        "unsubscribed_from_emails" => contact.unsubscribed_from_emails.into(),
        _ => custom(name.strip_prefix("custom_attributes.").unwrap_or(name)),
    }
}

fn same(actual: &Value, wanted: &Value) -> bool {
    match (actual, wanted) {
        (Value::String(a), Value::String(b)) => a.to_lowercase() == b.to_lowercase(),
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (a, b) => a == b,
    }
}

fn numbers(actual: &Value, wanted: &Value) -> Option<(f64, f64)> {
    Some((actual.as_f64()?, wanted.as_f64()?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn json(value: &Value) -> Json {
        serde_json::from_str(&value.to_string()).unwrap()
    }

    fn rules(value: Value) -> Targeting {
        read(&json(&value)).unwrap()
    }

    fn ada() -> Contact {
        Contact {
            id: "1".into(),
            role: Role::User,
            external_id: Some("ada".into()),
            email: Some("ada@example.com".into()),
            email_verified: false,
            name: Some("Ada".into()),
            phone: None,
            language_override: None,
            signed_up_at: Some(100),
            unsubscribed_from_emails: false,
            custom_attributes: json!({"plan":"Pro","seats":5}).as_object().unwrap().clone(),
            last_seen_at: None,
            archived: false,
            merged_into: None,
            created_at: 50,
            updated_at: 50,
            companies: Vec::new(),
            links: crate::store::ContactLinks::default(),
        }
    }

    #[test]
    fn every_rule_that_is_given_must_hold() {
        let now = 1_000;
        for (rules_given, fits) in [
            (json!({}), true),
            (json!({"roles":["user"]}), true),
            (json!({"roles":["lead"]}), false),
            (json!({"user_ids":["ada","b"]}), true),
            (json!({"user_ids":["Ada"]}), false),
            (json!({"from":1000,"until":1001}), true),
            (json!({"from":1001}), false),
            (json!({"until":1000}), false),
            (json!({"after_event":"x"}), false),
            (json!({"roles":["user"],"user_ids":["b"]}), false),
        ] {
            assert_eq!(
                rules(rules_given.clone()).allows(&ada(), &[], false, now),
                fits,
                "{rules_given}"
            );
        }
        assert!(rules(json!({"after_event":"x"})).allows(&ada(), &[], true, now));
    }

    #[test]
    fn attributes_are_compared_by_kind_and_an_unknown_one_is_only_unequal() {
        for (name, operator, value, holds) in [
            ("plan", "=", json!("pro"), true),
            ("custom_attributes.plan", "!=", json!("pro"), false),
            ("plan", "=", json!(5), false),
            ("seats", ">", json!(4.5), true),
            ("seats", "<", json!(5), false),
            ("seats", "=", json!(5.0), true),
            ("plan", ">", json!("a"), false),
            ("signed_up_at", "<", json!(101), true),
            ("gone", "=", json!("x"), false),
            ("gone", "!=", json!("x"), true),
            ("gone", ">", json!(0), false),
            ("unsubscribed_from_emails", "=", json!(false), true),
        ] {
            let given = json!({"attributes":[{"name":name,"operator":operator,"value":value}]});
            assert_eq!(
                rules(given).allows(&ada(), &[], false, 0),
                holds,
                "{name} {operator} {value}"
            );
        }
        for (name, operator, holds) in [("phone", "is_unknown", true), ("phone", "is_set", false)] {
            let given = json!({"attributes":[{"name":name,"operator":operator}]});
            assert_eq!(rules(given).allows(&ada(), &[], false, 0), holds);
        }
    }

    #[test]
    fn one_tag_of_many_is_enough() {
        let tags = ["7".to_owned(), "VIP".to_owned()];
        for (operator, value, holds) in [
            ("=", json!("vip"), true),
            ("=", json!(7), true),
            ("=", json!("new"), false),
            ("!=", json!("new"), true),
            ("!=", json!("vip"), false),
        ] {
            let given = rules(json!({"attributes":[{"name":"tag","operator":operator,"value":value}]}));
            assert!(given.asks_for_tags());
            assert_eq!(given.allows(&ada(), &tags, false, 0), holds, "{operator} {value}");
        }
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

    #[test]
    fn what_was_accepted_reads_the_same_again() {
        let given = rules(json!({"roles":["user"],"attributes":[{"name":"a","operator":"<","value":1}]}));
        assert_eq!(stored(&serde_json::to_string(&given).unwrap()).unwrap(), given);
        assert!(stored("{}").unwrap().is_empty());
        assert_eq!(stored("{\"who\":1}"), None);
    }
}
