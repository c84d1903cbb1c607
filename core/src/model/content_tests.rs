//! Spellings and refusals of spaces and content references.

use super::*;
use serde_json::json;

fn fault(value: Value) -> (&'static str, String) {
    let error = ContentRef::from_json(&value).unwrap_err();
    (error.code, error.field)
}

#[test]
fn every_documented_spelling_of_a_space_is_understood() {
    for (name, space) in [
        ("HOME", Space::Home),
        ("help_center", Space::HelpCenter),
        ("helpCenter", Space::HelpCenter),
        ("help", Space::HelpCenter),
        ("Messages", Space::Messages),
        ("tickets", Space::Tickets),
        (" News", Space::News),
    ] {
        assert_eq!(Space::parse(name), Ok(space), "{name}");
        assert_eq!(Space::parse(space.as_str()), Ok(space));
    }
}

#[test]
fn an_unknown_space_is_an_error_and_not_the_home_screen() {
    for name in ["", "tasks", "HOMEPAGE", &"HOME".repeat(100)] {
        let error = Space::parse(name).unwrap_err();
        assert_eq!(
            (error.code, error.field.as_str()),
            ("unknown_space", "space"),
            "{name}"
        );
    }
}

#[test]
fn content_is_read_as_the_helpers_of_every_platform_write_it() {
    let article = ContentRef::from_json(&json!({"type": "ARTICLE", "id": 42})).unwrap();
    assert_eq!((article.kind(), article.id()), (ContentKind::Article, "42"));
    let several =
        ContentRef::from_json(&json!({"type": "HELP_CENTER_COLLECTIONS", "ids": ["1", 2]})).unwrap();
    assert_eq!(several.ids(), ["1", "2"]);
    let one = ContentRef::from_json(&json!({"type": "helpCenterCollections", "id": "1"})).unwrap();
    assert_eq!(one.ids(), ["1"]);
    for kind in ["CAROUSEL", "SURVEY", "CONVERSATION", "TICKET", "NEWS"] {
        assert_eq!(
            ContentRef::from_json(&json!({"type": kind, "id": "x"}))
                .unwrap()
                .kind()
                .as_str(),
            kind
        );
    }
}

#[test]
fn what_is_missing_or_unknown_is_named() {
    assert_eq!(fault(json!("ARTICLE")), ("wrong_type", "content".into()));
    assert_eq!(fault(json!({"id": "1"})), ("missing", "type".into()));
    assert_eq!(
        fault(json!({"type": null, "id": "1"})),
        ("missing", "type".into())
    );
    assert_eq!(
        fault(json!({"type": 1, "id": "1"})),
        ("wrong_type", "type".into())
    );
    assert_eq!(
        fault(json!({"type": "TOUR", "id": "1"})),
        ("unknown_content_type", "type".into())
    );
    assert_eq!(fault(json!({"type": "SURVEY"})), ("missing", "id".into()));
    assert_eq!(
        fault(json!({"type": "SURVEY", "ids": ["1"]})),
        ("missing", "id".into())
    );
    assert_eq!(
        fault(json!({"type": "SURVEY", "id": " "})),
        ("empty", "id".into())
    );
    assert_eq!(
        fault(json!({"type": "SURVEY", "id": 1.5})),
        ("wrong_type", "id".into())
    );
    assert_eq!(
        fault(json!({"type": "SURVEY", "id": "a\nb"})),
        ("invalid_text", "id".into())
    );
    assert_eq!(
        fault(json!({"type": "HELP_CENTER_COLLECTIONS", "ids": []})),
        ("empty", "ids".into())
    );
    assert_eq!(
        fault(json!({"type": "HELP_CENTER_COLLECTIONS", "ids": ["1", {}]})),
        ("wrong_type", "ids[1]".into())
    );
    let many: Vec<u32> = (0..101).collect();
    assert_eq!(
        fault(json!({"type": "HELP_CENTER_COLLECTIONS", "ids": many})),
        ("too_many_ids", "ids".into())
    );
}

#[test]
fn a_status_is_one_of_four_words() {
    for word in ["live", "draft", "paused", "archived"] {
        assert_eq!(ContentStatus::parse(word).map(ContentStatus::as_str), Some(word));
    }
    assert_eq!(ContentStatus::parse("LIVE"), None);
}
