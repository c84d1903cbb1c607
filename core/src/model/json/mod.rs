//! JSON from outside: text is examined completely before a recursive parser sees it.
//!
//! Guarantees: [`parse_json`] and [`check_json`] use constant stack whatever the nesting, and tell with the
//! path of the field what a parser would change silently or refuse as a whole: half surrogate pairs, U+0000,
//! duplicate keys, numbers that do not fit. [`discard`] frees a value of any depth without recursion; a value
//! 20,000 levels deep, as a bridge can build it, would otherwise overflow a small stack when it is dropped.
//!
//! Pure, on the caller's thread; time and memory are linear in the text, which is limited first.

mod discard;
mod number;
mod scan;
mod string;

use super::limits;
use super::rejection::InputError;
use serde_json::Value;

pub use discard::discard;

/// What a JSON text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonLimits {
    /// Bytes of the text.
    pub max_bytes: usize,
    /// The code when there are more bytes.
    pub bytes_code: &'static str,
    /// Levels of objects and arrays, the outermost included; `too_deep` beyond.
    pub max_depth: usize,
    /// Keys of all objects together; `too_many_keys` beyond.
    pub max_keys: usize,
}

impl Default for JsonLimits {
    fn default() -> Self {
        Self {
            max_bytes: limits::JSON_BYTES,
            bytes_code: "json_too_large",
            max_depth: limits::JSON_DEPTH,
            max_keys: usize::MAX,
        }
    }
}

/// Parses JSON text under the general limits.
///
/// # Errors
/// As [`check_json`].
pub fn parse_json(text: &[u8]) -> Result<Value, InputError> {
    parse_json_within(text, "", &JsonLimits::default())
}

/// Parses JSON text under the given limits; `root` begins the field path of every error.
///
/// # Errors
/// As [`check_json`].
pub fn parse_json_within(text: &[u8], root: &str, limits: &JsonLimits) -> Result<Value, InputError> {
    let text = check_json(text, root, limits)?;
    serde_json::from_str(text).map_err(|_| invalid_json(root))
}

/// Examines JSON text without building anything from it and gives it back as a string.
///
/// # Errors
/// The limits' own codes (`json_too_large`, `metadata_too_large`, `too_deep`, `too_many_keys`);
/// `invalid_text` for bytes that are no UTF-8, for U+0000 and for half a surrogate pair; `duplicate_key`;
/// `not_finite` for a number beyond every float; `number_out_of_range` for a whole number beyond 64 bits or a
/// fraction too small to tell from zero; `invalid_json` for everything that is no JSON.
pub fn check_json<'a>(text: &'a [u8], root: &str, limits: &JsonLimits) -> Result<&'a str, InputError> {
    if text.len() > limits.max_bytes {
        let advice = format!("must not exceed {} bytes of JSON", limits.max_bytes);
        return Err(InputError::over(
            limits.bytes_code,
            root,
            limits.max_bytes,
            &advice,
        ));
    }
    let text =
        std::str::from_utf8(text).map_err(|_| InputError::new("invalid_text", root, "must be UTF-8"))?;
    scan::Scanner::new(text, root, limits).run()?;
    Ok(text)
}

fn invalid_json(field: impl Into<String>) -> InputError {
    InputError::new("invalid_json", field, "must be well-formed JSON")
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
