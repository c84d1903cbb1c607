//! Reading the query of a request.

use axum::http::Uri;

/// A value of the query, percent-decoded; the last one when it is given twice.
pub(super) fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let pairs = url_pairs(uri.query().unwrap_or(""));
    pairs
        .into_iter()
        .rev()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
}

fn url_pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(key, value)| (percent_decode(key), percent_decode(value)))
        .collect()
}

fn percent_decode(text: &str) -> String {
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
