//! Runs `contract/vectors/sse.json`: every case whole, byte by byte, and cut in two at every place.

use super::*;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// Text, or a list of texts, builders and `{"$bytes": "hex"}`, put together.
    stream: Value,
    /// The bound of lines and events; 1 MiB when absent.
    most_bytes: Option<usize>,
    items: Vec<Expected>,
    #[serde(default)]
    error: Option<String>,
}

#[derive(Deserialize, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Expected {
    Event {
        #[serde(rename = "type")]
        kind: String,
        data: Value,
        id: String,
    },
    RetryMs(u64),
    Comment(bool),
}

fn bytes(value: &Value) -> Vec<u8> {
    match value {
        Value::String(text) => text.clone().into_bytes(),
        Value::Array(parts) => parts.iter().flat_map(bytes).collect(),
        Value::Object(_) if value["$text"].is_array() => {
            let times = usize::try_from(value["$text"][1].as_u64().unwrap()).unwrap();
            value["$text"][0].as_str().unwrap().repeat(times).into_bytes()
        }
        Value::Object(_) => {
            let hex = value["$bytes"].as_str().unwrap();
            let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
            (0..hex.len()).step_by(2).map(byte).collect()
        }
        other => panic!("no stream: {other}"),
    }
}

fn read(case: &Case, chunks: &[&[u8]]) -> (Vec<Expected>, Option<String>) {
    let mut parser = case
        .most_bytes
        .map_or_else(SseParser::default, SseParser::with_most_bytes);
    let mut items = Vec::new();
    let mut error = None;
    for chunk in chunks {
        if parser.push(chunk, &mut items).is_err() {
            error = Some("too_long".to_owned());
            break;
        }
    }
    let seen = items.into_iter().map(|item| match item {
        Item::Event(event) => Expected::Event {
            kind: event.kind,
            data: event.data.into(),
            id: event.last_id,
        },
        Item::Retry(wait) => Expected::RetryMs(u64::try_from(wait.as_millis()).unwrap()),
        Item::Comment => Expected::Comment(true),
    });
    (seen.collect(), error)
}

#[test]
fn the_shared_cases_hold_wherever_the_stream_is_cut() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../contract/vectors/sse.json");
    let file: File = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut names = std::collections::HashSet::new();
    let mut failures = Vec::new();
    for case in &file.cases {
        assert!(names.insert(&case.name), "{} is there twice", case.name);
        let stream = bytes(&case.stream);
        let expected: Vec<Expected> = case
            .items
            .iter()
            .map(|item| match item {
                Expected::Event { kind, data, id } => Expected::Event {
                    kind: kind.clone(),
                    data: String::from_utf8(bytes(data)).unwrap().into(),
                    id: id.clone(),
                },
                Expected::RetryMs(wait) => Expected::RetryMs(*wait),
                Expected::Comment(is) => Expected::Comment(*is),
            })
            .collect();
        let mut check = |how: &str, chunks: &[&[u8]]| {
            let got = read(case, chunks);
            if (&got.0, &got.1) != (&expected, &case.error) {
                failures.push(format!("{} ({how}): {:?}", case.name, got.1));
            }
        };
        check("whole", &[&stream]);
        check("byte by byte", &stream.chunks(1).collect::<Vec<_>>());
        // Long streams are cut where it matters: near their beginning and their end.
        let cuts = (0..=stream.len()).filter(|cut| *cut < 200 || stream.len() - cut < 200);
        for cut in cuts {
            check("cut in two", &[&stream[..cut], &stream[cut..]]);
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
    assert!(file.cases.len() >= 30, "{} cases", file.cases.len());
}

#[test]
fn nothing_of_an_event_is_printed() {
    let mut parser = SseParser::default();
    let mut items = Vec::new();
    parser.push(b"data: a secret\n\n", &mut items).unwrap();
    assert_eq!(items.len(), 1);
    assert!(!format!("{items:?}").contains("secret"));
}

#[test]
fn memory_does_not_grow_with_an_endless_line() {
    let mut parser = SseParser::with_most_bytes(1000);
    let mut items = Vec::new();
    let refused = (0..).find(|_| parser.push(&[b'x'; 300], &mut items).is_err());
    assert_eq!(refused, Some(3));
    assert!(parser.line.len() <= 1000);
}
