//! One line of input: the id to answer to, the call, and whether to wait for it.
//!
//! Guarantees: whatever the bytes are, the result is a call or a coded fault, and the fault keeps the id when
//! one could be read. Used by the main thread.

use frontdesk_core::model::InputError;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::perform::Call;

/// A call to make.
#[derive(Debug)]
pub(super) struct Line {
    /// The id as it was written: a number or a string.
    pub(super) id: Box<str>,
    pub(super) call: Call,
    pub(super) wait: bool,
}

/// What is wrong with a line, and the id to tell it to.
type Fault = (Option<Box<str>>, InputError);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    call: Option<&'a RawValue>,
    #[serde(borrow)]
    args: Option<&'a RawValue>,
    wait: Option<bool>,
}

impl Line {
    /// Reads a line; `None` for a blank one.
    pub(super) fn read(bytes: &[u8]) -> Option<Result<Self, Fault>> {
        (!bytes.iter().all(u8::is_ascii_whitespace)).then(|| Self::parse(bytes))
    }

    fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let raw: Raw<'_> = serde_json::from_slice(bytes).map_err(|_| {
            let advice = r#"must be one JSON object of "id", "call", "args" and "wait""#;
            (None, InputError::new("malformed_line", "", advice))
        })?;
        let id = raw.id.map(RawValue::get).filter(|id| is_id(id)).ok_or_else(|| {
            let advice = "must be given, as a number or a string";
            (None, InputError::new("missing_id", "id", advice))
        })?;
        let name: Option<String> = raw.call.and_then(|name| serde_json::from_str(name.get()).ok());
        match Call::read(name.as_deref().unwrap_or_default(), raw.args) {
            Ok(call) => Ok(Self {
                id: id.into(),
                call,
                wait: raw.wait.unwrap_or(false),
            }),
            Err(fault) => Err((Some(id.into()), fault)),
        }
    }
}

fn is_id(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'"') => serde_json::from_str::<String>(text).is_ok(),
        Some(byte) => *byte == b'-' || byte.is_ascii_digit(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> (Option<String>, &'static str) {
        let (id, error) = Line::read(text.as_bytes()).unwrap().unwrap_err();
        (id.map(String::from), error.code)
    }

    #[test]
    fn an_id_is_kept_as_it_was_written() {
        for id in ["1", "-7", "1.50", "12345678901234567890123", r#""a\u00e9""#] {
            let text = format!(r#" {{"call":"pending", "id" : {id} }} "#);
            let line = Line::read(text.as_bytes()).unwrap().unwrap();
            assert_eq!((&*line.id, line.wait), (id, false));
        }
    }

    #[test]
    fn a_blank_line_is_no_line() {
        assert!(Line::read(b"").is_none());
        assert!(Line::read(b" \t\r").is_none());
    }

    #[test]
    fn what_is_no_call_is_told_why_and_to_whom() {
        for text in [
            "x",
            "[]",
            "1",
            r#"{"id":1,"#,
            r#"{"id":1,"call":"pending","wait":1}"#,
            r#"{"id":1,"id":2,"call":"pending"}"#,
            r#"{"id":1,"call":"pending","arguments":{}}"#,
        ] {
            assert_eq!(fault(text), (None, "malformed_line"), "{text}");
        }
        for id in ["null", "true", "{}", "[1]", r#""\ud800""#] {
            let text = format!(r#"{{"id":{id},"call":"pending"}}"#);
            assert_eq!(fault(&text), (None, "missing_id"), "{text}");
        }
        assert_eq!(fault(r#"{"call":"pending"}"#), (None, "missing_id"));
        for call in ["7", "null", r#""no_such""#, r#""\ud800""#] {
            let text = format!(r#"{{"id":"a","call":{call}}}"#);
            assert_eq!(fault(&text), (Some("\"a\"".into()), "unknown_call"), "{text}");
        }
        assert_eq!(fault(r#"{"id":1}"#), (Some("1".into()), "unknown_call"));
    }

    #[test]
    fn bytes_that_are_no_text_are_a_malformed_line() {
        let (_, error) = Line::read(b"{\"id\":1,\"call\":\"log_event\",\"args\":{\"name\":\"\xff\"}}")
            .unwrap()
            .unwrap_err();
        assert_eq!(error.code, "malformed_line");
    }
}
