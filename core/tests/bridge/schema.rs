//! The definition and the types of the core say the same.

use std::collections::BTreeSet;

use frontdesk_core::bridge::{REQUESTS, event};
use frontdesk_core::messenger::FeedMode;
use frontdesk_core::session::StateName;
use frontdesk_core::{Author, AuthorKind, Event};
use serde_json::{Value, json};

use crate::desk::{check, open, schema};

fn requests() -> Vec<(String, &'static Value)> {
    let definitions = schema()["$defs"].as_object().unwrap();
    definitions
        .iter()
        .filter_map(|(name, definition)| Some((name.strip_prefix("request.")?.to_owned(), definition)))
        .collect()
}

#[test]
fn the_schema_and_the_core_know_the_same_requests() {
    let defined: BTreeSet<String> = requests().into_iter().map(|(name, _)| name).collect();
    let known: BTreeSet<String> = REQUESTS.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(defined, known);
    let listed: BTreeSet<String> = schema()["$defs"]["request"]["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|target| target["$ref"].as_str().unwrap().replace("#/$defs/request.", ""))
        .collect();
    assert_eq!(listed, known);
    println!("bridge.schema.json: {} requests", known.len());
}

#[test]
fn no_request_acts_for_the_app() {
    for name in REQUESTS {
        for word in [
            "login", "logout", "user", "event", "token", "hash", "jwt", "push", "pending", "flush",
        ] {
            assert!(!name.contains(word), "{name}");
        }
    }
}

#[test]
fn every_object_of_the_schema_is_closed() {
    fn look(place: &str, value: &Value, open: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                if members.contains_key("properties")
                    && members.get("additionalProperties") != Some(&json!(false))
                {
                    open.push(place.to_owned());
                }
                for (name, inner) in members {
                    look(&format!("{place}/{name}"), inner, open);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| look(place, item, open)),
            _ => {}
        }
    }
    let mut open = Vec::new();
    look("", schema(), &mut open);
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn what_the_schema_allows_is_read_and_what_it_refuses_is_refused() {
    let mut count = 0;
    for (name, definition) in requests() {
        // A client of its own: a hundred at once are all a client takes.
        let desk = open();
        let samples = |key: &str| {
            definition[key]
                .as_array()
                .unwrap_or_else(|| panic!("{name} lacks {key}"))
        };
        assert!(definition["x-result"].is_string(), "{name}");
        for (number, good) in samples("examples").iter().enumerate() {
            check("request", good).unwrap();
            let mut good = good.clone();
            good["id"] = json!(format!("good-{number}"));
            let answer = desk.say(&good.to_string());
            let code = &answer["error"]["code"];
            assert!(
                *code != "invalid_request" && *code != "unknown_request",
                "{good} {answer}"
            );
            count += 1;
        }
        for (number, bad) in samples("x-counterexamples").iter().enumerate() {
            assert!(check("request", bad).is_err(), "the schema takes {bad}");
            let mut bad = bad.clone();
            bad["id"] = json!(format!("bad-{number}"));
            let answer = desk.say(&bad.to_string());
            assert_eq!(answer["error"]["code"], "invalid_request", "{bad} {answer}");
            count += 1;
        }
    }
    assert!(count > 130, "only {count}");
    println!("bridge.schema.json: {count} examples and counterexamples");
}

#[test]
fn events_are_what_the_schema_says_and_only_those_a_messenger_shows() {
    let ada = Author {
        kind: AuthorKind::Admin,
        name: Some("Ada".to_owned()),
        avatar: None,
    };
    let told = [
        Event::MessengerStateChanged,
        Event::ConversationChanged { id: "42".to_owned() },
        Event::TicketChanged { id: "7".to_owned() },
        Event::UnreadChanged { count: 3 },
        Event::Typing {
            conversation_id: "42".to_owned(),
            author: ada,
        },
    ];
    let mut names = BTreeSet::new();
    for one in &told {
        let message: Value = serde_json::from_str(&event(one).unwrap()).unwrap();
        check("event", &message).unwrap();
        names.insert(message["event"].as_str().unwrap().to_owned());
    }
    let defined = schema()["$defs"]["event"]["oneOf"].as_array().unwrap();
    assert_eq!(names.len(), defined.len(), "every event of the schema is told");
    for kept in [
        Event::SessionChanged {
            state: StateName::LoggedIn,
        },
        Event::FeedChanged { mode: FeedMode::Off },
        Event::Shown,
        Event::TokenRequired,
        Event::StoreRecovered {
            salvaged: 1,
            kept_as: "/data/ada".into(),
        },
    ] {
        assert_eq!(event(&kept), None, "{kept:?}");
    }
}
