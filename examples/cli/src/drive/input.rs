//! Lines in, none of them larger than a megabyte.
//!
//! Guarantees: memory is bounded whatever is sent; a longer line is passed over to its end and reported, and
//! the next one is read as usual. Used by the main thread.

use std::io::{BufRead, ErrorKind};

use serde_json::Value;

use super::answer;

/// Longest line taken, without its end.
pub(super) const LONGEST_LINE: usize = 1024 * 1024;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Input<'a> {
    /// A line, without its end.
    Line(&'a [u8]),
    /// A line that was too long and is gone.
    TooLong,
    /// Nothing comes any more.
    End,
}

/// Splits a stream into lines.
pub(super) struct Lines<R> {
    source: R,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            line: Vec::new(),
        }
    }

    pub(super) fn next(&mut self) -> Input<'_> {
        self.line.clear();
        let mut too_long = false;
        loop {
            let buffer = match self.source.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                // Whoever sent the lines is gone, which is an end like any other.
                Err(_) => return Input::End,
            };
            let ended = buffer.is_empty();
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let piece = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            too_long |= self.line.len() + piece.len() > LONGEST_LINE;
            if too_long {
                self.line.clear();
            } else {
                self.line.extend_from_slice(piece);
            }
            let used = piece.len() + usize::from(end.is_some());
            self.source.consume(used);
            if too_long && (ended || end.is_some()) {
                return Input::TooLong;
            }
            if ended && self.line.is_empty() {
                return Input::End;
            }
            if ended || end.is_some() {
                return Input::Line(&self.line);
            }
        }
    }
}

/// The error of a line that is too long.
pub(super) fn too_long() -> Value {
    let limit = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX);
    let mut fault = answer::fault("line_too_long", "the line: must not exceed 1 MiB", None);
    answer::insert(&mut fault, "limit", limit.into());
    fault
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Cursor};

    fn read(text: &[u8]) -> Vec<Result<Vec<u8>, ()>> {
        // A small buffer, so that lines arrive in pieces.
        let mut lines = Lines::new(BufReader::with_capacity(7, Cursor::new(text)));
        let mut all = Vec::new();
        loop {
            match lines.next() {
                Input::Line(line) => all.push(Ok(line.to_vec())),
                Input::TooLong => all.push(Err(())),
                Input::End => return all,
            }
        }
    }

    #[test]
    fn lines_arrive_whole_and_the_last_needs_no_end() {
        assert_eq!(
            read(b"one line\n\nlast"),
            [Ok(b"one line".to_vec()), Ok(Vec::new()), Ok(b"last".to_vec())]
        );
        assert_eq!(read(b""), []);
    }

    #[test]
    fn a_line_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() {
        let longest = vec![b'a'; LONGEST_LINE];
        let mut text = longest.clone();
        text.extend_from_slice(b"\n");
        text.extend_from_slice(&longest);
        text.extend_from_slice(b"a\nnext\n");
        assert_eq!(read(&text), [Ok(longest), Err(()), Ok(b"next".to_vec())]);
    }

    #[test]
    fn an_endless_last_line_is_reported_too() {
        assert_eq!(read(&vec![b'a'; LONGEST_LINE + 10]), [Err(())]);
    }
}
