//! String literals: found to their end, with every escape examined.

use std::borrow::Cow;

/// What is wrong with a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StringFault {
    /// Not JSON's grammar (no end, unknown escape, raw control character).
    Syntax,
    /// U+0000 or half a surrogate pair.
    Text,
}

/// Reads the literal at the start of `text`, which begins after its opening quote. Gives the decoded string
/// and the bytes read, the closing quote included.
pub(super) fn read(text: &str) -> Result<(Cow<'_, str>, usize), StringFault> {
    let bytes = text.as_bytes();
    let mut decoded: Option<String> = None;
    let mut plain_from = 0;
    let mut at = 0;
    loop {
        match bytes.get(at) {
            None => return Err(StringFault::Syntax),
            Some(b'"') => {
                let plain = text.get(plain_from..at).unwrap_or_default();
                let string = match decoded {
                    None => Cow::Borrowed(plain),
                    Some(decoded) => Cow::Owned(decoded + plain),
                };
                return Ok((string, at + 1));
            }
            Some(b'\\') => {
                let decoded = decoded.get_or_insert_default();
                decoded.push_str(text.get(plain_from..at).unwrap_or_default());
                let (character, length) = escape(bytes.get(at + 1..).unwrap_or_default())?;
                decoded.push(character);
                at += 1 + length;
                plain_from = at;
            }
            // A raw U+0000 is no JSON either, but whoever sends one means text and is told so.
            Some(0) => return Err(StringFault::Text),
            Some(0x01..=0x1f) => return Err(StringFault::Syntax),
            Some(_) => at += 1,
        }
    }
}

/// The character of an escape (after its backslash) and the bytes it took.
fn escape(bytes: &[u8]) -> Result<(char, usize), StringFault> {
    let character = match bytes.first() {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode_escape(bytes),
        _ => return Err(StringFault::Syntax),
    };
    Ok((character, 1))
}

fn unicode_escape(bytes: &[u8]) -> Result<(char, usize), StringFault> {
    let first = hex(bytes, 1)?;
    let (code_point, length) = match first {
        0 => return Err(StringFault::Text),
        0xd800..=0xdbff => {
            if bytes.get(5) != Some(&b'\\') || bytes.get(6) != Some(&b'u') {
                return Err(StringFault::Text);
            }
            let second = hex(bytes, 7)?;
            if !(0xdc00..=0xdfff).contains(&second) {
                return Err(StringFault::Text);
            }
            (0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00), 11)
        }
        // A lone low half has no char either, so it is refused just below.
        other => (other, 5),
    };
    char::from_u32(code_point)
        .map(|character| (character, length))
        .ok_or(StringFault::Text)
}

fn hex(bytes: &[u8], from: usize) -> Result<u32, StringFault> {
    let digits = bytes.get(from..from + 4).ok_or(StringFault::Syntax)?;
    digits.iter().try_fold(0, |value, digit| {
        let digit = char::from(*digit).to_digit(16).ok_or(StringFault::Syntax)?;
        Ok(value * 16 + digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_decode_to_what_they_mean() {
        let text = r#"a\u0041\n\ud83d\uDE00\/é" rest"#;
        let (string, length) = read(text).unwrap();
        assert_eq!(string, "aA\n😀/é");
        assert_eq!(&text[length..], " rest");
        assert!(matches!(read("plain\""), Ok((Cow::Borrowed("plain"), 6))));
    }

    #[test]
    fn half_pairs_and_nul_are_text_faults() {
        for text in [
            r#"\ud800""#,
            r#"\udc00""#,
            r#"\ud800x""#,
            r#"\ud800\n""#,
            r#"\ud800\ud800""#,
            r#"\u0000""#,
        ] {
            assert_eq!(read(text), Err(StringFault::Text), "{text}");
        }
        assert_eq!(read("a\0\""), Err(StringFault::Text));
    }

    #[test]
    fn broken_literals_are_syntax_faults() {
        for text in [
            "",
            "open",
            r#"\x""#,
            r#"\u12"#,
            r#"\u12g4""#,
            "a\nb\"",
            r#"\ud800\u12""#,
            "\\",
        ] {
            assert_eq!(read(text), Err(StringFault::Syntax), "{text:?}");
        }
    }
}
