//! `text.json`: names, values, JSON text, and UTF-16 as other languages hold it.

use crate::build::build_text;
use crate::files::{ExpectedError, compare, named, run, same, vectors};
use frontdesk_core::model::attributes::UserAttributes;
use frontdesk_core::model::content::{ContentKind, ContentRef};
use frontdesk_core::model::event::EventName;
use frontdesk_core::model::metadata::Metadata;
use frontdesk_core::model::{InputError, parse_json};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    names: Vec<TextCase>,
    values: Vec<TextCase>,
    json: Vec<JsonCase>,
    utf16: Vec<Utf16Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextCase {
    name: String,
    text: String,
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonCase {
    name: String,
    /// The text, or …
    json: Option<Value>,
    /// … its bytes in hexadecimal.
    hex: Option<String>,
    error: Option<ExpectedError>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Utf16Case {
    name: String,
    units: Vec<u16>,
    text: Option<String>,
    error: Option<String>,
}

named!(TextCase, JsonCase, Utf16Case);

#[test]
fn every_case_of_text_json_holds() {
    let file: File = vectors("text.json");
    run("text.json", "names", &file.names, |case| {
        let text = || case.text.clone();
        let kept = EventName::new(text()).map(|name| name.as_str().to_owned());
        agrees("event name", case, kept.clone().map(drop))?;
        if let Ok(kept) = kept {
            same(&kept, &case.text)?;
        }
        agrees("user id", case, UserAttributes::new().user_id(text()).check())?;
        agrees(
            "content id",
            case,
            ContentRef::new(ContentKind::Survey, text()).map(drop),
        )?;
        agrees(
            "attribute name",
            case,
            UserAttributes::new().custom(text(), 1).check(),
        )?;
        let metadata = Map::from_iter([(text(), Value::from(1))]);
        agrees(
            "metadata key",
            case,
            Metadata::from_value(metadata.into()).map(drop),
        )
    });
    run("text.json", "values", &file.values, |case| {
        agrees(
            "name",
            case,
            UserAttributes::new().name(case.text.as_str()).check(),
        )?;
        agrees(
            "attribute",
            case,
            UserAttributes::new().custom("a", case.text.as_str()).check(),
        )?;
        agrees(
            "metadata",
            case,
            Metadata::from_value(json!({"a": [case.text]})).map(drop),
        )
    });
    run("text.json", "json", &file.json, |case| {
        let bytes = match (&case.json, &case.hex) {
            (Some(text), None) => build_text(text).into_bytes(),
            (None, Some(hex)) => bytes(hex),
            _ => return Err("must have json or hex".into()),
        };
        compare(parse_json(&bytes), case.error.as_ref()).map(drop)
    });
    run("text.json", "utf16", &file.utf16, |case| {
        // UTF-16 reaches Rust escaped in JSON, as a JavaScript or Kotlin caller would write it.
        let escaped: String = case.units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
        let read = parse_json(format!("\"{escaped}\"").as_bytes());
        let expected = match (&case.text, &case.error) {
            (Some(text), None) => Ok(Value::from(text.as_str())),
            (None, Some(error)) => Err(error.as_str()),
            _ => return Err("must have text or error".into()),
        };
        same(&read.map_err(|error| error.code), &expected)
    });
}

fn agrees(place: &str, case: &TextCase, outcome: Result<(), InputError>) -> Result<(), String> {
    let expected = case.error.as_deref().map_or(Ok(()), Err);
    same(&outcome.map_err(|error| error.code), &expected).map_err(|failure| format!("as {place}: {failure}"))
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |index: usize| {
        hex.get(index..index + 2)
            .and_then(|two| u8::from_str_radix(two, 16).ok())
    };
    (0..hex.len())
        .step_by(2)
        .map(|index| digit(index).unwrap())
        .collect()
}
