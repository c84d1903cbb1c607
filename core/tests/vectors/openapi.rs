//! `contract/openapi.yaml` is a description that can be trusted: it refers to nothing that is missing, every
//! schema accepts its own examples and refuses its own counterexamples, requests are closed, and every
//! operation lists the answers that any operation may give.

use crate::files::contract;
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Statuses that every operation of a device or an operator may answer.
const ANYWHERE: [&str; 12] = [
    "400", "401", "403", "408", "413", "415", "429", "500", "502", "503", "504", "507",
];

fn document() -> Value {
    let text = std::fs::read_to_string(contract("openapi.yaml")).unwrap();
    serde_yaml_ng::from_str(&text).unwrap()
}

fn schemas(document: &Value) -> &Map<String, Value> {
    document["components"]["schemas"].as_object().unwrap()
}

/// A validator of one schema of the document, formats included.
fn validator(document: &Value, name: &str) -> Validator {
    let root = json!({
        "$ref": format!("#/components/schemas/{name}"),
        "components": { "schemas": document["components"]["schemas"] }
    });
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&root)
        .unwrap()
}

/// Calls `visit` for every value inside `value`, with its path.
fn walk<'a>(path: &str, value: &'a Value, visit: &mut impl FnMut(&str, &'a Value)) {
    visit(path, value);
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                walk(&format!("{path}/{key}"), member, visit);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(&format!("{path}/{index}"), item, visit);
            }
        }
        _ => {}
    }
}

fn operations(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if method != "parameters" {
                found.push((format!("{} {path}", method.to_uppercase()), operation));
            }
        }
    }
    found
}

#[test]
fn every_schema_accepts_its_examples_and_refuses_its_counterexamples() {
    let document = document();
    let mut failures = Vec::new();
    let mut checked = 0;
    for (name, schema) in schemas(&document) {
        let validator = validator(&document, name);
        let listed = |key: &str| schema[key].as_array().cloned().unwrap_or_default();
        let (examples, counterexamples) = (listed("examples"), listed("x-counterexamples"));
        if examples.is_empty() || counterexamples.is_empty() {
            failures.push(format!("{name} lacks examples or x-counterexamples"));
        }
        for example in &examples {
            let errors: Vec<String> = validator
                .iter_errors(example)
                .map(|error| error.to_string())
                .collect();
            if !errors.is_empty() {
                failures.push(format!("{name} refuses {example}: {}", errors.join("; ")));
            }
        }
        for counterexample in counterexamples.iter().filter(|one| validator.is_valid(one)) {
            failures.push(format!("{name} accepts {counterexample}"));
        }
        checked += examples.len() + counterexamples.len();
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    println!(
        "openapi.yaml: {} schemas, {checked} examples and counterexamples",
        schemas(&document).len()
    );
}

#[test]
fn every_reference_leads_somewhere_and_no_part_is_left_over() {
    let document = document();
    let mut used = HashSet::new();
    walk("", &document, &mut |path, value| {
        if let Some(target) = value.get("$ref").and_then(Value::as_str) {
            let pointer = target
                .strip_prefix('#')
                .unwrap_or_else(|| panic!("{path}: {target} is outside"));
            assert!(
                document.pointer(pointer).is_some(),
                "{path}: {target} does not exist"
            );
            used.insert(target.to_owned());
        }
    });
    // What the server keeps of metadata is said in words where it matters: an event with another value is
    // still a request that may be sent.
    let on_purpose = "#/components/schemas/MetadataValue";
    for section in ["schemas", "responses", "parameters", "headers"] {
        for name in document["components"][section].as_object().unwrap().keys() {
            let target = format!("#/components/{section}/{name}");
            assert!(
                used.contains(&target) || target == on_purpose,
                "{target} is used nowhere"
            );
        }
    }
}

#[test]
fn every_operation_has_its_own_id_and_lists_what_any_may_answer() {
    let document = document();
    let mut ids = HashSet::new();
    let operations = operations(&document);
    for (name, operation) in &operations {
        let id = operation["operationId"]
            .as_str()
            .unwrap_or_else(|| panic!("{name} has no operationId"));
        assert!(ids.insert(id), "{id} is used twice");
        let responses = operation["responses"].as_object().unwrap();
        assert!(
            responses.keys().any(|status| status.starts_with('2')),
            "{name} never succeeds"
        );
        if name.contains(" /sdk/") || name.contains(" /x/") {
            let missing: Vec<_> = ANYWHERE
                .iter()
                .filter(|status| !responses.contains_key(**status))
                .collect();
            assert!(missing.is_empty(), "{name} lacks {missing:?}");
        }
        for (status, response) in responses {
            let response = resolve(&document, response);
            for header in ["Date", "X-Request-Id"] {
                assert!(
                    response["headers"].get(header).is_some(),
                    "{name} {status} lacks the header {header}"
                );
            }
        }
    }
    println!("openapi.yaml: {} operations", operations.len());
}

#[test]
fn device_requests_name_their_client_and_operators_use_their_own_token() {
    let document = document();
    for (name, operation) in operations(&document) {
        let parameters = operation["parameters"].to_string();
        if name.contains(" /sdk/") {
            assert!(
                parameters.contains("#/components/parameters/Client"),
                "{name} lacks Frontdesk-Client"
            );
        } else if name.contains(" /x/") {
            assert_eq!(operation["security"], json!([{ "operator": [] }]), "{name}");
        }
    }
}

#[test]
fn requests_are_closed_so_that_a_misspelled_field_is_found() {
    let document = document();
    for (name, operation) in operations(&document) {
        let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") else {
            continue;
        };
        let target = schema["$ref"]
            .as_str()
            .unwrap_or_else(|| panic!("{name}: the body must be a named schema"));
        let schema_name = target.rsplit('/').next().unwrap();
        let validator = validator(&document, schema_name);
        for example in schemas(&document)[schema_name]["examples"].as_array().unwrap() {
            let mut misspelled = example.clone();
            misspelled
                .as_object_mut()
                .unwrap()
                .insert("mispelled".into(), Value::Null);
            assert!(
                !validator.is_valid(&misspelled),
                "{name}: {schema_name} takes a field it does not know"
            );
        }
    }
}

#[test]
fn patterns_mean_here_what_the_vectors_say() {
    let document = document();
    let name = validator(&document, "Name");
    let value = validator(&document, "ShortText");
    let vectors: Value =
        serde_json::from_str(&std::fs::read_to_string(contract("vectors/text.json")).unwrap()).unwrap();
    for (section, validator) in [("names", &name), ("values", &value)] {
        for case in vectors[section].as_array().unwrap() {
            let accepted = case.get("error").is_none();
            assert_eq!(
                validator.is_valid(&case["text"]),
                accepted,
                "{section}: {}",
                case["name"]
            );
        }
    }
}

fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(target) => document.pointer(target.trim_start_matches('#')).unwrap(),
        None => value,
    }
}
