//! Live content as devices get it: the body by kind, from what an operator stored.
//!
//! Pure functions, called on request threads.

use serde_json::{Map, Value, json};

use super::guides;
use super::help::author;
use super::rich_text::sanitise;
use crate::store::{Content, ContentFor};

/// The stored body, as an object.
#[must_use]
pub fn stored(content: &Content) -> Map<String, Value> {
    match serde_json::from_str(&content.body) {
        Ok(Value::Object(body)) => body,
        _ => Map::new(),
    }
}

/// The body of live content. Articles and collections are read elsewhere, in a language.
#[must_use]
pub fn body(found: &ContentFor) -> Value {
    let content = &found.content;
    let mut body = stored(content);
    match content.kind.as_str() {
        "in_app_message" => {
            body.entry("display").or_insert_with(|| "card".into());
            body.entry("body_html").or_insert_with(|| "".into());
            body.insert("sender".to_owned(), author(found.author.as_ref()));
        }
        "news" => return news_body(content),
        "ticket_type" => return ticket_type(content),
        "conversation" => body.clear(),
        "checklist" => {
            if let Some(tasks) = body.get_mut("tasks") {
                guides::mark(tasks, &found.done);
            }
        }
        _ => {}
    }
    // Decides how something is announced; what shows it has no use for it.
    body.remove("priority");
    Value::Object(body)
}

fn news_body(content: &Content) -> Value {
    let body = stored(content);
    json!({
        "body_html": body.get("body_html").and_then(Value::as_str).unwrap_or(""),
        "cover_image_url": body.get("cover_image_url").and_then(Value::as_str),
        "published_at": content.published_at.unwrap_or(content.created_at),
    })
}

/// A news item of the list.
#[must_use]
pub fn news_item(content: &Content) -> Value {
    let mut item = news_body(content);
    item["id"] = content.id.as_str().into();
    item["title"] = content.title.as_str().into();
    item
}

/// A kind of tickets.
#[must_use]
pub fn ticket_type(content: &Content) -> Value {
    let body = stored(content);
    json!({
        "id": content.id,
        "name": content.title,
        "description": body.get("description").and_then(Value::as_str),
        "icon": body.get("icon").and_then(Value::as_str),
        "attributes": body.get("attributes").and_then(Value::as_array).cloned().unwrap_or_default(),
    })
}

/// Cleans every `body_html` in a body, at any depth. The depth is bounded by the parser.
pub fn clean(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match value {
                    Value::String(html) if key == "body_html" => *html = sanitise(html),
                    _ => clean(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(clean),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_cleaned_at_any_depth() {
        let mut body =
            json!({"screens":[{"body_html":"<p onclick=x>a</p><script>b</script>","title":"<b>"}]});
        clean(&mut body);
        assert_eq!(body, json!({"screens":[{"body_html":"<p>a</p>","title":"<b>"}]}));
    }
}
