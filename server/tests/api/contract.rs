//! Every answer of a test is held to `contract/openapi.yaml`: a status that is not described there, or a
//! body of another shape, fails the test that got it.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use jsonschema::Validator;
use serde_json::{Value, json};

fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../contract/openapi.yaml");
        serde_yaml_ng::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    })
}

/// Follows `$ref` once, when there is one.
fn resolved(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(place) => document()
            .pointer(place.trim_start_matches('#'))
            .expect("a reference leads somewhere"),
        None => value,
    }
}

fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let fits = |template: &str| {
        let (mut ours, mut theirs) = (template.split('/'), path.split('/'));
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return true,
                (Some(one), Some(other)) if one == other || (one.starts_with('{') && !other.is_empty()) => {}
                _ => return false,
            }
        }
    };
    let paths = document()["paths"].as_object().unwrap();
    // A path without placeholders wins over one with them.
    let mut found: Vec<_> = paths.iter().filter(|(template, _)| fits(template)).collect();
    found.sort_by_key(|(template, _)| template.matches('{').count());
    found
        .first()
        .and_then(|(_, item)| item.get(method.to_lowercase()))
}

/// Method and path of everything that is described.
pub(crate) fn operations() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, item) in document()["paths"].as_object().unwrap() {
        for method in item
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| *key != "parameters")
        {
            found.push((method.to_uppercase(), path.clone()));
        }
    }
    found
}

/// Fails when the contract describes this operation and the answer is not what it describes.
pub(crate) fn check(method: &str, path: &str, status: u16, body: &Value) {
    let Some(operation) = operation(method, path) else {
        return;
    };
    if status == 404 && operation["responses"]["404"].is_null() {
        // Described, and not built yet.
        return;
    }
    let response = &operation["responses"][status.to_string().as_str()];
    assert!(
        !response.is_null(),
        "{method} {path} is not described with status {status}: {body}"
    );
    let schema = &resolved(response)["content"]["application/json"]["schema"];
    if schema.is_null() {
        return;
    }
    check_schema(schema, body, &format!("{method} {path} {status}"));
}

/// Fails when an event of a stream is neither a change nor a typing notice.
pub(crate) fn check_event(data: &Value) {
    let name = if data["type"] == "typing" {
        "TypingNotice"
    } else {
        "Change"
    };
    check_schema(&document()["components"]["schemas"][name], data, "an event");
}

fn check_schema(schema: &Value, body: &Value, what: &str) {
    static VALIDATORS: OnceLock<Mutex<HashMap<String, &'static Validator>>> = OnceLock::new();
    let validators = VALIDATORS.get_or_init(Mutex::default);
    let validator = *validators
        .lock()
        .unwrap()
        .entry(schema.to_string())
        .or_insert_with(|| {
            let mut root = schema.clone();
            root["components"] = json!({ "schemas": document()["components"]["schemas"] });
            Box::leak(Box::new(jsonschema::draft202012::new(&root).unwrap()))
        });
    let faults: Vec<String> = validator
        .iter_errors(body)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(
        faults.is_empty(),
        "{what} breaks the contract: {faults:#?}\n{body}"
    );
}
