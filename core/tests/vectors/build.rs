//! Input too large to be written out: `{"$text": ["x", 300]}`, `{"$keys": 257}`, `{"$nest": ["object", 9]}`,
//! `{"$list": [1, 40000]}`, `{"$key": [key, value]}`, at any place of an input.

use serde_json::{Map, Value, json};

/// Replaces every builder in `input` by what it builds.
pub(crate) fn build(input: &Value) -> Value {
    match input {
        Value::Object(members) => match members.iter().next() {
            Some((name, argument)) if members.len() == 1 && name.starts_with('$') => {
                built(name, argument).unwrap_or_else(|| input.clone())
            }
            _ => members
                .iter()
                .map(|(key, value)| (key.clone(), build(value)))
                .collect::<Map<_, _>>()
                .into(),
        },
        Value::Array(items) => items.iter().map(build).collect(),
        plain => plain.clone(),
    }
}

/// As [`build`], for places where text is wanted.
pub(crate) fn build_text(input: &Value) -> String {
    match build(input) {
        Value::String(text) => text,
        other => panic!("no text: {other}"),
    }
}

fn built(name: &str, argument: &Value) -> Option<Value> {
    let first = || argument.get(0).map(build);
    let count = |value: &Value| usize::try_from(value.as_u64().unwrap_or_default()).unwrap_or_default();
    let second = || argument.get(1).map_or(0, count);
    Some(match name {
        "$text" => first()?.as_str()?.repeat(second()).into(),
        "$keys" => (0..count(argument))
            .map(|n| (format!("k{n}"), Value::Null))
            .collect::<Map<_, _>>()
            .into(),
        "$nest" if first()? == "object" => (1..second()).fold(json!({}), |inner, _| {
            Map::from_iter([("k".to_owned(), inner)]).into()
        }),
        "$nest" if first()? == "array" => (1..second()).fold(json!([]), |inner, _| Value::Array(vec![inner])),
        "$list" => Value::Array(vec![first()?; second()]),
        "$key" => Map::from_iter([(first()?.as_str()?.to_owned(), build(argument.get(1)?))]).into(),
        // Not a builder but a key that begins with a dollar sign.
        _ => return None,
    })
}

#[test]
fn builders_build_what_the_readme_says() {
    assert_eq!(build(&json!({"a": {"$text": ["ab", 2]}})), json!({"a": "abab"}));
    assert_eq!(build(&json!({"$keys": 2})), json!({"k0": null, "k1": null}));
    assert_eq!(build(&json!({"$nest": ["object", 3]})), json!({"k": {"k": {}}}));
    assert_eq!(build(&json!({"$nest": ["array", 2]})), json!([[]]));
    assert_eq!(
        build(&json!({"$list": [{"id": "1"}, 2]})),
        json!([{"id": "1"}, {"id": "1"}])
    );
    assert_eq!(
        build(&json!({"$key": [{"$text": ["k", 3]}, 1]})),
        json!({"kkk": 1})
    );
    assert_eq!(build(&json!({"$a": 1})), json!({"$a": 1}));
}
