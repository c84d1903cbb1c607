//! The query of a request, and text that is percent-encoded.

use axum::http::Uri;

use super::error::{ApiError, ApiResult};

/// A value of the query, percent-decoded; the last one when it is given twice.
pub(super) fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let pairs = pairs(uri.query().unwrap_or(""));
    pairs
        .into_iter()
        .rev()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
}

fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(key, value)| (percent_decode(key), percent_decode(value)))
        .collect()
}

/// Text with `%xx` and `+` undone; what is no escape stays as it is.
pub(super) fn percent_decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.as_bytes();
    while let [first, rest @ ..] = bytes {
        bytes = rest;
        match (first, rest) {
            (b'+', _) => out.push(b' '),
            (b'%', [high, low, after @ ..]) => {
                let mut byte = [0_u8];
                if hex::decode_to_slice([*high, *low], &mut byte).is_ok() {
                    out.extend_from_slice(&byte);
                    bytes = after;
                } else {
                    out.push(b'%');
                }
            }
            (byte, _) => out.push(*byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A whole number of the query, at least 0; `None` when it is not there.
pub(super) fn number(uri: &Uri, name: &str) -> ApiResult<Option<i64>> {
    let Some(text) = parameter(uri, name) else {
        return Ok(None);
    };
    let number = text.parse().ok().filter(|number| *number >= 0);
    number
        .map(Some)
        .ok_or_else(|| ApiError::invalid(name, format!("{name} must be a whole number, 0 or more")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_values_are_percent_decoded() {
        let uri: Uri = "/x?email=a%2Bb%40c.d&name=two+words&bad=%zz".parse().unwrap();
        assert_eq!(parameter(&uri, "email").unwrap(), "a+b@c.d");
        assert_eq!(parameter(&uri, "name").unwrap(), "two words");
        assert_eq!(parameter(&uri, "bad").unwrap(), "%zz");
        assert_eq!(parameter(&uri, "none"), None);
    }
}
