//! Holding every exchange to `contract/openapi.yaml`.
//!
//! Guarantees: what the core sends and what the server's handlers answer is validated by a library against the
//! schema the contract names for that method, path and status; a path or a status the contract does not know
//! is a fault too. Called by [`TestServer`](super::TestServer) when it ends, on the test's thread.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::{Value, json};

use super::journal::Exchange;

static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::load);

/// See the module.
pub struct Contract {
    document: Value,
    /// By the schema's own text, because compiling one takes longer than using it.
    validators: Mutex<HashMap<String, &'static Validator>>,
}

impl Contract {
    /// The contract of this tree.
    pub fn of_this_tree() -> &'static Self {
        &CONTRACT
    }

    fn load() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../contract/openapi.yaml");
        let text = std::fs::read_to_string(path).expect("the contract can be read");
        let document = serde_yaml_ng::from_str(&text).expect("the contract is YAML that fits into JSON");
        Self {
            document,
            validators: Mutex::default(),
        }
    }

    /// Everything that is wrong with these exchanges, a line each.
    pub fn faults_of(&self, exchanges: &[Exchange]) -> Vec<String> {
        exchanges
            .iter()
            .filter(|e| e.path.starts_with("/sdk/"))
            .flat_map(|e| self.faults(e))
            .collect()
    }

    fn faults(&self, exchange: &Exchange) -> Vec<String> {
        let line = exchange.line();
        // Requests made by hand are the test's own business; their answers are not.
        let by_core = exchange
            .header("frontdesk-client")
            .is_some_and(|name| name.starts_with("rust/"));
        let Some(operation) = self.operation(exchange) else {
            return if by_core {
                vec![format!("{line}: the contract has no such operation")]
            } else {
                Vec::new()
            };
        };
        let mut faults = Vec::new();
        if by_core {
            faults.extend(self.request_faults(exchange, operation));
        }
        if let Some(status) = exchange.status {
            faults.extend(self.answer_faults(exchange, operation, status));
        }
        faults
            .into_iter()
            .map(|fault| format!("{line}: {fault}"))
            .collect()
    }

    fn request_faults(&self, exchange: &Exchange, operation: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter = self.resolved(parameter);
            let name = parameter["name"]
                .as_str()
                .unwrap_or_default()
                .to_ascii_lowercase();
            if parameter["in"] == "header"
                && parameter["required"] == true
                && exchange.header(&name).is_none()
            {
                faults.push(format!("request without the header {name}"));
            }
        }
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() {
            let any = operation["requestBody"]["content"]["*/*"].is_object();
            if !exchange.body.is_empty() && !any {
                faults.push("request with a body that the contract does not know".to_owned());
            }
            return faults;
        }
        faults.extend(
            self.check(schema, &exchange.body)
                .into_iter()
                .map(|fault| format!("request: {fault}")),
        );
        faults
    }

    fn answer_faults(&self, exchange: &Exchange, operation: &Value, status: u16) -> Vec<String> {
        let answer = self.resolved(&operation["responses"][status.to_string()]);
        if answer.is_null() {
            return vec![format!("answer {status}, which the contract does not know")];
        }
        let schema = &answer["content"]["application/json"]["schema"];
        if schema.is_null() {
            let empty = exchange.answer.is_empty();
            return if empty {
                Vec::new()
            } else {
                vec![format!("answer {status} with a body")]
            };
        }
        if exchange.content_type.as_deref() != Some("application/json") {
            return vec![format!(
                "answer {status} with the content type {:?}",
                exchange.content_type
            )];
        }
        let faults = self.check(schema, &exchange.answer);
        faults
            .into_iter()
            .map(|fault| format!("answer {status}: {fault}"))
            .collect()
    }

    fn operation(&self, exchange: &Exchange) -> Option<&Value> {
        let method = exchange.method.to_ascii_lowercase();
        let paths = self.document["paths"].as_object()?;
        let fits = |template: &str| {
            let (template, path) = (template.split('/'), exchange.path.split('/'));
            template.clone().count() == path.clone().count()
                && template
                    .zip(path)
                    .all(|(wanted, found)| wanted.starts_with('{') || wanted == found)
        };
        // A path without parameters wins over one with them.
        let mut candidates: Vec<_> = paths.iter().filter(|(template, _)| fits(template)).collect();
        candidates.sort_by_key(|(template, _)| template.contains('{'));
        candidates
            .into_iter()
            .map(|(_, item)| &item[&method])
            .find(|operation| !operation.is_null())
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"]
            .as_str()
            .and_then(|reference| reference.strip_prefix('#'))
        {
            Some(pointer) => self.document.pointer(pointer).unwrap_or(&Value::Null),
            None => value,
        }
    }

    fn check(&self, schema: &Value, bytes: &[u8]) -> Vec<String> {
        let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
            return vec!["no JSON".to_owned()];
        };
        let validator = self.validator(schema);
        let shown =
            |error: jsonschema::ValidationError<'_>| format!("{} at {}", error, error.instance_path());
        validator.iter_errors(&value).take(3).map(shown).collect()
    }

    fn validator(&self, schema: &Value) -> &'static Validator {
        let mut validators = self
            .validators
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        validators.entry(schema.to_string()).or_insert_with(|| {
            let root = json!({ "allOf": [schema], "components": self.document["components"] });
            let validator = jsonschema::draft202012::options()
                .should_validate_formats(true)
                .build(&root)
                .expect("a schema of the contract compiles");
            // A handful, for the life of the test process.
            Box::leak(Box::new(validator))
        })
    }
}
