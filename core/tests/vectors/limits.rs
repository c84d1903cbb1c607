//! `limits.json`: how long, how many, how deep. Run on a thread with a small stack, as a mobile binding's may
//! be, so that a check that recurses fails here.

use crate::build::{build, build_text};
use crate::files::{ExpectedError, compare, named, run, same, vectors};
use frontdesk_core::model::attributes::UserAttributes;
use frontdesk_core::model::discard;
use frontdesk_core::model::event::EventName;
use frontdesk_core::model::metadata::Metadata;
use frontdesk_core::model::scalar::Scalar;
use serde::Deserialize;
use serde_json::Value;

const SMALL_STACK: usize = 512 * 1_024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    event_names: Vec<NameCase>,
    metadata: Vec<MetadataCase>,
    numbers: Vec<NumberCase>,
    attributes: Vec<AttributesCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameCase {
    name: String,
    text: Value,
    error: Option<ExpectedError>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetadataCase {
    name: String,
    /// As text, or …
    json: Option<Value>,
    /// … as a value.
    value: Option<Value>,
    wire: Option<String>,
    error: Option<ExpectedError>,
    #[serde(default)]
    any_of: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberCase {
    name: String,
    number: String,
    error: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AttributesCase {
    name: String,
    input: Value,
    error: Option<ExpectedError>,
}

named!(NameCase, MetadataCase, NumberCase, AttributesCase);

#[test]
fn every_case_of_limits_json_holds_on_a_small_stack() {
    let thread = std::thread::Builder::new().stack_size(SMALL_STACK).spawn(|| {
        let file: File = vectors("limits.json");
        run("limits.json", "event_names", &file.event_names, |case| {
            compare(EventName::new(build_text(&case.text)), case.error.as_ref()).map(drop)
        });
        run("limits.json", "metadata", &file.metadata, metadata);
        run("limits.json", "numbers", &file.numbers, |case| {
            let number: f64 = case.number.parse().map_err(|_| "no number")?;
            let built = Metadata::builder().with("n", number).build();
            same(&built.map_err(|error| error.code), &Err(case.error.as_str()))?;
            let attribute = Scalar::from(number).check("custom_attributes.n", 255);
            same(&attribute.map_err(|error| error.code), &Err(case.error.as_str()))
        });
        run("limits.json", "attributes", &file.attributes, |case| {
            let input = build(&case.input);
            let outcome = UserAttributes::from_json(&input);
            discard(input);
            compare(outcome, case.error.as_ref()).map(drop)
        });
    });
    thread.unwrap().join().unwrap();
}

fn metadata(case: &MetadataCase) -> Result<(), String> {
    let outcome = match (&case.json, &case.value) {
        (Some(text), None) => Metadata::parse(build_text(text).as_bytes()),
        (None, Some(value)) => Metadata::from_value(build(value)),
        _ => return Err("must have json or value".into()),
    };
    if !case.any_of.is_empty() {
        let code = outcome.map_err(|error| error.code);
        let expected = case.any_of.iter().any(|one| code == Err(one.as_str()));
        return if expected {
            Ok(())
        } else {
            Err(format!("got {code:?}, expected any of {:?}", case.any_of))
        };
    }
    let Some(accepted) = compare(outcome, case.error.as_ref())? else {
        return Ok(());
    };
    if let Some(wire) = &case.wire {
        same(&accepted.as_json(), &wire.as_str())?;
    }
    // What was frozen is accepted again and stays the same.
    let again = Metadata::parse(accepted.as_json().as_bytes()).map_err(|error| error.to_string())?;
    same(&again.as_json(), &accepted.as_json())
}
