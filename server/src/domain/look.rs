//! What a look of the messenger may say.
//!
//! Guarantees: what passes makes no answer that a device could not read, however it is laid over other looks;
//! keys of the operator's own are left alone. The rules are those of `MessengerStyleSettings` in
//! `contract/openapi.yaml`. Pure functions, called on request threads.

use serde_json::{Map, Value, json};

use super::locale;

/// Most bytes of one look, as JSON.
pub const MOST_BYTES: usize = 16 * 1024;
const SPACES: [&str; 5] = ["home", "help_center", "messages", "tickets", "news"];

/// The look that every other one is laid over.
#[must_use]
pub fn built_in(workspace_name: &str) -> Map<String, Value> {
    let look = json!({
        "brand": { "name": workspace_name },
        "colors": { "primary": "#2563eb" },
        "locale": "en",
        "spaces": ["home", "help_center", "messages", "tickets"],
        "features": {},
        "stream": "off",
    });
    match look {
        Value::Object(look) => look,
        _ => Map::new(),
    }
}

/// Why a look cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLook {
    /// The key.
    pub field: &'static str,
    /// What it must be.
    pub must: &'static str,
}

/// A key, what it must be, and whether a value is.
type Rule = (&'static str, &'static str, fn(&Value) -> bool);

/// Checks every key that the messenger knows.
///
/// # Errors
/// The first key that is not as it must be.
pub fn check(look: &Map<String, Value>) -> Result<(), BadLook> {
    let rules: [Rule; 11] = [
        ("brand", "have a name of 1 to 255 characters", |it| {
            text(&it["name"], 255)
        }),
        ("colors", "have a primary like #2563eb", |it| {
            colour(&it["primary"])
        }),
        ("locale", "be a language tag", tag),
        ("spaces", "be a list of different spaces", |it| {
            different(it, |one| one.as_str().is_some_and(|name| SPACES.contains(&name)))
        }),
        ("features", "be an object", Value::is_object),
        ("greeting", "be a text of 1 to 1024 characters", |it| {
            text(it, 1024)
        }),
        ("introduction", "be a text of 1 to 4096 characters", |it| {
            text(it, 4096)
        }),
        ("reply_time", "be a text of 1 to 255 characters", |it| {
            text(it, 255)
        }),
        ("team", "be a list of 20 authors at most", team),
        ("locales", "be a list of different language tags", |it| {
            different(it, tag)
        }),
        ("stream", "not be given: the server knows", |_| false),
    ];
    for (field, must, fits) in rules {
        if look.get(field).is_some_and(|value| !fits(value)) {
            return Err(BadLook { field, must });
        }
    }
    let size = serde_json::to_vec(look).map_or(usize::MAX, |bytes| bytes.len());
    if size > MOST_BYTES {
        let must = "have 16384 bytes of JSON at most";
        return Err(BadLook { field: "", must });
    }
    Ok(())
}

fn text(value: &Value, most: usize) -> bool {
    value
        .as_str()
        .is_some_and(|text| !text.trim().is_empty() && text.chars().count() <= most)
}

fn colour(value: &Value) -> bool {
    value
        .as_str()
        .and_then(|text| text.strip_prefix('#'))
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

fn tag(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|tag| locale::normal(tag).as_deref() == Some(tag))
}

fn different(value: &Value, fits: impl Fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|list| {
        list.len() <= 100
            && list
                .iter()
                .enumerate()
                .all(|(place, one)| fits(one) && !list.iter().take(place).any(|other| other == one))
    })
}

fn team(value: &Value) -> bool {
    let author = |one: &Value| {
        let keys = one.as_object().is_some_and(|members| members.len() == 3);
        let avatar = one["avatar"]
            .as_str()
            .is_some_and(|address| address.starts_with("https://") && address.len() <= 2048);
        keys && one["type"] == "admin"
            && text(&one["name"], 255)
            && (avatar || one.get("avatar") == Some(&Value::Null))
    };
    value
        .as_array()
        .is_some_and(|team| team.len() <= 20 && team.iter().all(author))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(look: &Value) -> Result<(), &'static str> {
        check(look.as_object().unwrap()).map_err(|bad| bad.field)
    }

    #[test]
    fn a_look_says_what_it_may_and_keys_of_the_operators_own() {
        let look = json!({
            "brand": { "name": "Shop" }, "colors": { "primary": "#0F766e", "other": 1 }, "locale": "pt-BR",
            "spaces": ["home", "news"], "features": { "x": true }, "greeting": "Hi", "introduction": "How can we help?",
            "reply_time": "Soon", "team": [{ "type": "admin", "name": "Grace", "avatar": null }],
            "locales": ["en", "de"], "ours": { "deep": [1] },
        });
        assert_eq!(checked(&look), Ok(()));
        assert_eq!(checked(&json!({})), Ok(()));
    }

    #[test]
    fn what_a_device_could_not_read_is_named() {
        for (look, field) in [
            (json!({ "brand": "Shop" }), "brand"),
            (json!({ "brand": { "name": " " } }), "brand"),
            (json!({ "colors": {} }), "colors"),
            (json!({ "colors": { "primary": "teal" } }), "colors"),
            (json!({ "colors": { "primary": "#12345g" } }), "colors"),
            (json!({ "colors": { "primary": "#ä123" } }), "colors"),
            (json!({ "locale": "english" }), "locale"),
            (json!({ "spaces": ["tasks"] }), "spaces"),
            (json!({ "spaces": ["home", "home"] }), "spaces"),
            (json!({ "features": [] }), "features"),
            (json!({ "greeting": "" }), "greeting"),
            (json!({ "reply_time": null }), "reply_time"),
            (json!({ "team": ["Grace"] }), "team"),
            (
                json!({ "team": [{ "type": "admin", "name": "G", "avatar": "javascript:x" }] }),
                "team",
            ),
            (json!({ "locales": "en" }), "locales"),
            (json!({ "stream": "on" }), "stream"),
            (json!({ "ours": "x".repeat(MOST_BYTES) }), ""),
        ] {
            assert_eq!(checked(&look), Err(field), "{field}");
        }
    }
}
