//! Limits and exactness of metadata; the shared cases are in `contract/vectors/limits.json`.

use super::*;
use serde_json::json;

fn fault(value: Value) -> (&'static str, String, Option<u64>) {
    let error = Metadata::from_value(value).unwrap_err();
    (error.code, error.field, error.limit)
}

#[test]
fn metadata_is_frozen_in_the_order_it_was_given() {
    let metadata = Metadata::parse(br#" { "z" : 1 , "a" : [ true , null ] } "#).unwrap();
    assert_eq!(metadata.as_json(), r#"{"z":1,"a":[true,null]}"#);
    assert!(!metadata.is_empty());
    assert!(Metadata::parse(b"null").unwrap().is_empty());
    assert!(Metadata::from_value(json!({})).unwrap().is_empty());
}

#[test]
fn whole_numbers_and_odd_keys_survive_exactly() {
    let text = r#"{"min":-9223372036854775808,"max":18446744073709551615,"odd":9007199254740993,"__proto__":{"constructor":1}}"#;
    let metadata = Metadata::parse(text.as_bytes()).unwrap();
    assert_eq!(metadata.as_json(), text);
    assert_eq!(metadata.to_value()["max"], json!(u64::MAX));
}

#[test]
fn size_is_measured_as_it_will_be_sent() {
    let with_text = |length: usize| json!({ "k": "x".repeat(length) });
    let overhead = r#"{"k":""}"#.len();
    assert!(Metadata::from_value(with_text(METADATA_BYTES - overhead)).is_ok());
    let expected = ("metadata_too_large", "metadata".to_owned(), Some(31_744));
    assert_eq!(fault(with_text(METADATA_BYTES - overhead + 1)), expected);
    // Escapes count: 6,000 line breaks take 12,000 bytes, 6,000 of U+0001 take 36,000.
    assert!(Metadata::from_value(json!({ "k": "\n".repeat(6_000) })).is_ok());
    assert_eq!(fault(json!({ "k": "\u{1}".repeat(6_000) })), expected);
    assert_eq!(
        Metadata::parse(&[b' '; METADATA_TEXT_BYTES + 1])
            .unwrap_err()
            .limit,
        Some(31_744)
    );
}

#[test]
fn keys_are_counted_at_every_level() {
    let flat = |count: usize| Value::Object((0..count).map(|n| (format!("k{n}"), Value::Null)).collect());
    assert!(Metadata::from_value(flat(METADATA_KEYS)).is_ok());
    assert_eq!(
        fault(flat(METADATA_KEYS + 1)),
        ("too_many_keys", "metadata".into(), Some(256))
    );
    let nested = json!({ "a": flat(128), "b": [flat(127)] });
    assert_eq!(fault(nested).0, "too_many_keys");
}

#[test]
fn depth_is_counted_with_the_metadata_itself_as_the_first_level() {
    let nested = |depth: usize| (1..depth).fold(json!({}), |value, _| json!({ "k": value }));
    assert!(Metadata::from_value(nested(METADATA_DEPTH)).is_ok());
    assert_eq!(
        fault(nested(METADATA_DEPTH + 1)),
        ("too_deep", "metadata".into(), Some(8))
    );
    assert_eq!(fault(json!({"k": [[[[[[[[1]]]]]]]]})).0, "too_deep");
}

#[test]
fn metadata_built_twenty_thousand_deep_is_refused_on_a_small_stack() {
    let small = std::thread::Builder::new().stack_size(256 * 1_024);
    let thread = small.spawn(|| {
        let deep = (0..20_000).fold(Value::Null, |value, _| {
            Map::from_iter([("k".into(), value)]).into()
        });
        Metadata::from_value(deep).unwrap_err().code
    });
    assert_eq!(thread.unwrap().join().unwrap(), "too_deep");
}

#[test]
fn faults_name_the_field_and_never_the_value() {
    assert_eq!(fault(json!({"a": {"b": ["ok", "bad\0"]}})).1, "metadata.a.b[1]");
    assert_eq!(
        fault(json!({"a": {" ": 1}})),
        ("empty", "metadata.a. ".into(), None)
    );
    assert_eq!(
        fault(json!({"a\nb": 1})),
        ("invalid_text", "metadata.a\u{fffd}b".into(), None)
    );
    for value in [json!([]), json!("secret"), json!(1), json!(true)] {
        assert_eq!(fault(value), ("wrong_type", "metadata".into(), None));
    }
    let error = Metadata::from_value(json!({ "a": "canary\0" })).unwrap_err();
    assert!(!format!("{error:?}").contains("canary"));
}

#[test]
fn the_builder_makes_links_and_money_and_refuses_what_is_no_number() {
    let metadata = Metadata::builder()
        .with("order_date", 1_392_036_272)
        .link("order_number", "https://example.com/3434", "3434")
        .money("price", 4_900, "eur")
        .build()
        .unwrap();
    assert_eq!(
        metadata.to_value(),
        json!({
            "order_date": 1_392_036_272,
            "order_number": {"url": "https://example.com/3434", "value": "3434"},
            "price": {"amount": 4_900, "currency": "eur"}
        })
    );
    let error = Metadata::builder().with("price", f64::NAN).build().unwrap_err();
    assert_eq!(
        (error.code, error.field.as_str()),
        ("not_finite", "metadata.price")
    );
}

#[test]
fn frozen_bytes_are_embedded_unchanged() {
    let metadata = Metadata::parse(br#"{"z":1.0,"a":[1e3,{"b":null}]}"#).unwrap();
    let outer = serde_json::to_string(&[&metadata]).unwrap();
    assert_eq!(outer, format!("[{}]", metadata.as_json()));
}

#[test]
fn the_largest_event_fits_the_wire() {
    use crate::model::event::{EventName, OperationId};
    use crate::model::limits::{EVENT_BYTES, EVENT_NAME_CHARS};
    for character in ["\u{10ffff}", "\"", "\\"] {
        let name = EventName::new(character.repeat(EVENT_NAME_CHARS)).unwrap();
        let envelope = json!({
            "id": OperationId::new().to_string(), "name": name.as_str(), "created_at": i64::MIN, "metadata": {}
        });
        assert!(
            envelope.to_string().len() + METADATA_BYTES <= EVENT_BYTES,
            "{character:?}"
        );
    }
}
