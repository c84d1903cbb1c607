//! A contact search as a tree, in no database's language.
//!
//! [`parse`] reads the operator API's nested form and refuses what it cannot mean, naming the field; stores
//! translate the tree. Fields are a closed list, so no text of a request ever becomes part of a statement.

use serde_json::Value;

/// A search.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// All must hold.
    And(Vec<Query>),
    /// One must hold.
    Or(Vec<Query>),
    /// A comparison.
    Test {
        /// What is compared.
        field: Field,
        /// How.
        op: Op,
        /// With what; several only for `In` and `NotIn`.
        values: Vec<Value>,
    },
}

/// What can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// A text field of contacts.
    Text(&'static str),
    /// A date field of contacts, compared by calendar day (UTC).
    Date(&'static str),
    /// The flag `unsubscribed_from_emails`.
    Flag(&'static str),
    /// What follows the `@` of the address.
    EmailDomain,
    /// A custom attribute.
    Custom(String),
    /// Something that is worked out: an expression of ours.
    Worked(&'static str),
    /// One of several values, as an expression of ours that selects them; equals means that one of them does.
    OneOf(&'static str),
}

/// How it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `=`
    Equals,
    /// `!=`
    NotEquals,
    /// `IN`
    In,
    /// `NIN`
    NotIn,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `~`
    Contains,
    /// `!~`
    NotContains,
    /// `^`
    StartsWith,
    /// `$`
    EndsWith,
}

const TEXT_FIELDS: [&str; 7] = [
    "id",
    "role",
    "name",
    "email",
    "phone",
    "external_id",
    "language_override",
];
const DATE_FIELDS: [&str; 4] = ["created_at", "updated_at", "signed_up_at", "last_seen_at"];
/// What scripts may ask for and nobody tells us: unknown for every contact.
const UNKNOWN_FIELDS: [&str; 26] = [
    "owner_id",
    "avatar",
    "last_contacted_at",
    "last_replied_at",
    "last_email_opened_at",
    "last_email_clicked_at",
    "browser",
    "browser_language",
    "os",
    "location.country",
    "location.region",
    "location.city",
    "ios_last_seen_at",
    "ios_app_version",
    "ios_device",
    "ios_app_device",
    "ios_os_version",
    "ios_app_name",
    "ios_sdk_version",
    "android_last_seen_at",
    "android_app_version",
    "android_device",
    "android_app_name",
    "android_os_version",
    "android_sdk_version",
    "andoid_sdk_version",
];
const MAX_FILTERS: usize = 15;
const MAX_DEPTH: usize = 3;

/// Reads a search. An error is what is wrong, in words for a developer.
pub fn parse(query: &Value) -> Result<Query, String> {
    parse_with(query, field)
}

/// Reads a search whose fields `field` knows.
pub fn parse_with(query: &Value, field: fn(&str) -> Option<Field>) -> Result<Query, String> {
    parse_at(query, 1, field)
}

fn parse_at(query: &Value, depth: usize, field: fn(&str) -> Option<Field>) -> Result<Query, String> {
    let operator = query
        .get("operator")
        .and_then(Value::as_str)
        .ok_or_else(|| "a query needs a field, an operator and a value".to_owned())?;
    if operator == "AND" || operator == "OR" {
        if depth >= MAX_DEPTH {
            return Err("groups can be nested two levels deep".to_owned());
        }
        let filters = query
            .get("value")
            .and_then(Value::as_array)
            .ok_or_else(|| "a group needs an array as value".to_owned())?;
        if filters.is_empty() || filters.len() > MAX_FILTERS {
            return Err(format!("a group needs 1 to {MAX_FILTERS} filters"));
        }
        let parts = filters
            .iter()
            .map(|filter| parse_at(filter, depth + 1, field))
            .collect::<Result<_, _>>()?;
        return Ok(if operator == "AND" {
            Query::And(parts)
        } else {
            Query::Or(parts)
        });
    }
    let name = query
        .get("field")
        .and_then(Value::as_str)
        .ok_or_else(|| "a filter needs a field".to_owned())?;
    let field = field(name).ok_or_else(|| "this field cannot be searched".to_owned())?;
    let op = op(operator).ok_or_else(|| "unknown operator".to_owned())?;
    let value = query
        .get("value")
        .ok_or_else(|| "a filter needs a value".to_owned())?;
    let values = match (op, value) {
        (Op::In | Op::NotIn, Value::Array(values)) => values.clone(),
        (Op::In | Op::NotIn, _) => return Err("IN and NIN need an array as value".to_owned()),
        (_, Value::Array(_) | Value::Object(_)) => {
            return Err("the value must be a string, number or boolean".to_owned());
        }
        (_, value) => vec![value.clone()],
    };
    if values.len() > 100 || values.iter().any(|value| value.is_array() || value.is_object()) {
        return Err("the value must be a string, number or boolean, or up to 100 of them".to_owned());
    }
    if let Field::Date(_) = field {
        if !matches!(op, Op::Equals | Op::Less | Op::Greater) {
            return Err("dates can be compared with =, < and >".to_owned());
        }
        let seconds = values
            .first()
            .and_then(unix_seconds)
            .ok_or_else(|| "a date is unix seconds".to_owned())?;
        return Ok(Query::Test {
            field,
            op,
            values: vec![Value::from(seconds)],
        });
    }
    Ok(Query::Test { field, op, values })
}

fn unix_seconds(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

fn field(name: &str) -> Option<Field> {
    if let Some(custom) = name.strip_prefix("custom_attributes.") {
        // A backslash has a meaning of its own in the paths of databases.
        if custom.contains('\\') {
            return None;
        }
        return Some(Field::Custom(custom.to_owned()));
    }
    if let Some(text) = TEXT_FIELDS.into_iter().find(|known| *known == name) {
        return Some(Field::Text(text));
    }
    if let Some(date) = DATE_FIELDS.into_iter().find(|known| *known == name) {
        return Some(Field::Date(date));
    }
    match name {
        "tag_id" => Some(Field::OneOf(
            "select cast(x.tag_id as text) as value from contact_tags x where x.contact_id = c.id",
        )),
        // There are none of these, so nobody is in one.
        "segment_id" => Some(Field::OneOf("select '' as value where 0")),
        "has_hard_bounced" | "marked_email_as_spam" => Some(Field::Worked("0")),
        name if UNKNOWN_FIELDS.contains(&name) => Some(Field::Worked("null")),
        "email_domain" => Some(Field::EmailDomain),
        "unsubscribed_from_emails" => Some(Field::Flag("unsubscribed_from_emails")),
        _ => None,
    }
}

fn op(sign: &str) -> Option<Op> {
    Some(match sign {
        "=" => Op::Equals,
        "!=" => Op::NotEquals,
        "IN" => Op::In,
        "NIN" => Op::NotIn,
        "<" => Op::Less,
        "<=" => Op::LessOrEqual,
        ">" => Op::Greater,
        ">=" => Op::GreaterOrEqual,
        "~" => Op::Contains,
        "!~" => Op::NotContains,
        "^" => Op::StartsWith,
        "$" => Op::EndsWith,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_that_is_not_on_the_list_is_refused() {
        assert!(
            parse(&json!({"field":"merged_into; drop table contacts","operator":"=","value":1})).is_err()
        );
    }

    #[test]
    fn groups_nest_two_levels_and_hold_fifteen_filters() {
        let filter = json!({"field":"email","operator":"=","value":"a@b.c"});
        let group = |parts: Vec<Value>| json!({"operator":"AND","value":parts});
        assert!(parse(&group(vec![group(vec![filter.clone()])])).is_ok());
        assert!(parse(&group(vec![group(vec![group(vec![filter.clone()])])])).is_err());
        assert!(parse(&group(vec![filter.clone(); 15])).is_ok());
        assert!(parse(&group(vec![filter; 16])).is_err());
    }

    #[test]
    fn dates_refuse_operators_that_have_no_meaning_for_days() {
        for sign in ["!=", ">=", "<=", "IN", "NIN"] {
            let value = if sign.ends_with("IN") {
                json!([1])
            } else {
                json!(1)
            };
            assert!(
                parse(&json!({"field":"created_at","operator":sign,"value":value})).is_err(),
                "{sign}"
            );
        }
        assert!(parse(&json!({"field":"created_at","operator":">","value":"1700000000"})).is_ok());
    }
}
