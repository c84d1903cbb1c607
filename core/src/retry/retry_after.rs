//! Reads `Retry-After` in both forms of RFC 9110: whole seconds or an HTTP date.
//!
//! Guarantees: garbage is never obeyed (it reads as absent), a date in the past means "now", and no answer
//! can silence a device for more than [`MAX_RETRY_AFTER`]. The wall clock is a parameter: the transport passes
//! the answer's own `Date` when there is one, so a wrong device clock does not bend the wait.

use super::limits::MAX_RETRY_AFTER;
use std::time::{Duration, SystemTime};

/// The wait a `Retry-After` value asks for, or `None` when it asks for nothing understandable.
///
/// Seconds must be digits only, of any length: a number too large to count is the longest wait. A sign, a
/// fraction or an exponent is garbage. Dates are read in the three forms HTTP allows.
#[must_use]
pub fn parse(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim_matches([' ', '\t']);
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = value.parse::<u64>().unwrap_or(u64::MAX);
        return Some(clamp(Duration::from_secs(seconds)));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    Some(clamp(until.duration_since(now).unwrap_or(Duration::ZERO)))
}

/// Shortens a wait to the longest one a server can impose.
#[must_use]
pub fn clamp(wait: Duration) -> Duration {
    wait.min(MAX_RETRY_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> SystemTime {
        httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap()
    }

    #[test]
    fn seconds_are_taken_and_clamped_to_a_day() {
        assert_eq!(parse("0", now()), Some(Duration::ZERO));
        assert_eq!(parse(" 120\t", now()), Some(Duration::from_secs(120)));
        assert_eq!(parse("1000000000000", now()), Some(MAX_RETRY_AFTER));
        assert_eq!(parse(&"9".repeat(400), now()), Some(MAX_RETRY_AFTER));
    }

    #[test]
    fn dates_in_all_three_forms_count_from_now() {
        for date in [
            "Sun, 06 Nov 1994 08:50:07 GMT",
            "Sunday, 06-Nov-94 08:50:07 GMT",
            "Sun Nov  6 08:50:07 1994",
        ] {
            assert_eq!(parse(date, now()), Some(Duration::from_secs(30)), "{date}");
        }
    }

    #[test]
    fn a_past_date_means_now_and_a_far_one_is_clamped() {
        assert_eq!(
            parse("Sat, 05 Nov 1994 08:49:37 GMT", now()),
            Some(Duration::ZERO)
        );
        assert_eq!(
            parse("Sat, 06 Nov 2094 08:49:37 GMT", now()),
            Some(MAX_RETRY_AFTER)
        );
    }

    #[test]
    fn garbage_is_not_obeyed() {
        for value in [
            "",
            " ",
            "-1",
            "+5",
            "1.5",
            "1e3",
            "abc",
            "12 s",
            "\u{661}",
            "Sun, 99 Nov 1994",
            "Mon, 06 Nov 1994 08:50:07 GMT",
        ] {
            assert_eq!(parse(value, now()), None, "{value:?}");
        }
    }
}
