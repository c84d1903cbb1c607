//! What JSON text may be; the shared cases are in `contract/vectors/text.json` and `limits.json`.

use super::*;
use proptest::prelude::*;

fn code(text: &str) -> Option<&'static str> {
    parse_json(text.as_bytes()).err().map(|error| error.code)
}

fn field(text: &str) -> String {
    parse_json(text.as_bytes()).unwrap_err().field
}

#[test]
fn faults_are_reported_at_the_field_that_holds_them() {
    assert_eq!(field(r#"{"a":{"b":[1,2,"\ud800"]}}"#), "a.b[2]");
    assert_eq!(field(r#"{"a":1,"b":{"c":1e400}}"#), "b.c");
    assert_eq!(field(r#"{"a":{"b":1,"\ud800":2}}"#), "a");
    assert_eq!(field(r#"[{"x":1},{"x":1,"\u0078":2}]"#), "[1].x");
}

#[test]
fn a_key_written_twice_is_refused_however_it_is_spelled() {
    assert_eq!(code(r#"{"a":1,"\u0061":2}"#), Some("duplicate_key"));
    assert_eq!(code(r#"{"a":{"a":1},"b":{"a":1}}"#), None);
    assert_eq!(code(r#"{"":1,"":2}"#), Some("duplicate_key"));
}

#[test]
fn nesting_is_refused_at_the_limit_with_constant_stack() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(code(&nested(limits::JSON_DEPTH)), None);
    assert_eq!(code(&nested(limits::JSON_DEPTH + 1)), Some("too_deep"));
    assert_eq!(code(&"[".repeat(1_000_000)), Some("too_deep"));
    assert_eq!(code(&r#"{"a":"#.repeat(100_000)), Some("too_deep"));
}

#[test]
fn a_value_twenty_thousand_deep_is_discarded_on_a_small_stack() {
    let small = std::thread::Builder::new().stack_size(256 * 1_024);
    let thread = small.spawn(|| {
        let deep = (0..20_000).fold(Value::Null, |value, level| {
            if level % 2 == 0 {
                Value::Array(vec![value])
            } else {
                serde_json::Map::from_iter([("k".into(), value)]).into()
            }
        });
        discard(deep);
    });
    thread.unwrap().join().unwrap();
}

#[test]
fn bytes_that_are_no_text_are_told_from_text_that_is_no_json() {
    assert_eq!(parse_json(b"\"\xed\xa0\x80\"").unwrap_err().code, "invalid_text");
    assert_eq!(parse_json(b"\"\xff\"").unwrap_err().code, "invalid_text");
    for text in [
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "nul",
        "1 2",
        "\u{feff}{}",
        "{a:1}",
        "'a'",
        "[1}",
    ] {
        assert_eq!(code(text), Some("invalid_json"), "{text:?}");
    }
}

#[test]
fn more_text_than_allowed_is_refused_unread() {
    let limits = JsonLimits {
        max_bytes: 4,
        bytes_code: "metadata_too_large",
        ..JsonLimits::default()
    };
    let error = parse_json_within(b"nonsense", "metadata", &limits).unwrap_err();
    assert_eq!(
        (error.code, error.limit, error.field.as_str()),
        ("metadata_too_large", Some(4), "metadata")
    );
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("finite", |number| number.is_finite())
            .prop_map(Value::from),
        "[^\\x00]*".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::btree_map("[^\\x00]*", inner, 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_serde_json_writes_is_accepted_and_read_back_the_same(value in any_json()) {
        for text in [serde_json::to_string(&value).unwrap(), serde_json::to_string_pretty(&value).unwrap()] {
            prop_assert_eq!(parse_json(text.as_bytes()), Ok(value.clone()));
        }
    }

    #[test]
    fn the_scan_never_accepts_what_serde_json_refuses(bytes in prop::collection::vec(
        prop::sample::select(br#"{}[]",:\u0dD81e.-+ntrfalsy "#.to_vec()), 0..40)) {
        if check_json(&bytes, "", &JsonLimits::default()).is_ok() {
            prop_assert!(serde_json::from_slice::<Value>(&bytes).is_ok());
        }
    }
}
