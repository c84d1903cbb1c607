//! Tours and checklists: whether what a person did fits what there is to do, and what of it is done.
//!
//! Pure functions: what a receipt says is checked inside the transaction that stores it.

use serde_json::Value;

/// Most steps of a tour.
pub const STEPS: usize = 30;
/// Most tasks of a checklist.
pub const TASKS: usize = 50;

/// Checks what a receipt says of the tasks of a checklist: each names another task, and says yes or no. The fault
/// is the field, as in `answers[0].value`.
pub fn check_ticks(tasks: &Value, ticks: &[Value]) -> Result<(), String> {
    let tasks = tasks.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut ticked: Vec<&str> = Vec::new();
    for (index, tick) in ticks.iter().enumerate() {
        let id = tick.get("question_id").and_then(Value::as_str).unwrap_or("");
        let known = tasks
            .iter()
            .any(|task| task.get("id").and_then(Value::as_str) == Some(id));
        if !known || ticked.contains(&id) {
            return Err(format!("answers[{index}].question_id"));
        }
        ticked.push(id);
        if !tick.get("value").is_some_and(Value::is_boolean) {
            return Err(format!("answers[{index}].value"));
        }
    }
    Ok(())
}

/// The tasks that are done, when these are the answers of all receipts in the order in which they came: the last word
/// about a task counts. A task is named once.
#[must_use]
pub fn done(receipts: impl IntoIterator<Item = Value>) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    for ticks in receipts {
        for tick in ticks.as_array().map(Vec::as_slice).unwrap_or_default() {
            let Some(id) = tick.get("question_id").and_then(Value::as_str) else {
                continue;
            };
            done.retain(|other| other != id);
            if tick.get("value") == Some(&Value::Bool(true)) {
                done.push(id.to_owned());
            }
        }
    }
    done
}

/// Writes into the tasks of a checklist which of them are done.
pub fn mark(tasks: &mut Value, done: &[String]) {
    for task in tasks.as_array_mut().into_iter().flatten() {
        let id = task.get("id").and_then(Value::as_str).unwrap_or("");
        let is_done = done.iter().any(|one| one == id);
        if let Some(task) = task.as_object_mut() {
            task.insert("done".to_owned(), is_done.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_tick_names_a_task_once_and_says_yes_or_no() {
        let tasks = json!([{"id":"a"},{"id":"b"}]);
        let tick = |id: &str, value: Value| json!({"question_id":id,"value":value});
        for (ticks, fault) in [
            (vec![tick("a", json!(true)), tick("b", json!(false))], None),
            (vec![tick("c", json!(true))], Some("answers[0].question_id")),
            (vec![json!({"value":true})], Some("answers[0].question_id")),
            (
                vec![tick("a", json!(true)), tick("a", json!(false))],
                Some("answers[1].question_id"),
            ),
            (vec![tick("a", json!("yes"))], Some("answers[0].value")),
        ] {
            assert_eq!(check_ticks(&tasks, &ticks).err().as_deref(), fault, "{ticks:?}");
        }
    }

    #[test]
    fn the_last_word_about_a_task_counts() {
        let told = [
            json!([{"question_id":"a","value":true},{"question_id":"b","value":true}]),
            json!([{"question_id":"a","value":false}]),
            json!("rubbish"),
            json!([{"question_id":"b","value":true}]),
        ];
        assert_eq!(done(told), ["b"]);
        let mut tasks = json!([{"id":"a","done":true},{"id":"b"},7]);
        mark(&mut tasks, &["b".to_owned()]);
        assert_eq!(tasks, json!([{"id":"a","done":false},{"id":"b","done":true},7]));
    }
}
