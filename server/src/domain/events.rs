//! What an event may be.
//!
//! [`check`] decides one item of a batch alone: a bad event is refused with a code and a field, and its
//! neighbours go through. Text is kept as sent, so that an equal retry compares equal. Pure function.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::plain_event;
use crate::config::Limits;
use crate::json::Json;
use crate::store::NewEvent;

/// Why an event was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The id, when one could be read.
    pub id: Option<String>,
    /// Stable code.
    pub code: &'static str,
    /// The field that is wrong.
    pub field: Option<String>,
}

/// An event that may be stored, and whether metadata keys past the limit were left out.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The event.
    pub event: NewEvent,
    /// Keys were left out.
    pub keys_dropped: bool,
}

/// The server's time, and how far the device's clock is behind it.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// Unix seconds.
    pub now: i64,
    /// Seconds to add to the device's times.
    pub shift: i64,
}

/// Decides one item of a batch.
pub fn check(raw: &RawValue, timing: Timing, limits: &Limits) -> Result<Checked, Refusal> {
    match plain_event::read(raw.get(), timing, limits) {
        Some(event) => Ok(Checked {
            event,
            keys_dropped: false,
        }),
        None => check_fully(raw, timing, limits),
    }
}

/// The time of an event by our clock. The device may have stepped its clock between the event and the
/// request; then the correction is wrong for this event, and its own time stands when it is plausible.
fn place(made_at: i64, timing: Timing, limits: &Limits) -> Result<i64, &'static str> {
    let oldest = timing.now.saturating_sub(seconds(limits.event_max_age));
    let newest = timing.now.saturating_add(seconds(limits.event_max_ahead));
    let corrected = made_at.saturating_add(timing.shift);
    [corrected, made_at]
        .into_iter()
        .find(|at| (oldest..=newest).contains(at))
        .ok_or(if corrected < oldest { "too_old" } else { "too_new" })
}

/// Decides one item in every detail. The only place that refuses.
pub(super) fn check_fully(raw: &RawValue, timing: Timing, limits: &Limits) -> Result<Checked, Refusal> {
    let text = raw.get();
    if text.len() > limits.event_bytes {
        return Err(Refusal {
            id: lenient_id(text),
            code: "metadata_too_large",
            field: Some("metadata".into()),
        });
    }
    let Ok(item) = serde_json::from_str::<Json>(text) else {
        return Err(Refusal {
            id: lenient_id(text),
            code: "parameter_invalid",
            field: None,
        });
    };
    let id = item
        .get("id")
        .and_then(Json::as_str)
        .map(|id| id.chars().take(64).collect::<String>());
    let refuse = |code, field: &str| Refusal {
        id: id.clone(),
        code,
        field: Some(field.to_owned()),
    };

    if !matches!(item, Json::Object(_)) {
        return Err(Refusal {
            id: None,
            code: "parameter_invalid",
            field: None,
        });
    }
    if let Some(flaw) = item.flaw() {
        return Err(refuse("parameter_invalid", &flaw.path));
    }
    let uuid = match item.get("id") {
        None | Some(Json::Null) => return Err(refuse("parameter_missing", "id")),
        Some(value) => value.as_str().and_then(|text| uuid::Uuid::try_parse(text).ok()),
    };
    let Some(uuid) = uuid else {
        return Err(refuse("parameter_invalid", "id"));
    };
    let name = match item.get("name") {
        None | Some(Json::Null) => return Err(refuse("parameter_missing", "name")),
        Some(Json::String(name)) if !name.trim().is_empty() => name,
        Some(_) => return Err(refuse("parameter_invalid", "name")),
    };
    if name.chars().count() > limits.event_name_chars {
        return Err(refuse("too_long", "name"));
    }
    let made_at = match item.get("created_at") {
        None | Some(Json::Null) => return Err(refuse("parameter_missing", "created_at")),
        Some(value) => value.as_i64(),
    };
    let Some(made_at) = made_at else {
        return Err(refuse("parameter_invalid", "created_at"));
    };
    let created_at = place(made_at, timing, limits).map_err(|code| refuse(code, "created_at"))?;
    let (metadata, keys_dropped) =
        check_metadata(item.get("metadata"), limits).map_err(|(code, field)| refuse(code, &field))?;
    Ok(Checked {
        event: NewEvent {
            id: uuid.hyphenated().to_string(),
            name: name.clone(),
            created_at,
            metadata,
        },
        keys_dropped,
    })
}

type MetadataFault = (&'static str, String);

/// The metadata to keep, as text, and whether keys were left out.
pub fn check_metadata(
    metadata: Option<&Json>,
    limits: &Limits,
) -> Result<(Option<String>, bool), MetadataFault> {
    let entries = match metadata {
        None | Some(Json::Null) => return Ok((None, false)),
        Some(Json::Object(entries)) => entries,
        Some(_) => return Err(("parameter_invalid", "metadata".to_owned())),
    };
    let kept = &entries[..entries.len().min(limits.metadata_keys)];
    for (key, value) in kept {
        let field = || format!("metadata.{key}");
        if key.is_empty() {
            return Err(("parameter_invalid", "metadata".to_owned()));
        }
        match value {
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
            Json::Object(_) if is_rich_link(value) || is_money(value) => {}
            Json::Array(_) | Json::Object(_) => return Err(("metadata_nested", field())),
        }
    }
    let text =
        serde_json::to_string(&Entries(kept)).map_err(|_| ("parameter_invalid", "metadata".to_owned()))?;
    Ok((Some(text), kept.len() < entries.len()))
}

struct Entries<'a>(&'a [(String, Json)]);

impl serde::Serialize for Entries<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

fn is_rich_link(value: &Json) -> bool {
    value.entries().len() == 2
        && ["url", "value"]
            .iter()
            .all(|key| value.get(key).is_some_and(|part| part.as_str().is_some()))
}

fn is_money(value: &Json) -> bool {
    value.entries().len() == 2
        && matches!(value.get("amount"), Some(Json::Number(_)))
        && value.get("currency").is_some_and(|part| part.as_str().is_some())
}

/// The id of an item that is broken elsewhere, so that its refusal can name it.
fn lenient_id(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct OnlyId {
        id: String,
    }
    serde_json::from_str::<OnlyId>(text)
        .ok()
        .map(|only| only.id.chars().take(64).collect())
}

fn seconds(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01936d3c-7e00-7000-8000-000000000001";

    fn run(text: &str) -> Result<Checked, Refusal> {
        let raw: Box<RawValue> = serde_json::from_str(text).unwrap();
        check(
            &raw,
            Timing {
                now: 1_000_000_000,
                shift: 0,
            },
            &Limits::default(),
        )
    }

    fn code_of(rest: &str) -> (&'static str, Option<String>) {
        let refusal = run(&format!(r#"{{"id":"{ID}",{rest}}}"#)).unwrap_err();
        assert_eq!(refusal.id.as_deref(), Some(ID));
        (refusal.code, refusal.field)
    }

    #[test]
    fn each_fault_has_its_code_and_names_its_field() {
        let ok = r#""name":"x","created_at":1000000000"#;
        for (rest, code, field) in [
            (
                r#""created_at":1000000000"#.to_owned(),
                "parameter_missing",
                Some("name"),
            ),
            (
                r#""name":"","created_at":1000000000"#.to_owned(),
                "parameter_invalid",
                Some("name"),
            ),
            (
                format!(r#""name":"{}","created_at":1000000000"#, "é".repeat(121)),
                "too_long",
                Some("name"),
            ),
            (
                r#""name":"x""#.to_owned(),
                "parameter_missing",
                Some("created_at"),
            ),
            (
                r#""name":"x","created_at":"1""#.to_owned(),
                "parameter_invalid",
                Some("created_at"),
            ),
            (
                r#""name":"x","created_at":99999999999999999999"#.to_owned(),
                "parameter_invalid",
                Some("created_at"),
            ),
            (
                r#""name":"x","created_at":5"#.to_owned(),
                "too_old",
                Some("created_at"),
            ),
            (
                r#""name":"x","created_at":1000003601"#.to_owned(),
                "too_new",
                Some("created_at"),
            ),
            (
                format!(r#"{ok},"metadata":[]"#),
                "parameter_invalid",
                Some("metadata"),
            ),
            (
                format!(r#"{ok},"metadata":{{"a":{{"b":1}}}}"#),
                "metadata_nested",
                Some("metadata.a"),
            ),
            (
                format!(r#"{ok},"metadata":{{"a":[1]}}"#),
                "metadata_nested",
                Some("metadata.a"),
            ),
            (
                format!(r#"{ok},"metadata":{{"a":1,"a":2}}"#),
                "parameter_invalid",
                Some("metadata.a"),
            ),
            (
                format!(r#"{ok},"metadata":{{"a":"\u0000"}}"#),
                "parameter_invalid",
                Some("metadata.a"),
            ),
            (
                format!(r#"{ok},"metadata":{{"a":"{}"}}"#, "x".repeat(33_000)),
                "metadata_too_large",
                Some("metadata"),
            ),
            (
                format!(r#"{ok},"metadata":{}"#, "[".repeat(2000) + &"]".repeat(2000)),
                "parameter_invalid",
                None,
            ),
        ] {
            assert_eq!(
                code_of(&rest),
                (code, field.map(str::to_owned)),
                "{}",
                &rest[..rest.len().min(80)]
            );
        }
    }

    #[test]
    fn rich_links_and_money_are_kept_as_sent() {
        let metadata = r#"{"order":{"url":"https://x","value":"1"},"price":{"amount":100,"currency":"usd"}}"#;
        let text = format!(r#"{{"id":"{ID}","name":"x","created_at":1000000000,"metadata":{metadata}}}"#);
        assert_eq!(run(&text).unwrap().event.metadata.unwrap(), metadata);
    }

    #[test]
    fn the_first_ten_keys_in_the_order_sent_are_kept() {
        let keys: Vec<String> = (0..12).rev().map(|n| format!(r#""k{n}":{n}"#)).collect();
        let checked = run(&format!(
            r#"{{"id":"{ID}","name":"x","created_at":1000000000,"metadata":{{{}}}}}"#,
            keys.join(",")
        ))
        .unwrap();
        assert!(checked.keys_dropped);
        assert_eq!(
            checked.event.metadata.unwrap(),
            format!("{{{}}}", keys[..10].join(","))
        );
    }

    #[test]
    fn a_clock_that_was_stepped_after_the_event_does_not_cost_the_event() {
        let now = 1_000_000_000;
        let raw: Box<RawValue> = serde_json::from_str(&format!(
            r#"{{"id":"{ID}","name":"x","created_at":{}}}"#,
            now - 10
        ))
        .unwrap();
        for shift in [-315_000_000, 315_000_000] {
            let event = check(&raw, Timing { now, shift }, &Limits::default())
                .unwrap()
                .event;
            assert_eq!(event.created_at, now - 10);
        }
    }

    #[test]
    fn a_clock_that_is_wrong_is_corrected_before_the_age_is_judged() {
        let raw: Box<RawValue> =
            serde_json::from_str(&format!(r#"{{"id":"{ID}","name":"x","created_at":5}}"#)).unwrap();
        let timing = Timing {
            now: 1_000_000_000,
            shift: 999_999_990,
        };
        assert_eq!(
            check(&raw, timing, &Limits::default()).unwrap().event.created_at,
            999_999_995
        );
    }
}
