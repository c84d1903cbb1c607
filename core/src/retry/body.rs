//! What an answer's body turned out to be, named once so that the policy never looks at bytes.
//!
//! The transport decodes a 2xx body into the type it was promised; when that works it reports
//! [`Body::Valid`]. In every other case it calls [`Body::describe`], which never fails and never keeps the
//! bytes. Called on the worker thread.

use serde_json::Value;

/// The kind of an answer's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Decoded completely into the shape promised for this request (for an upload: per-item results).
    Valid,
    /// The error envelope, with the stable code of its first error.
    Envelope {
        /// The code as the server sent it; [`classify`](super::classify()) cleans it before it goes anywhere.
        code: String,
    },
    /// JSON, but neither what was promised nor an error envelope.
    OtherJson,
    /// A web page: a proxy, a captive portal or a hosting provider answered instead of the server.
    Html,
    /// No bytes at all.
    Empty,
    /// JSON that stops in the middle.
    Truncated,
    /// Anything else.
    Other,
}

impl Body {
    /// Names a body that is not the promised one, from its content type and its (decompressed) bytes.
    #[must_use]
    pub fn describe(content_type: Option<&str>, bytes: &[u8]) -> Body {
        let text = bytes.trim_ascii();
        if text.is_empty() {
            return Body::Empty;
        }
        if is_html(content_type) || text.starts_with(b"<") {
            return Body::Html;
        }
        match serde_json::from_slice::<Value>(text) {
            Ok(value) => match envelope_code(&value) {
                Some(code) => Body::Envelope {
                    code: code.to_owned(),
                },
                None => Body::OtherJson,
            },
            Err(error) if error.is_eof() => Body::Truncated,
            Err(_) => Body::Other,
        }
    }
}

/// Whether a content type announces JSON: `application/json` or anything ending in `+json`, parameters and
/// case ignored. An absent content type does not.
#[must_use]
pub fn is_json(content_type: Option<&str>) -> bool {
    media_type(content_type)
        .is_some_and(|media| media == "application/json" || (media.contains('/') && media.ends_with("+json")))
}

/// Whether a content type announces server-sent events.
#[must_use]
pub fn is_event_stream(content_type: Option<&str>) -> bool {
    media_type(content_type).is_some_and(|media| media == "text/event-stream")
}

fn is_html(content_type: Option<&str>) -> bool {
    media_type(content_type).is_some_and(|media| media == "text/html" || media == "application/xhtml+xml")
}

fn media_type(content_type: Option<&str>) -> Option<String> {
    let media = content_type?.split(';').next()?.trim();
    Some(media.to_ascii_lowercase())
}

fn envelope_code(value: &Value) -> Option<&str> {
    if value.get("type")?.as_str()? != "error.list" {
        return None;
    }
    value.get("errors")?.as_array()?.first()?.get("code")?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_envelope_gives_its_first_code() {
        let bytes =
            br#"{"type":"error.list","request_id":"r","errors":[{"code":"app_disabled","message":"m"}]}"#;
        assert_eq!(
            Body::describe(Some("application/json"), bytes),
            Body::Envelope {
                code: "app_disabled".into()
            }
        );
    }

    #[test]
    fn a_page_is_a_page_whatever_its_content_type_claims() {
        assert_eq!(
            Body::describe(Some("application/json"), b"\n <!doctype html><p>Log in"),
            Body::Html
        );
        assert_eq!(
            Body::describe(Some("Text/HTML; charset=utf-8"), b"welcome"),
            Body::Html
        );
    }

    #[test]
    fn json_that_stops_in_the_middle_is_truncated_and_not_garbage() {
        assert_eq!(Body::describe(None, br#"{"results":[{"id":"#), Body::Truncated);
        assert_eq!(Body::describe(None, b"\x00\x01\x02"), Body::Other);
        assert_eq!(Body::describe(None, b"  \n"), Body::Empty);
        assert_eq!(
            Body::describe(None, br#"{"type":"error.list","errors":[]}"#),
            Body::OtherJson
        );
    }

    #[test]
    fn json_is_recognised_by_its_media_type_alone() {
        assert!(is_json(Some("application/json; charset=utf-8")));
        assert!(is_json(Some("Application/Problem+JSON")));
        assert!(!is_json(Some("text/json-ish")));
        assert!(!is_json(Some("+json")));
        assert!(!is_json(None));
    }
}
