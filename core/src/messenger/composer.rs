//! The text an app puts into a composer.
//!
//! Guarantee: what passes here can be sent as a message unchanged; nothing to write is an empty composer and
//! not an error. Pure, on the caller's thread.

use crate::model::InputError;
use crate::model::limits::MESSAGE_BYTES;
use crate::model::text::check_unbounded_value;

/// `None` for an empty composer: no text, or nothing visible in it.
///
/// # Errors
/// `invalid_text` for U+0000, `too_long` for more than 65,536 bytes of UTF-8.
pub(crate) fn check_composer_text(field: &str, text: Option<&str>) -> Result<Option<String>, InputError> {
    let Some(text) = text.filter(|text| !text.chars().all(char::is_whitespace)) else {
        return Ok(None);
    };
    check_unbounded_value(field, text)?;
    if text.len() > MESSAGE_BYTES {
        return Err(InputError::over(
            "too_long",
            field,
            MESSAGE_BYTES,
            "must not exceed 65536 bytes",
        ));
    }
    Ok(Some(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_and_blank_text_are_an_empty_composer() {
        for text in [None, Some(""), Some(" \n\u{3000}")] {
            assert_eq!(check_composer_text("text", text).unwrap(), None);
        }
    }

    #[test]
    fn hostile_text_is_kept_as_it_is_or_refused_but_never_changed() {
        for text in [
            "<script>alert(1)</script>",
            "\u{202e}evil\u{202c}",
            "null",
            "a\u{2028}b\r\n",
            "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}",
        ] {
            assert_eq!(
                check_composer_text("text", Some(text)).unwrap().as_deref(),
                Some(text)
            );
        }
        assert_eq!(
            check_composer_text("text", Some("a\0b")).unwrap_err().code,
            "invalid_text"
        );
    }

    #[test]
    fn a_composer_takes_as_much_as_a_message_and_no_byte_more() {
        let longest = "é".repeat(MESSAGE_BYTES / 2);
        assert!(check_composer_text("text", Some(&longest)).is_ok());
        let error = check_composer_text("text", Some(&format!("{longest}x"))).unwrap_err();
        assert_eq!((error.code, error.limit), ("too_long", Some(65_536)));
    }
}
