//! Reading the fields of what operators present. Each names itself when it is wrong; HTML is cleaned here,
//! on its way in.

use serde_json::{Map, Value};

use crate::domain::rich_text::sanitise;
use crate::domain::{surveys, tickets};
use crate::http::error::{ApiError, ApiResult};
use crate::json::Json;

/// Most bytes of a body in HTML.
pub(super) const HTML: usize = 65_536;

/// Reads some fields of a request into the body that is stored.
pub(super) type Read = fn(&Json, &mut Map<String, Value>) -> ApiResult<()>;

/// A text of 1 to `most` characters; `None` when it is not given.
pub(in crate::http::operator) fn text(body: &Json, field: &str, most: usize) -> ApiResult<Option<String>> {
    match body.get(field) {
        None => Ok(None),
        Some(value) => value
            .as_str()
            .filter(|text| !text.trim().is_empty() && text.chars().count() <= most)
            .map(|text| Some(text.to_owned()))
            .ok_or_else(|| ApiError::invalid(field, format!("{field} needs 1 to {most} characters"))),
    }
}

/// A text that null clears.
pub(super) fn nullable(body: &Json, field: &str, most: usize) -> ApiResult<Option<Value>> {
    match body.get(field) {
        None => Ok(None),
        Some(Json::Null) => Ok(Some(Value::Null)),
        Some(value) => value
            .as_str()
            .filter(|text| text.chars().count() <= most)
            .map(|text| Some(text.into()))
            .ok_or_else(|| {
                ApiError::invalid(
                    field,
                    format!("{field} must be null or have {most} characters at most"),
                )
            }),
    }
}

/// HTML, cleaned; `None` when it is not given.
pub(super) fn html(body: &Json, field: &str) -> ApiResult<Option<String>> {
    match body.get(field) {
        None => Ok(None),
        Some(value) => value
            .as_str()
            .filter(|text| text.len() <= HTML)
            .map(|text| Some(sanitise(text)))
            .ok_or_else(|| ApiError::invalid(field, format!("{field} must be HTML of {HTML} bytes at most"))),
    }
}

/// HTML of something to show: it must hold something once it is cleaned.
fn shown(body: &Json, field: &str) -> ApiResult<Option<String>> {
    match html(body, field)? {
        Some(clean) if clean.trim().is_empty() => Err(ApiError::invalid(
            field,
            format!("{field} holds nothing that can be shown"),
        )),
        other => Ok(other),
    }
}

/// A web address that null clears.
pub(super) fn address(value: Option<&Json>, field: &str) -> ApiResult<Option<Value>> {
    match value {
        None => Ok(None),
        Some(Json::Null) => Ok(Some(Value::Null)),
        Some(value) => value
            .as_str()
            .filter(|text| text.len() <= 2048 && is_web_address(text))
            .map(|text| Some(text.into()))
            .ok_or_else(|| ApiError::invalid(field, format!("{field} must be an http or https address"))),
    }
}

fn is_web_address(text: &str) -> bool {
    text.parse::<axum::http::Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
    })
}

/// A number that an id is, given as a number or as its decimal text.
pub(super) fn number(body: &Json, field: &str) -> ApiResult<Option<i64>> {
    match body.get(field) {
        None | Some(Json::Null) => Ok(None),
        Some(value) => value
            .as_i64()
            .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
            .map(Some)
            .ok_or_else(|| ApiError::invalid(field, format!("{field} must be an id"))),
    }
}

/// Unix seconds.
pub(super) fn unix_seconds(body: &Json, field: &str) -> ApiResult<Option<i64>> {
    match body.get(field) {
        None | Some(Json::Null) => Ok(None),
        Some(value) => value
            .as_i64()
            .filter(|at| (0..=253_402_300_799).contains(at))
            .map(Some)
            .ok_or_else(|| ApiError::invalid(field, format!("{field} must be unix seconds"))),
    }
}

fn put<T: Into<Value>>(into: &mut Map<String, Value>, field: &str, value: Option<T>) {
    if let Some(value) = value {
        into.insert(field.to_owned(), value.into());
    }
}

pub(super) fn survey(body: &Json, into: &mut Map<String, Value>) -> ApiResult<()> {
    if let Some(questions) = body.get("questions") {
        let questions = questions.to_value();
        surveys::check_questions(&questions)
            .map_err(|(field, message)| ApiError::invalid(&field, message))?;
        into.insert("questions".to_owned(), questions);
    }
    for field in ["intro", "thanks"] {
        put(into, field, text(body, field, 4096)?);
    }
    Ok(())
}

pub(super) fn carousel(body: &Json, into: &mut Map<String, Value>) -> ApiResult<()> {
    let Some(screens) = body.get("screens") else {
        return Ok(());
    };
    let Json::Array(screens) = screens else {
        return Err(ApiError::invalid("screens", "screens must be an array"));
    };
    if !(1..=20).contains(&screens.len()) {
        return Err(ApiError::invalid("screens", "a carousel has 1 to 20 screens"));
    }
    let screens = screens
        .iter()
        .enumerate()
        .map(|(index, screen)| {
            read_screen(screen).map_err(|field| {
                let field = format!("screens[{index}]{field}");
                ApiError::invalid(
                    &field,
                    format!("{field} is missing, or is not what a screen can hold"),
                )
            })
        })
        .collect::<ApiResult<Vec<_>>>()?;
    into.insert("screens".to_owned(), Value::Array(screens));
    Ok(())
}

/// One screen; an error is the path below it.
fn read_screen(screen: &Json) -> Result<Value, String> {
    let known = ["title", "body_html", "image_url", "action"];
    if let Some((name, _)) = screen
        .entries()
        .iter()
        .find(|(name, _)| !known.contains(&name.as_str()))
    {
        return Err(format!(".{}", name.chars().take(100).collect::<String>()));
    }
    let mut out = Map::new();
    let title = screen
        .get("title")
        .and_then(Json::as_str)
        .filter(|text| text.chars().count() <= 255)
        .ok_or(".title")?;
    out.insert("title".to_owned(), title.into());
    let html = screen
        .get("body_html")
        .and_then(Json::as_str)
        .filter(|text| text.len() <= HTML)
        .ok_or(".body_html")?;
    out.insert("body_html".to_owned(), sanitise(html).into());
    put(
        &mut out,
        "image_url",
        address(screen.get("image_url"), "image_url").map_err(|_| ".image_url")?,
    );
    if let Some(action) = screen.get("action") {
        let label = text(action, "label", 255).ok().flatten().ok_or(".action.label")?;
        let url = address(action.get("url"), "url")
            .ok()
            .flatten()
            .filter(Value::is_string)
            .ok_or(".action.url")?;
        out.insert(
            "action".to_owned(),
            serde_json::json!({ "label": label, "url": url }),
        );
    }
    Ok(Value::Object(out))
}

pub(super) fn in_app_message(body: &Json, into: &mut Map<String, Value>) -> ApiResult<()> {
    if let Some(display) = body.get("display") {
        let display = display
            .as_str()
            .filter(|display| matches!(*display, "card" | "sheet" | "banner"))
            .ok_or_else(|| ApiError::invalid("display", "display must be card, sheet or banner"))?;
        into.insert("display".to_owned(), display.into());
    }
    put(into, "body_html", shown(body, "body_html")?);
    Ok(())
}

pub(super) fn news(body: &Json, into: &mut Map<String, Value>) -> ApiResult<()> {
    put(into, "body_html", shown(body, "body_html")?);
    put(
        into,
        "cover_image_url",
        address(body.get("cover_image_url"), "cover_image_url")?,
    );
    Ok(())
}

pub(super) fn ticket_type(body: &Json, into: &mut Map<String, Value>) -> ApiResult<()> {
    put(into, "description", nullable(body, "description", 4096)?);
    put(into, "icon", nullable(body, "icon", 2048)?);
    if let Some(attributes) = body.get("attributes") {
        let attributes = tickets::read_type_attributes(&attributes.to_value())
            .map_err(|(field, message)| ApiError::invalid(&field, message))?;
        into.insert("attributes".to_owned(), Value::Array(attributes));
    }
    Ok(())
}
