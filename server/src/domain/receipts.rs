//! What one receipt must be. Each is decided alone, like an event. Pure functions, on request threads.

use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::events::Refusal;
use super::guides::STEPS;
use crate::json::Json;
use crate::random::fingerprint;
use crate::store::NewReceipt;

const KINDS: [&str; 7] = [
    "article",
    "survey",
    "carousel",
    "news",
    "in_app_message",
    "tour",
    "checklist",
];
const EVENTS: [&str; 6] = ["shown", "dismissed", "clicked", "answered", "completed", "step"];
/// Most answers of one receipt.
const ANSWERS: usize = 100;

/// Decides one item of a batch.
pub fn check(raw: &RawValue, most_bytes: usize) -> Result<NewReceipt, Refusal> {
    let refused = |id: Option<&str>, code, field: &str| Refusal {
        id: id.map(|id| id.chars().take(64).collect()),
        code,
        field: Some(field.to_owned()),
    };
    let unreadable = Refusal {
        id: None,
        code: "parameter_invalid",
        field: None,
    };
    if raw.get().len() > most_bytes {
        return Err(refused(None, "too_long", "answers"));
    }
    let Ok(item) = serde_json::from_str::<Json>(raw.get()) else {
        return Err(unreadable);
    };
    if !matches!(item, Json::Object(_)) {
        return Err(unreadable);
    }
    let id = item.get("id").and_then(Json::as_str);
    if let Some(flaw) = item.flaw() {
        return Err(refused(id, "parameter_invalid", &flaw.path));
    }
    let uuid = match item.get("id") {
        None | Some(Json::Null) => return Err(refused(None, "parameter_missing", "id")),
        Some(_) => id.and_then(|text| uuid::Uuid::try_parse(text).ok()),
    };
    let Some(uuid) = uuid else {
        return Err(refused(id, "parameter_invalid", "id"));
    };
    let word = |field: &str, allowed: &[&str]| match item.get(field) {
        None | Some(Json::Null) => Err(refused(id, "parameter_missing", field)),
        Some(value) => value
            .as_str()
            .filter(|text| {
                if allowed.is_empty() {
                    (1..=190).contains(&text.chars().count())
                } else {
                    allowed.contains(text)
                }
            })
            .map(str::to_owned)
            .ok_or_else(|| refused(id, "parameter_invalid", field)),
    };
    let kind = word("kind", &KINDS)?;
    let content_id = word("content_id", &[])?;
    let event = word("event", &EVENTS)?;
    let answers = match (event.as_str(), item.get("answers")) {
        ("answered", Some(Json::Array(answers))) if (1..=ANSWERS).contains(&answers.len()) => {
            if !matches!(kind.as_str(), "survey" | "checklist") {
                return Err(refused(id, "parameter_invalid", "event"));
            }
            Some(answers.iter().map(Json::to_value).collect::<Vec<Value>>())
        }
        ("answered", None) => return Err(refused(id, "parameter_missing", "answers")),
        (_, None) => None,
        (_, Some(_)) => return Err(refused(id, "parameter_invalid", "answers")),
    };
    let answers = match (event.as_str(), item.get("step")) {
        ("step", None | Some(Json::Null)) => return Err(refused(id, "parameter_missing", "step")),
        ("step", Some(_)) if kind != "tour" => return Err(refused(id, "parameter_invalid", "event")),
        ("step", Some(step)) => {
            let step = step
                .as_i64()
                .filter(|step| usize::try_from(*step).is_ok_and(|step| (1..=STEPS).contains(&step)))
                .ok_or_else(|| refused(id, "parameter_invalid", "step"))?;
            // Kept where answers are kept: one column for what a person says.
            Some(vec![json!({ "step": step })])
        }
        (_, None) => answers,
        (_, Some(_)) => return Err(refused(id, "parameter_invalid", "step")),
    };
    Ok(NewReceipt {
        id: uuid.hyphenated().to_string(),
        // Sorted keys: the same receipt written in another order is the same receipt.
        body_hash: fingerprint(item.to_value().to_string().as_bytes()),
        kind,
        content_id,
        event,
        answers,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01936d3c-7e00-7000-8000-000000000001";

    fn run(text: &str) -> Result<NewReceipt, Refusal> {
        check(&serde_json::from_str::<Box<RawValue>>(text).unwrap(), 4096)
    }

    #[test]
    fn each_fault_names_its_field() {
        let rest = r#""kind":"survey","content_id":"1""#;
        for (item, code, field) in [
            (
                format!(r#"{{{rest},"event":"shown"}}"#),
                "parameter_missing",
                "id",
            ),
            (
                format!(r#"{{"id":"7",{rest},"event":"shown"}}"#),
                "parameter_invalid",
                "id",
            ),
            (format!(r#"{{"id":"{ID}",{rest}}}"#), "parameter_missing", "event"),
            (
                format!(r#"{{"id":"{ID}",{rest},"event":"seen"}}"#),
                "parameter_invalid",
                "event",
            ),
            (
                format!(r#"{{"id":"{ID}","kind":"hologram","content_id":"1","event":"shown"}}"#),
                "parameter_invalid",
                "kind",
            ),
            (
                format!(r#"{{"id":"{ID}","kind":"tour","content_id":"1","event":"step"}}"#),
                "parameter_missing",
                "step",
            ),
            (
                format!(r#"{{"id":"{ID}","kind":"tour","content_id":"1","event":"step","step":31}}"#),
                "parameter_invalid",
                "step",
            ),
            (
                format!(r#"{{"id":"{ID}","kind":"tour","content_id":"1","event":"shown","step":1}}"#),
                "parameter_invalid",
                "step",
            ),
            (
                format!(r#"{{"id":"{ID}",{rest},"event":"step","step":1}}"#),
                "parameter_invalid",
                "event",
            ),
            (
                format!(r#"{{"id":"{ID}","kind":"survey","event":"shown"}}"#),
                "parameter_missing",
                "content_id",
            ),
            (
                format!(r#"{{"id":"{ID}",{rest},"event":"answered"}}"#),
                "parameter_missing",
                "answers",
            ),
            (
                format!(r#"{{"id":"{ID}",{rest},"event":"answered","answers":[]}}"#),
                "parameter_invalid",
                "answers",
            ),
            (
                format!(r#"{{"id":"{ID}",{rest},"event":"shown","answers":[1]}}"#),
                "parameter_invalid",
                "answers",
            ),
            (
                format!(r#"{{"id":"{ID}","kind":"news","content_id":"1","event":"answered","answers":[1]}}"#),
                "parameter_invalid",
                "event",
            ),
        ] {
            let refusal = run(&item).unwrap_err();
            assert_eq!(
                (refusal.code, refusal.field.as_deref()),
                (code, Some(field)),
                "{item}"
            );
        }
        assert_eq!(run("7").unwrap_err().field, None);
        assert!(
            run(&format!(
                r#"{{"id":"{ID}",{rest},"event":"shown","x":"{}"}}"#,
                "y".repeat(5000)
            ))
            .is_err()
        );
    }
}
