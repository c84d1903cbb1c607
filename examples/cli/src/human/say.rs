//! Everything the commands print.
//!
//! Guarantees: colour only on a terminal (`NO_COLOR` and `CLICOLOR_FORCE` are honoured); lines are broken at
//! 80 columns between words; words that cannot be broken (ids, paths) stay whole.

use std::fmt::Display;
use std::time::{SystemTime, UNIX_EPOCH};

use anstyle::{AnsiColor, Style};
use frontdesk_core::RejectedField;

const GOOD: Style = AnsiColor::Green.on_default().bold();
const CARE: Style = AnsiColor::Yellow.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const DIM: Style = Style::new().dimmed();

const WIDTH: usize = 80;
/// Columns of the word in front.
const LABEL: usize = 12;

/// It worked.
pub(super) fn good(label: &str, text: impl Display) {
    line(GOOD, label, &text.to_string());
}

/// It is kept, but not done.
pub(super) fn care(label: &str, text: impl Display) {
    line(CARE, label, &text.to_string());
}

/// The server said no.
pub(super) fn bad(label: &str, text: impl Display) {
    line(BAD, label, &text.to_string());
}

/// A detail.
pub(super) fn detail(label: &str, text: impl Display) {
    line(DIM, label, &text.to_string());
}

/// Attributes that were not taken, and keys that are none.
pub(super) fn not_taken(rejected: &[RejectedField], ignored: &[String]) {
    for one in rejected {
        care("not taken", format_args!("{} ({})", one.field, one.code));
    }
    for key in ignored {
        care("ignored", format_args!("{key} is no attribute"));
    }
}

/// It failed: why, and what to do next.
pub(super) fn failed(why: &impl Display, advice: Option<&str>) {
    let lines = wrap(&why.to_string(), WIDTH - LABEL);
    for (index, text) in lines.iter().enumerate() {
        let label = if index == 0 { "failed" } else { "" };
        anstream::eprintln!("{BAD}{label:<LABEL$}{BAD:#}{text}");
    }
    for text in advice
        .map(|advice| wrap(advice, WIDTH - LABEL))
        .unwrap_or_default()
    {
        anstream::eprintln!("{:LABEL$}{text}", "");
    }
}

/// How long ago a unix time in milliseconds was.
pub(super) fn ago(unix_ms: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now_ms = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
    let seconds = now_ms.saturating_sub(unix_ms).max(0) / 1000;
    match seconds {
        0..=119 => format!("{seconds} s ago"),
        120..=7199 => format!("{} min ago", seconds / 60),
        7200..=172_799 => format!("{} h ago", seconds / 3600),
        _ => format!("{} days ago", seconds / 86_400),
    }
}

fn line(style: Style, label: &str, text: &str) {
    for (index, text) in wrap(text, WIDTH - LABEL).iter().enumerate() {
        let label = if index == 0 { label } else { "" };
        anstream::println!("{style}{label:<LABEL$}{style:#}{text}");
    }
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        // Control characters in what an app was told must not steer the terminal.
        let word: String = word.chars().filter(|letter| !letter.is_control()).collect();
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(&word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_words_stay_whole() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("0123456789 a", 5), ["0123456789", "a"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn what_an_app_said_cannot_steer_the_terminal() {
        assert_eq!(wrap("a\u{1b}[31mb \u{7}", 80), ["a[31mb "]);
    }

    #[test]
    fn time_is_told_in_the_unit_that_fits() {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let before = |seconds: i64| ago(i64::try_from(now.as_millis()).unwrap() - seconds * 1000);
        assert_eq!(before(3 * 60), "3 min ago");
        assert_eq!(before(3 * 3600), "3 h ago");
        assert_eq!(before(-50), "0 s ago");
    }
}
