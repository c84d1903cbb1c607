//! What a person writes: words, files or both.
//!
//! Guarantees: a [`NewReply`] that passed [`NewReply::check`] is never refused by the server for its size or
//! shape; neither words nor file names are part of `Debug`. Made and checked on the caller's thread.

use super::event::OperationId;
use super::limits::{ATTACHMENTS, FILE_NAME_CHARS, MESSAGE_BYTES};
use super::rejection::{InputError, child};
use crate::observer::Delivery;

/// A file to send with a reply.
#[derive(Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// The file's name, with its extension; no path.
    pub name: String,
    /// The media type, for example `image/png`. The server decides which it takes.
    pub content_type: String,
    /// The file itself; 25 MiB at most by default.
    pub bytes: Vec<u8>,
}

/// A message: words, up to ten files, or both.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewReply {
    /// Plain text, at most 64 KiB; may be empty when there are files.
    pub body: String,
    /// Files.
    pub attachments: Vec<NewAttachment>,
}

/// A message that was stored on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentPart {
    /// The conversation: the server's id once it is known, the device's own before; both work everywhere.
    pub conversation_id: String,
    /// The part's id; `retry_operation` takes it when the server refuses the message, `dismiss` then and before it is sent.
    pub part_id: OperationId,
    /// Whether the server has it already.
    pub delivery: Delivery,
}

impl NewReply {
    /// A message of words.
    pub fn text(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            attachments: Vec::new(),
        }
    }

    /// Whether there are words.
    pub(crate) fn has_words(&self) -> bool {
        !self.body.trim().is_empty()
    }

    /// Checks every rule.
    ///
    /// # Errors
    /// `empty` (neither words nor files; an empty file), `too_long` (`body`, `attachments[n].name`),
    /// `invalid_text` (a NUL; a name with a path), `too_many_attachments`, `attachment_too_large`.
    pub(crate) fn check(&self, most_bytes: u64) -> Result<(), InputError> {
        if !self.has_words() && self.attachments.is_empty() {
            return Err(InputError::new("empty", "body", "write something or add a file"));
        }
        if self.body.len() > MESSAGE_BYTES {
            let advice = format!("must not be longer than {MESSAGE_BYTES} bytes");
            return Err(InputError::over("too_long", "body", MESSAGE_BYTES, &advice));
        }
        if self.body.contains('\0') {
            return Err(InputError::new(
                "invalid_text",
                "body",
                "must not hold a NUL character",
            ));
        }
        if self.attachments.len() > ATTACHMENTS {
            let advice = format!("must not be more than {ATTACHMENTS} files");
            return Err(InputError::over(
                "too_many_attachments",
                "attachments",
                ATTACHMENTS,
                &advice,
            ));
        }
        for (index, file) in self.attachments.iter().enumerate() {
            file.check(&format!("attachments[{index}]"), most_bytes)?;
        }
        Ok(())
    }
}

impl NewAttachment {
    /// Checks name and type; `place` begins the path of the field at fault.
    ///
    /// # Errors
    /// `empty`, `too_long`, `invalid_text`.
    pub(crate) fn check_description(&self, place: &str) -> Result<(), InputError> {
        let name = child(place, "name");
        super::text::check_name(&name, &self.name, FILE_NAME_CHARS)?;
        if self.name.contains(['/', '\\']) {
            return Err(InputError::new(
                "invalid_text",
                &name,
                "must be a file's name without a path",
            ));
        }
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '+' | '-');
        let (kind, subtype) = self.content_type.split_once('/').unwrap_or_default();
        let plain = |word: &str| !word.is_empty() && word.len() <= 100 && word.chars().all(letters);
        if !plain(kind) || !plain(subtype) {
            let field = child(place, "content_type");
            return Err(InputError::new(
                "invalid_text",
                &field,
                "must be a media type such as image/png",
            ));
        }
        Ok(())
    }

    fn check(&self, place: &str, most_bytes: u64) -> Result<(), InputError> {
        self.check_description(place)?;
        let field = format!("{place}.bytes");
        if self.bytes.is_empty() {
            return Err(InputError::new("empty", &field, "must not be an empty file"));
        }
        if self.bytes.len() as u64 > most_bytes {
            let most = usize::try_from(most_bytes).unwrap_or(usize::MAX);
            let advice = format!("must not be larger than {most_bytes} bytes");
            return Err(InputError::over("attachment_too_large", &field, most, &advice));
        }
        Ok(())
    }
}

impl std::fmt::Debug for NewAttachment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("NewAttachment")
            .field("content_type", &self.content_type)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for NewReply {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("NewReply")
            .field("attachments", &self.attachments)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, content_type: &str, size: usize) -> NewAttachment {
        NewAttachment {
            name: name.to_owned(),
            content_type: content_type.to_owned(),
            bytes: vec![1; size],
        }
    }

    fn refusal(reply: &NewReply) -> (String, String) {
        let error = reply.check(100).unwrap_err();
        (error.code.to_owned(), error.field)
    }

    #[test]
    fn words_or_files_are_needed_and_each_rule_names_its_field() {
        assert!(NewReply::text("hello").check(100).is_ok());
        let only_files = NewReply {
            attachments: vec![file("a.png", "image/png", 100)],
            ..NewReply::default()
        };
        assert!(only_files.check(100).is_ok());
        for (reply, code, field) in [
            (NewReply::text(" \n"), "empty", "body"),
            (NewReply::text("a".repeat(65_537)), "too_long", "body"),
            (NewReply::text("a\0b"), "invalid_text", "body"),
        ] {
            assert_eq!(refusal(&reply), (code.to_owned(), field.to_owned()));
        }
        for (attachment, code, field) in [
            (
                file("../a.png", "image/png", 1),
                "invalid_text",
                "attachments[0].name",
            ),
            (file("", "image/png", 1), "empty", "attachments[0].name"),
            (
                file("a", "image", 1),
                "invalid_text",
                "attachments[0].content_type",
            ),
            (
                file("a", "Image/PNG\r\n", 1),
                "invalid_text",
                "attachments[0].content_type",
            ),
            (file("a", "image/png", 0), "empty", "attachments[0].bytes"),
            (
                file("a", "image/png", 101),
                "attachment_too_large",
                "attachments[0].bytes",
            ),
        ] {
            let reply = NewReply {
                attachments: vec![attachment],
                ..NewReply::text("x")
            };
            assert_eq!(refusal(&reply), (code.to_owned(), field.to_owned()));
        }
        let crowd = NewReply {
            attachments: vec![file("a", "image/png", 1); 11],
            ..NewReply::default()
        };
        assert_eq!(refusal(&crowd).0, "too_many_attachments");
    }

    #[test]
    fn debug_shows_neither_words_nor_names() {
        let reply = NewReply {
            body: "canary-words".to_owned(),
            attachments: vec![file("canary-name.png", "image/png", 1)],
        };
        assert!(!format!("{reply:?}").contains("canary"));
    }
}
