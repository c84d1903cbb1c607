//! What became of content that was shown.
//!
//! Guarantees: receipts that pass [`check_answers`] are never refused by the server for their shape; answers are not
//! part of `Debug`. Made and checked on the caller's thread.

use super::limits::{ANSWER_CHARS, ANSWER_CHOICE_CHARS, ANSWER_CHOICES, ANSWERS, QUESTION_ID_CHARS};
use super::live_content::LiveKind;
use super::rejection::{InputError, element};
use super::text;
use serde::{Deserialize, Serialize};

/// Content that receipts are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptKind {
    /// A help center article.
    Article,
    /// A survey.
    Survey,
    /// A carousel.
    Carousel,
    /// A news item.
    News,
    /// A message that showed itself inside the app.
    InAppMessage,
}

impl From<ReceiptKind> for LiveKind {
    fn from(kind: ReceiptKind) -> Self {
        match kind {
            ReceiptKind::Article => LiveKind::Article,
            ReceiptKind::Survey => LiveKind::Survey,
            ReceiptKind::Carousel => LiveKind::Carousel,
            ReceiptKind::News => LiveKind::News,
            ReceiptKind::InAppMessage => LiveKind::InAppMessage,
        }
    }
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptEvent {
    /// It is on the screen.
    Shown,
    /// The person closed it.
    Dismissed,
    /// The person followed its link.
    Clicked,
    /// The person answered questions.
    Answered,
    /// The person came to its end.
    Completed,
}

/// The answer to one question of a survey.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The question.
    pub question_id: String,
    /// The answer.
    pub value: AnswerValue,
}

/// What a person answered.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AnswerValue {
    /// Yes or no.
    Bool(bool),
    /// A number, for example of a scale.
    Number(f64),
    /// Words, or the one choice.
    Text(String),
    /// Several choices.
    Choices(Vec<String>),
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Answer")
            .field("question_id", &self.question_id)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for AnswerValue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("AnswerValue")
    }
}

/// Checks the answers that go with `event`.
///
/// # Errors
/// `missing`, `unexpected`, `too_many_answers`, and per answer `empty`, `invalid_text`, `too_long`, `too_many_choices`,
/// `not_finite`.
pub fn check_answers(event: ReceiptEvent, answers: &[Answer]) -> Result<(), InputError> {
    if event != ReceiptEvent::Answered {
        return match answers {
            [] => Ok(()),
            _ => Err(InputError::new(
                "unexpected",
                "answers",
                "belong to Answered alone",
            )),
        };
    }
    if answers.is_empty() {
        return Err(InputError::new(
            "missing",
            "answers",
            "must hold at least one answer",
        ));
    }
    if answers.len() > ANSWERS {
        let advice = format!("must not hold more than {ANSWERS} answers");
        return Err(InputError::over("too_many_answers", "answers", ANSWERS, &advice));
    }
    for (index, answer) in answers.iter().enumerate() {
        let field = element("answers", index);
        text::check_name(
            &format!("{field}.question_id"),
            &answer.question_id,
            QUESTION_ID_CHARS,
        )?;
        let field = format!("{field}.value");
        match &answer.value {
            AnswerValue::Bool(_) => {}
            AnswerValue::Number(number) if number.is_finite() => {}
            AnswerValue::Number(_) => {
                return Err(InputError::new("not_finite", &field, "must be a number"));
            }
            AnswerValue::Text(words) => text::check_value(&field, words, ANSWER_CHARS)?,
            AnswerValue::Choices(choices) => {
                if choices.len() > ANSWER_CHOICES {
                    let advice = format!("must not hold more than {ANSWER_CHOICES} choices");
                    return Err(InputError::over(
                        "too_many_choices",
                        &field,
                        ANSWER_CHOICES,
                        &advice,
                    ));
                }
                for (index, choice) in choices.iter().enumerate() {
                    text::check_value(&element(&field, index), choice, ANSWER_CHOICE_CHARS)?;
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(value: AnswerValue) -> Answer {
        Answer {
            question_id: "q1".to_owned(),
            value,
        }
    }

    fn code(event: ReceiptEvent, answers: &[Answer]) -> Result<(), (&'static str, String)> {
        check_answers(event, answers).map_err(|error| (error.code, error.field))
    }

    #[test]
    fn answers_go_with_answered_and_with_nothing_else() {
        let answers = [answer(AnswerValue::Number(4.0))];
        assert_eq!(code(ReceiptEvent::Answered, &answers), Ok(()));
        assert_eq!(code(ReceiptEvent::Completed, &[]), Ok(()));
        let field = "answers".to_owned();
        assert_eq!(code(ReceiptEvent::Answered, &[]), Err(("missing", field.clone())));
        assert_eq!(
            code(ReceiptEvent::Shown, &answers),
            Err(("unexpected", field.clone()))
        );
        let many = vec![answers[0].clone(); ANSWERS + 1];
        assert_eq!(
            code(ReceiptEvent::Answered, &many),
            Err(("too_many_answers", field))
        );
    }

    #[test]
    fn what_the_server_would_refuse_is_refused_with_its_place() {
        let long = "x".repeat(ANSWER_CHARS + 1);
        for (value, expected) in [
            (AnswerValue::Number(f64::NAN), ("not_finite", "answers[0].value")),
            (AnswerValue::Text(long), ("too_long", "answers[0].value")),
            (
                AnswerValue::Text("a\0".to_owned()),
                ("invalid_text", "answers[0].value"),
            ),
            (
                AnswerValue::Choices(vec!["a".to_owned(), "b".repeat(ANSWER_CHOICE_CHARS + 1)]),
                ("too_long", "answers[0].value[1]"),
            ),
            (
                AnswerValue::Choices(vec![String::new(); ANSWER_CHOICES + 1]),
                ("too_many_choices", "answers[0].value"),
            ),
        ] {
            let (code, field) = code(ReceiptEvent::Answered, &[answer(value)]).unwrap_err();
            assert_eq!((code, field.as_str()), expected);
        }
    }

    #[test]
    fn answers_look_on_the_wire_as_the_contract_says_and_are_not_in_debug() {
        let values = [
            AnswerValue::Bool(true),
            AnswerValue::Number(5.0),
            AnswerValue::Text("CANARY".to_owned()),
            AnswerValue::Choices(vec!["CANARY".to_owned()]),
        ];
        let answers = values.map(answer);
        assert_eq!(
            serde_json::to_value(&answers).unwrap(),
            serde_json::json!([
                {"question_id": "q1", "value": true}, {"question_id": "q1", "value": 5.0},
                {"question_id": "q1", "value": "CANARY"}, {"question_id": "q1", "value": ["CANARY"]}
            ])
        );
        assert!(!format!("{answers:?}").contains("CANARY"));
        let read: Vec<Answer> = serde_json::from_str(r#"[{"question_id":"q","value":7}]"#).unwrap();
        assert_eq!(read[0].value, AnswerValue::Number(7.0));
    }
}
