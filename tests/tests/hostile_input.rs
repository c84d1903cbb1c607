//! K16 to K18: whatever an app hands over is refused with a code and stores nothing, or arrives unchanged.
//!
//! The cases are the contract's vectors; here they go the whole way, into the server's database.

use frontdesk_core::{Metadata, UserAttributes};
use frontdesk_tests::support::{App, TestServer};
use serde_json::{Map, Value, json};

fn vectors(file: &str, group: &str) -> Vec<Value> {
    let path = format!("{}/../contract/vectors/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the vectors can be read");
    let all: Value = serde_json::from_str(&text).expect("vectors are JSON");
    all[group].as_array().expect("a group of vectors").clone()
}

fn server() -> TestServer {
    TestServer::builder()
        .limits(|limits| limits.event_names = 10_000)
        .start()
}

fn logged_in(server: &TestServer) -> App {
    let app = App::on(server).open();
    app.login("ada").unwrap();
    app
}

#[test]
fn every_event_name_of_the_vectors_is_refused_or_arrives_unchanged() {
    let server = server();
    let app = logged_in(&server);
    let mut expected = Vec::new();
    for case in vectors("text", "names") {
        let name = case["text"].as_str().expect("a text");
        match (app.log_event(name, None), case["error"].as_str()) {
            (Ok(_), None) => expected.push(name.to_owned()),
            (Err(error), Some(code)) => {
                assert_eq!(
                    (error.code(), error.field()),
                    (code, Some("name")),
                    "{}",
                    case["name"]
                );
            }
            (outcome, _) => panic!("{}: {outcome:?}", case["name"]),
        }
    }
    app.drain();
    assert!(expected.len() > 15);
    assert_eq!(server.database().names(), expected);
}

#[test]
fn composed_and_decomposed_letters_are_two_names_and_neither_is_changed() {
    let server = server();
    let app = logged_in(&server);
    for name in [
        "caf\u{e9}",
        "cafe\u{301}",
        "\u{1f469}\u{200d}\u{1f4bb}",
        "\u{202e}abc",
    ] {
        app.event(name);
    }
    app.drain();
    assert_eq!(
        server.database().names(),
        [
            "caf\u{e9}",
            "cafe\u{301}",
            "\u{1f469}\u{200d}\u{1f4bb}",
            "\u{202e}abc"
        ]
    );
}

#[test]
fn a_name_of_ten_thousand_characters_is_refused_with_its_limit() {
    let server = server();
    let app = logged_in(&server);
    for name in ["a".repeat(10_000), "\u{1f600}".repeat(121)] {
        let error = app.log_event(&name, None).unwrap_err();
        assert_eq!(
            (error.code(), error.field(), error.limit()),
            ("too_long", Some("name"), Some(120))
        );
        assert!(
            error.to_string().len() < 300,
            "the message does not repeat the input"
        );
    }
    assert_eq!(app.queued(), 0);
}

#[test]
fn every_metadata_text_of_the_vectors_is_refused_or_arrives_unchanged() {
    let server = server();
    let app = logged_in(&server);
    let mut expected = Vec::new();
    for case in vectors("limits", "metadata") {
        let Some(text) = case["json"].as_str() else {
            continue;
        };
        let metadata = Metadata::parse(text.as_bytes());
        match (metadata, case["error"]["code"].as_str()) {
            (Ok(metadata), None) => {
                let wire = case["wire"].as_str().expect("what is sent").to_owned();
                // Deeper shapes and more than ten keys are the server's word, said per event.
                if metadata
                    .to_value()
                    .as_object()
                    .is_some_and(|members| members.len() <= 10 && flat(members))
                {
                    app.log_event("case", Some(metadata)).unwrap();
                    expected.push(wire);
                }
            }
            (Err(error), Some(code)) => assert_eq!(error.code, code, "{}", case["name"]),
            (outcome, _) => panic!("{}: {outcome:?}", case["name"]),
        }
    }
    app.drain();
    assert!(expected.len() > 5);
    assert_eq!(server.database().metadata_texts(), expected);
}

/// The shapes that the server keeps: plain values, rich links, money.
fn flat(members: &Map<String, Value>) -> bool {
    members.values().all(|value| match value {
        Value::Array(_) => false,
        Value::Object(inner) => inner.contains_key("url") || inner.contains_key("amount"),
        _ => true,
    })
}

#[test]
fn numbers_at_their_ends_arrive_digit_by_digit() {
    let texts = [
        r#"{"n":-9223372036854775808}"#,
        r#"{"n":9223372036854775807}"#,
        r#"{"n":18446744073709551615}"#,
        r#"{"n":9007199254740993}"#,
        r#"{"n":-9007199254740993}"#,
        r#"{"n":0.1}"#,
        r#"{"n":5e-324}"#,
        r#"{"n":1.7976931348623157e308}"#,
        r#"{"n":-1.5}"#,
        r#"{"n":0}"#,
    ];
    let server = server();
    let app = logged_in(&server);
    for text in texts {
        app.log_event("number", Some(Metadata::parse(text.as_bytes()).unwrap()))
            .unwrap();
    }
    app.drain();
    let stored = server.database().metadata_texts();
    assert_eq!(stored.len(), texts.len());
    for (stored, sent) in stored.iter().zip(texts) {
        let (stored, sent): (Value, Value) = (
            serde_json::from_str(stored).unwrap(),
            serde_json::from_str(sent).unwrap(),
        );
        assert_eq!(stored, sent);
        assert_eq!(
            stored["n"].is_f64(),
            sent["n"].is_f64(),
            "a whole number stays one"
        );
    }
}

#[test]
fn minus_zero_arrives_as_a_zero_and_never_as_another_number() {
    let server = server();
    let app = logged_in(&server);
    app.log_event("zero", Some(Metadata::parse(br#"{"n":-0,"m":-0.0}"#).unwrap()))
        .unwrap();
    app.drain();
    let stored = &server.database().events()[0].metadata;
    assert_eq!(
        (stored["n"].as_f64(), stored["m"].as_f64()),
        (Some(0.0), Some(0.0))
    );
}

#[test]
fn numbers_that_cannot_be_kept_are_refused_and_never_silently_changed() {
    let too_long = "9".repeat(400);
    for (text, code) in [
        (r#"{"n":1e400}"#.to_owned(), "not_finite"),
        (r#"{"n":18446744073709551616}"#.to_owned(), "number_out_of_range"),
        (format!(r#"{{"n":{too_long}}}"#), "number_out_of_range"),
        (r#"{"n":NaN}"#.to_owned(), "invalid_json"),
        (r#"{"n":Infinity}"#.to_owned(), "invalid_json"),
    ] {
        let error = Metadata::parse(text.as_bytes()).unwrap_err();
        assert_eq!(error.code, code, "{}", &text[..text.len().min(40)]);
    }
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(
            Metadata::builder().with("n", number).build().unwrap_err().code,
            "not_finite"
        );
        let attributes = UserAttributes::new().custom("n", number);
        assert_eq!(attributes.check().unwrap_err().code, "not_finite");
    }
}

#[test]
fn metadata_of_ten_megabytes_is_refused_and_nothing_is_stored() {
    let server = server();
    let app = logged_in(&server);
    let big = json!({ "k": "x".repeat(10_000_000) });
    assert_eq!(
        Metadata::from_value(big.clone()).unwrap_err().code,
        "metadata_too_large"
    );
    assert_eq!(
        Metadata::parse(big.to_string().as_bytes()).unwrap_err().code,
        "metadata_too_large"
    );
    let long_key: Map<String, Value> = [("k".repeat(1_000_000), json!(1))].into_iter().collect();
    assert_eq!(
        Metadata::from_value(Value::Object(long_key)).unwrap_err().code,
        "metadata_too_large"
    );
    let many: Map<String, Value> = (0..1_000_000).map(|n| (n.to_string(), Value::Null)).collect();
    let error = Metadata::from_value(Value::Object(many)).unwrap_err();
    assert!(
        matches!(error.code, "too_many_keys" | "metadata_too_large"),
        "{error:?}"
    );
    assert_eq!(app.queued(), 0);
}

#[test]
fn metadata_nested_twenty_thousand_deep_is_refused_on_a_small_stack() {
    let refused = std::thread::Builder::new()
        .stack_size(512 * 1024)
        .spawn(|| {
            let mut deep = Value::Null;
            for _ in 0..20_000 {
                deep = Value::Array(vec![deep]);
            }
            // Built as a bridge's converter would: the macro of the library would recurse.
            let members: Map<String, Value> = [("k".to_owned(), deep)].into_iter().collect();
            let built = Metadata::from_value(Value::Object(members)).unwrap_err().code;
            let text = format!("{{\"k\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000));
            (built, Metadata::parse(text.as_bytes()).unwrap_err().code)
        })
        .unwrap()
        .join()
        .expect("no overflow of the stack");
    assert_eq!(refused, ("too_deep", "too_deep"));
}

#[test]
fn keys_that_other_languages_stumble_over_are_keys_like_any_other() {
    let server = server();
    let app = logged_in(&server);
    let text = r#"{"__proto__":1,"constructor":2,"toString":3,"null":4,"0":5}"#;
    app.log_event("keys", Some(Metadata::parse(text.as_bytes()).unwrap()))
        .unwrap();
    app.drain();
    assert_eq!(server.database().metadata_texts(), [text]);
    assert_eq!(
        Metadata::parse(br#"{"a":1,"a":2}"#).unwrap_err().code,
        "duplicate_key"
    );
    assert_eq!(Metadata::parse(br#"{"":1}"#).unwrap_err().code, "empty");
}

#[test]
fn attributes_with_markup_quotes_and_line_ends_arrive_unchanged() {
    let server = server();
    let app = logged_in(&server);
    let name = "Ada \"the\" <b>Countess</b>\r\n'); drop table contacts; -- \u{2028}\u{1f469}";
    app.update(UserAttributes::new().name(name).custom("plan", name))
        .unwrap();
    app.drain();
    let ada = server.database().user("ada");
    assert_eq!(ada.name.as_deref(), Some(name));
    assert_eq!(ada.custom["plan"], name);
}
