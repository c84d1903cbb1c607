//! Lines out.
//!
//! Guarantees: a line is written whole and at once, from whatever thread; a call is answered exactly once,
//! by its [`Reply`], even when it panicked; when nobody reads any more this is remembered and nothing else
//! fails. The listener's events pass through here on `frontdesk-events`.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use frontdesk_core::{Event, Listener};
use parking_lot::Mutex;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::answer;
use super::perform::Answer;

/// The one writer.
pub(super) struct Output {
    sink: Mutex<Box<dyn Write + Send>>,
    broken: AtomicBool,
}

#[derive(Serialize)]
struct AnswerLine<'a> {
    id: Option<&'a RawValue>,
    #[serde(flatten)]
    body: Body<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Body<'a> {
    Ok(&'a Value),
    Error(&'a Value),
}

impl Output {
    pub(super) fn new(sink: impl Write + Send + 'static) -> Self {
        Self {
            sink: Mutex::new(Box::new(sink)),
            broken: AtomicBool::new(false),
        }
    }

    /// Nobody reads what is written.
    pub(super) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Acquire)
    }

    /// Answers a line with an error; without an id when it had none.
    pub(super) fn fault(&self, id: Option<&str>, fault: &Value) {
        self.answer(id, Body::Error(fault));
    }

    fn answer(&self, id: Option<&str>, body: Body<'_>) {
        let id = id.and_then(|id| serde_json::from_str(id).ok());
        self.line(&AnswerLine { id, body });
    }

    fn line(&self, line: &impl Serialize) {
        let Ok(mut bytes) = serde_json::to_vec(line) else {
            self.broken.store(true, Ordering::Release);
            return;
        };
        bytes.push(b'\n');
        let mut sink = self.sink.lock();
        if sink.write_all(&bytes).and_then(|()| sink.flush()).is_err() {
            self.broken.store(true, Ordering::Release);
        }
    }
}

impl Listener for Output {
    fn on_event(&self, event: &Event) {
        if let Some(line) = answer::event(event) {
            self.line(&line);
        }
    }
}

/// The duty to answer one call.
pub(super) struct Reply {
    id: Box<str>,
    output: Arc<Output>,
    answered: bool,
}

impl Reply {
    pub(super) fn new(id: Box<str>, output: Arc<Output>) -> Self {
        Self {
            id,
            output,
            answered: false,
        }
    }

    pub(super) fn answer(mut self, answer: Answer) {
        self.answered = true;
        match &answer {
            Ok(value) => self.output.answer(Some(&self.id), Body::Ok(value)),
            Err(fault) => self.output.answer(Some(&self.id), Body::Error(fault)),
        }
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        if !self.answered {
            let fault = answer::fault("internal", "the call ended without an answer", None);
            self.output.fault(Some(&self.id), &fault);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_call_is_answered_once_even_when_it_panics() {
        let written = Shared::default();
        let output = Arc::new(Output::new(written.clone()));
        Reply::new("1.0".into(), output.clone()).answer(Ok(json!({"a": 1})));
        let reply = Reply::new("\"b\"".into(), output.clone());
        std::thread::spawn(move || {
            let _reply = reply;
            panic!("a call with a defect");
        })
        .join()
        .unwrap_err();
        let text = String::from_utf8(written.0.lock().clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert_eq!(lines[0], r#"{"id":1.0,"ok":{"a":1}}"#);
        assert!(
            lines[1].starts_with(r#"{"id":"b","error":{"code":"internal""#),
            "{text}"
        );
    }

    #[test]
    fn a_fault_without_an_id_says_null() {
        let written = Shared::default();
        Output::new(written.clone()).fault(None, &json!({"code": "malformed_line"}));
        assert_eq!(
            &**written.0.lock(),
            b"{\"id\":null,\"error\":{\"code\":\"malformed_line\"}}\n"
        );
    }

    #[test]
    fn a_reader_that_is_gone_is_noticed() {
        let output = Output::new(Closed);
        output.fault(None, &Value::Null);
        assert!(output.is_broken());
    }
}
