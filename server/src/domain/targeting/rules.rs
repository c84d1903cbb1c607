//! The rules themselves, and whether they let somebody see something. Pure functions.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::store::{Contact, Role};

/// The name that stands for the contact's tags.
const TAG: &str = "tag";

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

    fn rules(value: Value) -> Targeting {
        super::super::read(&serde_json::from_str(&value.to_string()).unwrap()).unwrap()
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
            avatar_url: None,
            last_page: None,
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
    fn what_was_accepted_reads_the_same_again() {
        let given = rules(json!({"roles":["user"],"attributes":[{"name":"a","operator":"<","value":1}]}));
        assert_eq!(stored(&serde_json::to_string(&given).unwrap()).unwrap(), given);
        assert!(stored("{}").unwrap().is_empty());
        assert_eq!(stored("{\"who\":1}"), None);
    }
}
