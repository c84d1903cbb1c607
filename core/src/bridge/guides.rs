//! What a page can ask of tours and checklists.
//!
//! Guarantees: as `request`. They are documented for web pages, so the requests are read and then refused; the members
//! are checked and not kept. Pure.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::request::Id;

/// Longest id of a task, characters.
const LONGEST_TASK_ID: usize = 64;

/// An id that an operator gave a task.
#[derive(Debug)]
pub(super) struct TaskId;

impl<'de> Deserialize<'de> for TaskId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match (1..=LONGEST_TASK_ID).contains(&text.chars().count()) {
            true => Ok(Self),
            false => Err(D::Error::custom("no id of a task")),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tick {
    #[serde(rename = "id")]
    _id: Id,
    #[serde(rename = "task_id")]
    _task_id: TaskId,
    #[serde(rename = "done")]
    _done: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TellChecklist {
    #[serde(rename = "id")]
    _id: Id,
    #[serde(rename = "event")]
    _event: ChecklistEvent,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ChecklistEvent {
    Shown,
    Clicked,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StartTour {
    #[serde(rename = "id")]
    _id: Id,
    #[serde(default, rename = "checklist_id")]
    _checklist_id: Option<Id>,
    #[serde(default, rename = "task_id")]
    _task_id: Option<TaskId>,
}
