//! Reading tours and checklists as operators write them. Each fault names its field and, where there is one, the
//! limit; HTML is cleaned here, on its way in.

use serde_json::{Map, Value, json};

use super::fields::{HTML, address, text};
use crate::domain::guides::{STEPS, TASKS};
use crate::domain::rich_text::sanitise;
use crate::http::error::{ApiError, ApiResult};
use crate::json::Json;

const TITLE: usize = 255;
const INTRO: usize = 4_096;
const LABEL: usize = 64;
const SELECTOR: usize = 512;
const PAGE: usize = 2_048;
const TASK_ID: usize = 64;
const CONTENT_ID: usize = 190;
const PLACEMENTS: [&str; 5] = ["auto", "top", "bottom", "start", "end"];

pub(super) fn tour(body: &Json, into: &mut Map<String, Value>) -> ApiResult<()> {
    if let Some(steps) = list(body, "steps", STEPS)? {
        let steps = steps.iter().enumerate().map(|(index, step)| {
            let at = format!("steps[{index}]");
            read_step(&Part { at: &at, body: step })
        });
        into.insert("steps".to_owned(), steps.collect::<ApiResult<Vec<_>>>()?.into());
    }
    Ok(())
}

pub(super) fn checklist(body: &Json, into: &mut Map<String, Value>) -> ApiResult<()> {
    if let Some(intro) = text(body, "intro", INTRO).map_err(|error| error.with("limit", INTRO))? {
        into.insert("intro".to_owned(), intro.into());
    }
    let Some(tasks) = list(body, "tasks", TASKS)? else {
        return Ok(());
    };
    let mut read: Vec<Value> = Vec::with_capacity(tasks.len());
    for (index, task) in tasks.iter().enumerate() {
        let at = format!("tasks[{index}]");
        let task = read_task(&Part { at: &at, body: task })?;
        if read.iter().any(|other| other["id"] == task["id"]) {
            return Err(ApiError::invalid(&format!("{at}.id"), "two tasks have this id"));
        }
        read.push(task);
    }
    into.insert("tasks".to_owned(), read.into());
    Ok(())
}

/// A list of one to `most`; `None` when it is not given.
fn list<'a>(body: &'a Json, field: &str, most: usize) -> ApiResult<Option<&'a [Json]>> {
    match body.get(field) {
        None => Ok(None),
        Some(Json::Array(all)) if (1..=most).contains(&all.len()) => Ok(Some(all)),
        Some(Json::Array(_)) => {
            let message = format!("{field} must hold 1 to {most}");
            Err(ApiError::invalid(field, message).with("limit", most))
        }
        Some(_) => Err(ApiError::invalid(field, format!("{field} must be an array"))),
    }
}

/// One entry of a list, and where it is.
struct Part<'a> {
    at: &'a str,
    body: &'a Json,
}

impl Part<'_> {
    fn field(&self, name: &str) -> String {
        format!("{}.{name}", self.at)
    }

    fn fault(&self, name: &str, message: &str) -> ApiError {
        ApiError::invalid(&self.field(name), message.to_owned())
    }

    /// Fields that do not exist are refused: a misspelled selector would point at nothing.
    fn knows(&self, known: &[&str]) -> ApiResult<()> {
        if !matches!(self.body, Json::Object(_)) {
            return Err(ApiError::invalid(
                self.at,
                format!("{} must be an object", self.at),
            ));
        }
        match self
            .body
            .entries()
            .iter()
            .find(|(name, _)| !known.contains(&name.as_str()))
        {
            None => Ok(()),
            Some((name, _)) => {
                let name: String = name.chars().take(100).collect();
                Err(self.fault(&name, "there is no such field"))
            }
        }
    }

    /// A text of 1 to `most` characters; `None` when it is not given.
    fn text(&self, name: &str, most: usize) -> ApiResult<Option<String>> {
        match self.body.get(name) {
            None => Ok(None),
            Some(value) => value
                .as_str()
                .filter(|text| !text.trim().is_empty() && text.chars().count() <= most)
                .map(|text| Some(text.to_owned()))
                .ok_or_else(|| {
                    self.fault(name, &format!("needs 1 to {most} characters"))
                        .with("limit", most)
                }),
        }
    }

    fn needed(&self, name: &str, most: usize) -> ApiResult<String> {
        self.text(name, most)?
            .ok_or_else(|| ApiError::missing(&self.field(name)))
    }

    /// HTML, cleaned. It may hold nothing.
    fn html(&self, name: &str) -> ApiResult<String> {
        let value = self
            .body
            .get(name)
            .ok_or_else(|| ApiError::missing(&self.field(name)))?;
        let html = value.as_str().filter(|text| text.len() <= HTML);
        html.map(sanitise).ok_or_else(|| {
            let message = format!("must be HTML of {HTML} bytes at most");
            self.fault(name, &message).with("limit", HTML)
        })
    }
}

fn read_step(step: &Part<'_>) -> ApiResult<Value> {
    step.knows(&[
        "title",
        "body_html",
        "selector",
        "placement",
        "page",
        "next_label",
        "back_label",
    ])?;
    let mut out = Map::new();
    out.insert("title".to_owned(), step.needed("title", TITLE)?.into());
    out.insert("body_html".to_owned(), step.html("body_html")?.into());
    for (name, most) in [
        ("selector", SELECTOR),
        ("page", PAGE),
        ("next_label", LABEL),
        ("back_label", LABEL),
    ] {
        if let Some(text) = step.text(name, most)? {
            out.insert(name.to_owned(), text.into());
        }
    }
    let page = out.get("page").and_then(Value::as_str).unwrap_or("/");
    if !["/", "http://", "https://", "*"]
        .iter()
        .any(|start| page.starts_with(start))
    {
        return Err(step.fault("page", "a page begins with /, http:// or https://"));
    }
    if let Some(placement) = step.body.get("placement") {
        let placement = placement
            .as_str()
            .filter(|word| PLACEMENTS.contains(word))
            .ok_or_else(|| step.fault("placement", &format!("must be one of {}", PLACEMENTS.join(", "))))?;
        out.insert("placement".to_owned(), placement.into());
    }
    Ok(Value::Object(out))
}

fn read_task(task: &Part<'_>) -> ApiResult<Value> {
    task.knows(&["id", "title", "body_html", "action"])?;
    let mut out = Map::new();
    out.insert("id".to_owned(), task.needed("id", TASK_ID)?.into());
    out.insert("title".to_owned(), task.needed("title", TITLE)?.into());
    out.insert("body_html".to_owned(), task.html("body_html")?.into());
    if let Some(action) = task.body.get("action") {
        let at = task.field("action");
        out.insert(
            "action".to_owned(),
            read_action(&Part {
                at: &at,
                body: action,
            })?,
        );
    }
    Ok(Value::Object(out))
}

fn read_action(action: &Part<'_>) -> ApiResult<Value> {
    let kind = action.needed("type", LABEL)?;
    match kind.as_str() {
        "link" => {
            action.knows(&["type", "label", "url"])?;
            let url = address(action.body.get("url"), &action.field("url"))?
                .filter(Value::is_string)
                .ok_or_else(|| ApiError::missing(&action.field("url")))?;
            Ok(json!({ "type": kind, "url": url, "label": action.needed("label", LABEL)? }))
        }
        "tour" | "article" => {
            action.knows(&["type", "label", "id"])?;
            let id = action.needed("id", CONTENT_ID)?;
            Ok(json!({ "type": kind, "id": id, "label": action.needed("label", LABEL)? }))
        }
        _ => Err(action.fault("type", "an action is link, tour or article")),
    }
}
