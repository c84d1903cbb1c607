//! Bodies for any route: the examples of the contract with marks in place of words, and bodies that are
//! wrong in every simple way.

use std::sync::OnceLock;

use frontdesk_server::Route;
use serde_json::{Value, json};

/// In everything that is sent. Lower-case letters and digits, so that it fits where names and words fit.
pub(crate) const MARK: &str = "marked7f3a5c";

fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../contract/openapi.yaml");
        serde_yaml_ng::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    })
}

/// A path with `id` in every place.
pub(crate) fn path(template: &str, id: &str) -> String {
    let part = |part: &str| match part {
        "{kind}" => "survey".to_owned(),
        "{platform}" => "web".to_owned(),
        place if place.starts_with('{') => id.to_owned(),
        word => word.to_owned(),
    };
    template.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// The contract's examples of a request, when it has any.
fn examples(route: &Route) -> Vec<Value> {
    let normal = |path: &str| self::path(path, "id");
    let paths = document()["paths"].as_object().unwrap();
    let found = paths.iter().find(|(path, _)| normal(path) == normal(&route.path));
    let operation = found.map(|(_, item)| &item[route.method.to_lowercase()]);
    let reference = operation
        .and_then(|one| one["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str());
    let schema = reference.and_then(|name| document().pointer(name.trim_start_matches('#')));
    schema
        .and_then(|schema| schema["examples"].as_array())
        .cloned()
        .unwrap_or_default()
}

/// Words become marks; ids, times and words of a list stay what they are when `keep` is set, so that the
/// request gets further.
fn marked(value: &Value, keep: bool) -> Value {
    match value {
        Value::String(text) if keep && is_form(text) => Value::String(text.clone()),
        Value::String(_) => Value::String(MARK.to_owned()),
        Value::Array(items) => items.iter().map(|item| marked(item, keep)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, member)| (key.clone(), marked(member, keep)))
            .collect(),
        other => other.clone(),
    }
}

/// An id, a number or a single lower-case word.
fn is_form(text: &str) -> bool {
    let id = uuid::Uuid::parse_str(text).is_ok() || text.parse::<u64>().is_ok();
    id || text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// What operators send, all at once: each route takes what it knows.
fn everything() -> Value {
    json!({
        "name": MARK, "email": format!("{MARK}@example.org"), "phone": MARK, "external_id": MARK, "role": "user",
        "user_id": MARK, "title": MARK, "body": MARK, "description": MARK, "message_type": "comment",
        "type": "user", "admin_id": "1", "author_id": 1, "from": { "type": "user", "id": MARK },
        "event_name": MARK, "created_at": 1_700_000_000, "metadata": { "k": MARK }, "id": MARK, "into": MARK,
        "custom_attributes": { "plan": MARK }, "company_id": MARK, "note": MARK, "tag": MARK, "state": "published",
        "query": { "field": "email", "operator": "=", "value": MARK }, "model": "contact", "data_type": "string",
        "contacts": [ { "id": MARK } ], "ticket_type_id": "1", "ticket_attributes": { "_default_title_": MARK },
    })
}

/// Bodies to send to a route, good ones first.
pub(crate) fn of(route: &Route) -> Vec<String> {
    if route.method == "GET" {
        return vec![String::new()];
    }
    let mut bodies = Vec::new();
    for example in examples(route) {
        bodies.push(marked(&example, true));
        bodies.push(marked(&example, false));
    }
    bodies.push(everything());
    bodies.push(json!(MARK));
    bodies.push(json!([MARK]));
    let mut texts: Vec<String> = bodies.iter().map(Value::to_string).collect();
    let cut = texts[0].clone();
    texts.push(cut[..cut.len() / 2].to_owned());
    texts.push(format!("{{\"{MARK}\":\"{MARK}\u{0}\"}}"));
    texts.push(format!("{{\"name\":\"{MARK}\",\"name\":\"{MARK}\"}}"));
    texts.push(format!("{MARK} is no JSON"));
    texts
}
