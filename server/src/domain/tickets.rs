//! Tickets: what a kind of tickets may ask for, whether a ticket's attributes fit, and how devices see one.
//!
//! Pure functions: attributes are checked inside the transaction that makes or changes a ticket.

use serde_json::{Map, Value, json};

use crate::store::Ticket;

/// The attribute that is every ticket's title.
pub const TITLE: &str = "_default_title_";
/// The attribute that is every ticket's description.
pub const DESCRIPTION: &str = "_default_description_";
const TYPES: [&str; 6] = ["text", "long_text", "number", "boolean", "list", "date"];
/// Most attributes of a kind.
const ATTRIBUTES: usize = 100;

/// What is wrong: the field, and a sentence for a developer.
pub type Fault = (String, String);

fn worded(value: Option<&Value>, most: usize) -> Option<&str> {
    value
        .and_then(Value::as_str)
        .filter(|text| !text.trim().is_empty() && text.chars().count() <= most)
}

/// Reads the attributes of a kind of tickets: every field there, nothing else.
pub fn read_type_attributes(attributes: &Value) -> Result<Vec<Value>, Fault> {
    let fault = |field: String, message: &str| Err((field, message.to_owned()));
    let Some(list) = attributes.as_array().filter(|list| list.len() <= ATTRIBUTES) else {
        return fault("attributes".to_owned(), "attributes is an array of 100 at most");
    };
    let mut read: Vec<Value> = Vec::new();
    for (index, attribute) in list.iter().enumerate() {
        let at = |name: &str| format!("attributes[{index}].{name}");
        let Some(name) = worded(attribute.get("name"), 190) else {
            return fault(at("name"), "a name has 1 to 190 characters");
        };
        if read.iter().any(|other| other["name"] == name) {
            return fault(at("name"), "two attributes have this name");
        }
        let Some(label) = worded(attribute.get("label"), 255) else {
            return fault(at("label"), "a label has 1 to 255 characters");
        };
        let kind = attribute.get("type").and_then(Value::as_str).unwrap_or("");
        if !TYPES.contains(&kind) {
            return fault(
                at("type"),
                "a type is text, long_text, number, boolean, list or date",
            );
        }
        let description = match attribute.get("description") {
            None | Some(Value::Null) => Value::Null,
            Some(Value::String(text)) if text.chars().count() <= 1024 => text.as_str().into(),
            Some(_) => return fault(at("description"), "a description is a string"),
        };
        let required = match attribute.get("required") {
            None => false,
            Some(Value::Bool(required)) => *required,
            Some(_) => return fault(at("required"), "required is true or false"),
        };
        let mut one = json!({
            "name": name, "label": label, "description": description, "type": kind, "required": required
        });
        match attribute.get("options") {
            None if kind == "list" => return fault(at("options"), "a list needs options"),
            None => {}
            Some(_) if kind != "list" => return fault(at("options"), "only lists have options"),
            Some(options) => {
                let texts = options.as_array().filter(|all| {
                    (1..=100).contains(&all.len())
                        && all.iter().all(|one| worded(Some(one), 255).is_some())
                        && all.iter().enumerate().all(|(n, one)| !all[..n].contains(one))
                });
                let Some(texts) = texts else {
                    return fault(at("options"), "a list has up to 100 different options");
                };
                one["options"] = json!(texts);
            }
        }
        read.push(one);
    }
    Ok(read)
}

/// Why attributes do not fit a kind of tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// A required one is not there; its name.
    Missing(String),
    /// It is not asked for, or its value is of another type; its name.
    Wrong(String),
}

/// Checks the attributes of a ticket against those of its kind, as `read_type_attributes` stored them. With
/// `partly`, required ones may be left out. Nulls say that there is no value.
pub fn check_attributes(
    asked: &[Value],
    given: &Map<String, Value>,
    partly: bool,
) -> Result<Map<String, Value>, Misfit> {
    let mut kept = Map::new();
    for (name, value) in given {
        let attribute = asked.iter().find(|one| one["name"] == name.as_str());
        let kind = match attribute {
            Some(attribute) => attribute["type"].as_str().unwrap_or("text"),
            // Every ticket has them, whether its kind asks for them or not.
            None if name == TITLE => "text",
            None if name == DESCRIPTION => "long_text",
            None => return Err(Misfit::Wrong(name.clone())),
        };
        let options = attribute.and_then(|one| one.get("options"));
        if !value.is_null() && !fits(kind, options, value) {
            return Err(Misfit::Wrong(name.clone()));
        }
        if partly || !value.is_null() {
            kept.insert(name.clone(), value.clone());
        }
    }
    if !partly {
        let missing = asked.iter().filter(|one| one["required"] == true).find(|one| {
            let value = one["name"].as_str().and_then(|name| kept.get(name));
            value.is_none_or(|value| value.as_str().is_some_and(|text| text.trim().is_empty()))
        });
        if let Some(missing) = missing {
            return Err(Misfit::Missing(
                missing["name"].as_str().unwrap_or_default().to_owned(),
            ));
        }
    }
    Ok(kept)
}

fn fits(kind: &str, options: Option<&Value>, value: &Value) -> bool {
    let text = |most: usize| value.as_str().is_some_and(|text| text.chars().count() <= most);
    match kind {
        "text" => text(1024),
        "long_text" => text(65_536),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "list" => options
            .and_then(Value::as_array)
            .is_some_and(|all| all.contains(value)),
        // Unix seconds, or a day as people write it in forms.
        "date" => value.as_i64().is_some() || value.as_str().is_some_and(is_day),
        _ => false,
    }
}

/// Whether a text is a day, as in `2026-11-21`.
fn is_day(text: &str) -> bool {
    let digits = |part: &str, length: usize| {
        (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u16>().ok())
            .flatten()
    };
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2)) else {
        return false;
    };
    u8::try_from(month)
        .ok()
        .and_then(|month| time::Month::try_from(month).ok())
        .zip(u8::try_from(day).ok())
        .is_some_and(|(month, day)| time::Date::from_calendar_date(i32::from(year), month, day).is_ok())
}

/// A ticket as devices see it.
#[must_use]
pub fn for_device(ticket: &Ticket) -> Value {
    json!({
        "id": ticket.client_id.clone().unwrap_or_else(|| ticket.id.to_string()),
        "title": ticket.attributes.get(TITLE).and_then(Value::as_str),
        "description": ticket.attributes.get(DESCRIPTION).and_then(Value::as_str),
        "state": ticket.state.as_str(),
        "ticket_type": { "id": ticket.type_id, "name": ticket.type_name },
        "attributes": ticket.attributes,
        "conversation_id": ticket.conversation_id.map(|id| id.to_string()),
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Vec<Value> {
        read_type_attributes(&json!([
            {"name":TITLE,"label":"What?","type":"text","required":true},
            {"name":"device","label":"On what?","type":"list","options":["phone","tablet"]},
            {"name":"times","label":"How often?","type":"number"},
            {"name":"day","label":"Since when?","type":"date"},
            {"name":"again","label":"Again?","type":"boolean"},
        ]))
        .unwrap()
    }

    #[test]
    fn attributes_must_be_asked_for_and_fit() {
        for (given, misfit) in [
            (json!({TITLE:"x"}), None),
            (
                json!({TITLE:"x",DESCRIPTION:"y","device":"phone","times":2,"day":"2026-02-28","again":true}),
                None,
            ),
            (json!({TITLE:"x","day":1_700_000_000,"device":null}), None),
            (json!({}), Some(Misfit::Missing(TITLE.into()))),
            (json!({TITLE:" "}), Some(Misfit::Missing(TITLE.into()))),
            (json!({TITLE:null}), Some(Misfit::Missing(TITLE.into()))),
            (json!({TITLE:5}), Some(Misfit::Wrong(TITLE.into()))),
            (
                json!({TITLE:"x","device":"desk"}),
                Some(Misfit::Wrong("device".into())),
            ),
            (
                json!({TITLE:"x","times":"2"}),
                Some(Misfit::Wrong("times".into())),
            ),
            (
                json!({TITLE:"x","day":"2026-02-30"}),
                Some(Misfit::Wrong("day".into())),
            ),
            (
                json!({TITLE:"x","colour":"red"}),
                Some(Misfit::Wrong("colour".into())),
            ),
        ] {
            let result = check_attributes(&asked(), given.as_object().unwrap(), false);
            assert_eq!(result.err(), misfit, "{given}");
        }
        assert!(check_attributes(&asked(), json!({"times":1}).as_object().unwrap(), true).is_ok());
    }

    #[test]
    fn a_kind_that_cannot_be_filled_in_is_refused_and_named() {
        for (bad, field) in [
            (json!({}), "attributes"),
            (json!([{"label":"l","type":"text"}]), "attributes[0].name"),
            (json!([{"name":"a","type":"text"}]), "attributes[0].label"),
            (
                json!([{"name":"a","label":"l","type":"files"}]),
                "attributes[0].type",
            ),
            (
                json!([{"name":"a","label":"l","type":"list"}]),
                "attributes[0].options",
            ),
            (
                json!([{"name":"a","label":"l","type":"text","options":["x"]}]),
                "attributes[0].options",
            ),
            (
                json!([{"name":"a","label":"l","type":"text"},{"name":"a","label":"l","type":"text"}]),
                "attributes[1].name",
            ),
        ] {
            assert_eq!(read_type_attributes(&bad).unwrap_err().0, field, "{bad}");
        }
    }
}
