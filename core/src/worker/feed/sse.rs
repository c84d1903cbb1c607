//! Server-sent events, read as they come.
//!
//! Guarantees: pure and incremental, so that the same bytes give the same items wherever the network cut
//! them; memory is bounded, whatever the server sends; an event that never ended is never given out. The
//! rules are those of the HTML standard, the cases are `contract/vectors/sse.json`. Used by `stream`.

use std::time::Duration;

/// Longest line and longest data of one event, bytes: as much as the longest answer that is read elsewhere.
const MOST_BYTES: usize = 1024 * 1024;
/// A wait longer than this has more digits than any server means.
const MOST_RETRY_DIGITS: usize = 12;

/// Something complete that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Event(SseEvent),
    /// The server says how long to wait before the next connection.
    Retry(Duration),
    /// A line that only shows the connection is alive.
    Comment,
}

/// One event. Its data may hold what people wrote: never printed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct SseEvent {
    /// `message` when the event named no type.
    pub(super) kind: String,
    pub(super) data: String,
    /// The last id seen up to here; empty when there was none.
    pub(super) last_id: String,
}

impl std::fmt::Debug for SseEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SseEvent")
            .field("kind", &self.kind)
            .field("bytes", &self.data.len())
            .finish_non_exhaustive()
    }
}

/// A line or an event is longer than anything a server of ours sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a line or an event of the stream is too long")]
pub(super) struct TooLong;

/// See the module.
#[derive(Debug)]
pub(super) struct SseParser {
    most: usize,
    line: Vec<u8>,
    /// The last line ended with a carriage return: a line feed that follows belongs to it.
    after_return: bool,
    /// No line was read yet: a byte order mark is skipped.
    fresh: bool,
    kind: String,
    data: String,
    has_data: bool,
    id: String,
}

impl Default for SseParser {
    fn default() -> Self {
        Self::with_most_bytes(MOST_BYTES)
    }
}

impl SseParser {
    pub(super) fn with_most_bytes(most: usize) -> Self {
        Self {
            most,
            line: Vec::new(),
            after_return: false,
            fresh: true,
            kind: String::new(),
            data: String::new(),
            has_data: false,
            id: String::new(),
        }
    }

    /// Takes the next bytes and adds what they completed to `items`. After an error the stream is of no use.
    pub(super) fn push(&mut self, mut bytes: &[u8], items: &mut Vec<Item>) -> Result<(), TooLong> {
        while let Some(&first) = bytes.first() {
            if std::mem::take(&mut self.after_return) && first == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let part = &bytes[..end.unwrap_or(bytes.len())];
            if self.line.len() + part.len() > self.most {
                return Err(TooLong);
            }
            self.line.extend_from_slice(part);
            let Some(end) = end else { return Ok(()) };
            self.after_return = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            let line = std::mem::take(&mut self.line);
            self.take_line(&line, items)?;
            self.line = line;
            self.line.clear();
        }
        Ok(())
    }

    fn take_line(&mut self, line: &[u8], items: &mut Vec<Item>) -> Result<(), TooLong> {
        let line = match std::mem::take(&mut self.fresh) {
            true => line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line),
            false => line,
        };
        if line.is_empty() {
            items.extend(self.end_event());
            return Ok(());
        }
        let line = String::from_utf8_lossy(line);
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "" => items.push(Item::Comment),
            "event" => value.clone_into(&mut self.kind),
            "data" => {
                if self.data.len() + value.len() + 1 > self.most {
                    return Err(TooLong);
                }
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" => items.extend(retry(value)),
            _ => {}
        }
        Ok(())
    }

    fn end_event(&mut self) -> Option<Item> {
        let kind = std::mem::take(&mut self.kind);
        let data = std::mem::take(&mut self.data);
        // An event whose data is empty is none, by the standard.
        let complete = std::mem::take(&mut self.has_data) && !data.is_empty();
        complete.then(|| {
            Item::Event(SseEvent {
                kind: if kind.is_empty() {
                    "message".to_owned()
                } else {
                    kind
                },
                data,
                last_id: self.id.clone(),
            })
        })
    }
}

fn retry(value: &str) -> Option<Item> {
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || value.len() > MOST_RETRY_DIGITS {
        return None;
    }
    value.parse().ok().map(Duration::from_millis).map(Item::Retry)
}

#[cfg(test)]
#[path = "sse_tests.rs"]
mod tests;
