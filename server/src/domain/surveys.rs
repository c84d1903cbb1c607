//! Surveys: what may be asked, and whether answers fit what was asked.
//!
//! Pure functions: questions are checked when an operator writes them, answers inside the transaction that
//! stores a receipt.

use serde_json::Value;

/// Most questions of a survey.
const QUESTIONS: usize = 50;
const TYPES: [&str; 7] = [
    "text",
    "long_text",
    "number",
    "rating",
    "scale",
    "single",
    "multiple",
];

/// What is wrong: the field, and a sentence for a developer.
pub type Fault = (String, String);

fn fault<T>(field: impl Into<String>, message: &str) -> Result<T, Fault> {
    Err((field.into(), message.to_owned()))
}

/// A text of 1 to `most` characters.
fn worded(value: Option<&Value>, most: usize) -> Option<&str> {
    value
        .and_then(Value::as_str)
        .filter(|text| !text.trim().is_empty() && text.chars().count() <= most)
}

/// Checks the questions of a survey.
pub fn check_questions(questions: &Value) -> Result<(), Fault> {
    let Some(list) = questions
        .as_array()
        .filter(|list| (1..=QUESTIONS).contains(&list.len()))
    else {
        return fault("questions", "a survey has 1 to 50 questions");
    };
    let mut earlier: Vec<&str> = Vec::new();
    for (index, question) in list.iter().enumerate() {
        let at = |name: &str| format!("questions[{index}].{name}");
        let Some(id) = worded(question.get("id"), 64) else {
            return fault(at("id"), "an id has 1 to 64 characters");
        };
        if earlier.contains(&id) {
            return fault(at("id"), "two questions have this id");
        }
        let kind = question.get("type").and_then(Value::as_str).unwrap_or("");
        if !TYPES.contains(&kind) {
            return fault(
                at("type"),
                "a type is text, long_text, number, rating, scale, single or multiple",
            );
        }
        if worded(question.get("label"), 1024).is_none() {
            return fault(at("label"), "a label has 1 to 1024 characters");
        }
        if question.get("required").is_some_and(|value| !value.is_boolean()) {
            return fault(at("required"), "required is true or false");
        }
        let choice = matches!(kind, "single" | "multiple");
        match question.get("options") {
            None if choice => return fault(at("options"), "a choice needs options"),
            None => {}
            Some(_) if !choice => return fault(at("options"), "only choices have options"),
            Some(options) => {
                let texts: Option<Vec<&str>> = options
                    .as_array()
                    .and_then(|all| all.iter().map(|one| worded(Some(one), 255)).collect());
                let distinct = texts
                    .as_ref()
                    .is_some_and(|all| all.iter().enumerate().all(|(n, one)| !all[..n].contains(one)));
                if !distinct || !texts.is_some_and(|all| (2..=50).contains(&all.len())) {
                    return fault(
                        at("options"),
                        "a choice has 2 to 50 different options of 1 to 255 characters",
                    );
                }
            }
        }
        if let Some(condition) = question.get("show_if") {
            let other = condition.get("question_id").and_then(Value::as_str).unwrap_or("");
            if !earlier.contains(&other) {
                return fault(at("show_if"), "show_if names an earlier question");
            }
            if !matches!(
                condition.get("equals"),
                Some(Value::String(_) | Value::Number(_) | Value::Bool(_))
            ) {
                return fault(
                    at("show_if"),
                    "show_if needs a string, number or boolean to equal",
                );
            }
        }
        let known = ["id", "type", "label", "required", "options", "show_if"];
        if let Some(name) = question
            .as_object()
            .and_then(|all| all.keys().find(|name| !known.contains(&name.as_str())))
        {
            let name: String = name.chars().take(100).collect();
            return fault(at(&name), "a question has no such field");
        }
        earlier.push(id);
    }
    Ok(())
}

/// Checks answers against the questions of a survey. The fault is the field, as in `answers[0].value`.
pub fn check_answers(questions: &Value, answers: &[Value]) -> Result<(), String> {
    let questions = questions.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut answered: Vec<&str> = Vec::new();
    for (index, answer) in answers.iter().enumerate() {
        let id = answer.get("question_id").and_then(Value::as_str).unwrap_or("");
        let question = questions
            .iter()
            .find(|question| question.get("id").and_then(Value::as_str) == Some(id));
        let Some(question) = question.filter(|_| !answered.contains(&id)) else {
            return Err(format!("answers[{index}].question_id"));
        };
        answered.push(id);
        if !answer.get("value").is_some_and(|value| fits(question, value)) {
            return Err(format!("answers[{index}].value"));
        }
    }
    Ok(())
}

fn fits(question: &Value, value: &Value) -> bool {
    let short = |most: usize| value.as_str().is_some_and(|text| text.chars().count() <= most);
    let whole = |from: i64, to: i64| {
        value
            .as_f64()
            .is_some_and(|number| number.fract() == 0.0 && (from as f64..=to as f64).contains(&number))
    };
    let offered = |choice: &Value| {
        question
            .get("options")
            .and_then(Value::as_array)
            .is_some_and(|options| options.contains(choice))
    };
    match question.get("type").and_then(Value::as_str).unwrap_or("") {
        "text" => short(1024),
        "long_text" => short(4096),
        "number" => value.is_number(),
        "rating" => whole(1, 5),
        "scale" => whole(0, 10),
        "single" => offered(value),
        "multiple" => value.as_array().is_some_and(|choices| {
            choices.len() <= 50
                && choices
                    .iter()
                    .enumerate()
                    .all(|(n, choice)| offered(choice) && !choices[..n].contains(choice))
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn questions_that_cannot_be_asked_are_named() {
        let good = json!([
            {"id":"q1","type":"rating","label":"How?","required":true},
            {"id":"q2","type":"single","label":"Which?","options":["a","b"],"show_if":{"question_id":"q1","equals":5}},
        ]);
        assert_eq!(check_questions(&good), Ok(()));
        for (bad, field) in [
            (json!([]), "questions"),
            (json!([{"id":"","type":"text","label":"l"}]), "questions[0].id"),
            (json!([{"id":"q","type":"yes","label":"l"}]), "questions[0].type"),
            (
                json!([{"id":"q","type":"text","label":" "}]),
                "questions[0].label",
            ),
            (
                json!([{"id":"q","type":"text","label":"l","options":["a","b"]}]),
                "questions[0].options",
            ),
            (
                json!([{"id":"q","type":"single","label":"l"}]),
                "questions[0].options",
            ),
            (
                json!([{"id":"q","type":"single","label":"l","options":["a","a"]}]),
                "questions[0].options",
            ),
            (
                json!([{"id":"q","type":"text","label":"l","show_if":{"question_id":"q","equals":1}}]),
                "questions[0].show_if",
            ),
            (
                json!([{"id":"q","type":"text","label":"l"},{"id":"q","type":"text","label":"l"}]),
                "questions[1].id",
            ),
            (
                json!([{"id":"q","type":"text","label":"l","colour":1}]),
                "questions[0].colour",
            ),
        ] {
            assert_eq!(check_questions(&bad).unwrap_err().0, field, "{bad}");
        }
    }

    #[test]
    fn an_answer_must_fit_its_question() {
        let questions = json!([
            {"id":"t","type":"text","label":"l"}, {"id":"n","type":"number","label":"l"},
            {"id":"r","type":"rating","label":"l"}, {"id":"s","type":"scale","label":"l"},
            {"id":"o","type":"single","label":"l","options":["a","b"]},
            {"id":"m","type":"multiple","label":"l","options":["a","b"]},
        ]);
        for (id, value, fits) in [
            ("t", json!("x"), true),
            ("t", json!(1), false),
            ("n", json!(-1.5), true),
            ("n", json!("1"), false),
            ("r", json!(5), true),
            ("r", json!(0), false),
            ("r", json!(4.5), false),
            ("s", json!(0), true),
            ("s", json!(11), false),
            ("o", json!("a"), true),
            ("o", json!("c"), false),
            ("m", json!(["b", "a"]), true),
            ("m", json!(["a", "a"]), false),
            ("m", json!("a"), false),
        ] {
            let answers = [json!({"question_id":id,"value":value})];
            let result = check_answers(&questions, &answers);
            assert_eq!(result.is_ok(), fits, "{id} {value}");
            if !fits {
                assert_eq!(result.unwrap_err(), "answers[0].value");
            }
        }
        let unknown = [
            json!({"question_id":"t","value":"x"}),
            json!({"question_id":"t","value":"x"}),
        ];
        assert_eq!(
            check_answers(&questions, &unknown).unwrap_err(),
            "answers[1].question_id"
        );
    }
}
