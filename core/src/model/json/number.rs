//! Number literals: read by JSON's grammar, and refused when a parser would change them silently.

/// What is wrong with a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberFault {
    /// Not JSON's grammar (`01`, `+1`, `1.`, `.5`, `0x1`).
    Syntax,
    /// Beyond every 64-bit float (`1e400`).
    NotFinite,
    /// A whole number beyond 64 bits, or a fraction that would become zero (`1e-400`).
    OutOfRange,
}

/// Reads the literal at the start of `text` and gives its length in bytes.
pub(super) fn read(text: &str) -> Result<usize, NumberFault> {
    let bytes = text.as_bytes();
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(bytes, at);
    if whole == 0 || (whole > 1 && bytes.get(at) == Some(&b'0')) {
        return Err(NumberFault::Syntax);
    }
    at += whole;
    let mut is_whole = true;
    if bytes.get(at) == Some(&b'.') {
        is_whole = false;
        at += 1 + required_digits(bytes, at + 1)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        is_whole = false;
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        at += required_digits(bytes, at)?;
    }
    let literal = text.get(..at).ok_or(NumberFault::Syntax)?;
    if is_whole {
        fits_whole(literal)?
    } else {
        fits_float(literal)?
    }
    Ok(at)
}

fn fits_whole(literal: &str) -> Result<(), NumberFault> {
    if literal.parse::<i64>().is_ok() || literal.parse::<u64>().is_ok() {
        Ok(())
    } else {
        Err(NumberFault::OutOfRange)
    }
}

fn fits_float(literal: &str) -> Result<(), NumberFault> {
    let number: f64 = literal.parse().map_err(|_| NumberFault::Syntax)?;
    let mantissa = literal.split(['e', 'E']).next().unwrap_or(literal);
    if !number.is_finite() {
        Err(NumberFault::NotFinite)
    } else if number == 0.0 && mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        Err(NumberFault::OutOfRange)
    } else {
        Ok(())
    }
}

fn digits(bytes: &[u8], from: usize) -> usize {
    bytes
        .iter()
        .skip(from)
        .take_while(|byte| byte.is_ascii_digit())
        .count()
}

fn required_digits(bytes: &[u8], from: usize) -> Result<usize, NumberFault> {
    match digits(bytes, from) {
        0 => Err(NumberFault::Syntax),
        count => Ok(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_survive_unchanged_are_taken() {
        for literal in [
            "0",
            "-0",
            "-0.0",
            "12",
            "-9223372036854775808",
            "18446744073709551615",
            "9007199254740993",
            "1.5e300",
            "0e999999",
            "0.000",
            "5e-324",
        ] {
            assert_eq!(read(literal), Ok(literal.len()), "{literal}");
        }
        assert_eq!(read("12,"), Ok(2));
    }

    #[test]
    fn numbers_that_a_parser_would_change_are_refused() {
        for literal in [
            "18446744073709551616",
            "-9223372036854775809",
            "1e-400",
            "-0.1e-500",
        ] {
            assert_eq!(read(literal), Err(NumberFault::OutOfRange), "{literal}");
        }
        assert_eq!(read(&"1".repeat(400)), Err(NumberFault::OutOfRange));
        for literal in ["1e400", "-1e400", "1.0E+309"] {
            assert_eq!(read(literal), Err(NumberFault::NotFinite), "{literal}");
        }
    }

    #[test]
    fn what_json_does_not_call_a_number_is_refused() {
        for literal in [
            "", "-", "01", "-01", "1.", "1.e5", "1e", "1e+", "+1", ".5", "Infinity",
        ] {
            assert_eq!(read(literal), Err(NumberFault::Syntax), "{literal}");
        }
    }
}
