//! Rules for text, the same on every platform and on the server.
//!
//! - Text is kept exactly as given: no trimming, no Unicode normalization (`é` composed and decomposed are
//!   two names), no case folding.
//! - *Names* (event names, attribute names, metadata keys, ids) must hold something else than white space and
//!   no control character (U+0000 to U+001F, U+007F to U+009F): a name is one line that a person reads in a
//!   list. Everything else is allowed: emoji sequences, right-to-left marks, a lone combining mark.
//! - *Values* may be empty and may hold control characters such as line breaks, but never U+0000: databases
//!   and C strings end there.
//! - Half of a surrogate pair is refused where text is still JSON or UTF-16
//!   ([`parse_json`](super::json::parse_json)); a Rust string cannot hold one.
//! - Lengths count code points.
//!
//! Pure, on the caller's thread, in one pass over the text.

use super::limits::CONTENT_ID_CHARS;
use super::rejection::InputError;

/// Checks a name: not blank, no control characters, at most `max_chars` characters.
///
/// # Errors
/// `empty`, `invalid_text` or `too_long`, in this order.
pub fn check_name(field: &str, name: &str, max_chars: usize) -> Result<(), InputError> {
    check_unbounded_name(field, name)?;
    check_length(field, name, max_chars)
}

/// Checks an id of anything the server named: a name that can stand in an address. `.` and `..` cannot, they mean
/// another place there (RFC 3986, section 5.2.4), however they are written.
///
/// # Errors
/// `empty`, `invalid_text` or `too_long`.
pub fn check_content_id(field: &str, id: &str) -> Result<(), InputError> {
    check_name(field, id, CONTENT_ID_CHARS)?;
    if matches!(id, "." | "..") {
        return Err(InputError::new("invalid_text", field, "must be an id"));
    }
    Ok(())
}

/// Checks a name whose length is limited by what contains it.
///
/// # Errors
/// `empty` or `invalid_text`, in this order.
pub fn check_unbounded_name(field: &str, name: &str) -> Result<(), InputError> {
    if name.chars().all(char::is_whitespace) {
        return Err(InputError::new(
            "empty",
            field,
            "must hold at least one visible character",
        ));
    }
    if name.chars().any(char::is_control) {
        return Err(InputError::new(
            "invalid_text",
            field,
            "must not hold control characters",
        ));
    }
    Ok(())
}

/// Checks a value: no U+0000, at most `max_chars` characters. Empty is allowed.
///
/// # Errors
/// `invalid_text` or `too_long`, in this order.
pub fn check_value(field: &str, value: &str, max_chars: usize) -> Result<(), InputError> {
    check_unbounded_value(field, value)?;
    check_length(field, value, max_chars)
}

/// Checks a value whose length is limited by what contains it.
///
/// # Errors
/// `invalid_text`.
pub fn check_unbounded_value(field: &str, value: &str) -> Result<(), InputError> {
    if value.contains('\0') {
        return Err(InputError::new(
            "invalid_text",
            field,
            "must not hold the character U+0000",
        ));
    }
    Ok(())
}

fn check_length(field: &str, text: &str, max_chars: usize) -> Result<(), InputError> {
    // Bytes bound characters from above, so that the usual short text is not counted at all.
    if text.len() > max_chars && text.chars().nth(max_chars).is_some() {
        let advice = format!("must not exceed {max_chars} characters");
        return Err(InputError::over("too_long", field, max_chars, &advice));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Result<(), &'static str> {
        check_name("name", text, 5).map_err(|error| error.code)
    }

    #[test]
    fn an_id_that_would_lead_elsewhere_in_an_address_is_refused_and_one_with_dots_is_not() {
        for id in [".", ".."] {
            assert_eq!(
                check_content_id("id", id).map_err(|error| error.code),
                Err("invalid_text")
            );
        }
        for id in ["...", "a.b", ".a", "../..", "%2e%2e"] {
            assert!(check_content_id("id", id).is_ok(), "{id}");
        }
    }

    #[test]
    fn a_name_of_nothing_but_white_space_is_empty() {
        for text in ["", " ", "\t\n", "\u{a0}\u{2003}\u{3000}"] {
            assert_eq!(name(text), Err("empty"), "{text:?}");
        }
    }

    #[test]
    fn control_characters_are_refused_in_names_and_only_nul_in_values() {
        for text in ["a\0", "a\nb", "a\u{7f}", "a\u{85}b", "\u{1b}[0m"] {
            assert_eq!(name(text), Err("invalid_text"), "{text:?}");
        }
        assert_eq!(check_value("v", "two\nlines\u{85}", 255), Ok(()));
        assert_eq!(check_value("v", "", 255), Ok(()));
        assert_eq!(
            check_value("v", "a\0", 255).map_err(|error| error.code),
            Err("invalid_text")
        );
    }

    #[test]
    fn text_that_only_looks_odd_is_kept() {
        for text in [
            "👩\u{200d}👩",
            "\u{202e}abc",
            "\u{301}",
            "\u{200b}",
            "e\u{301}",
            " a ",
        ] {
            assert_eq!(name(text), Ok(()), "{text:?}");
        }
    }

    #[test]
    fn length_counts_code_points_and_not_bytes() {
        assert_eq!(name("ééééé"), Ok(()));
        assert_eq!(name("éééééé"), Err("too_long"));
        assert_eq!(
            check_name("name", "123456", 5).map_err(|error| error.limit),
            Err(Some(5))
        );
    }
}
