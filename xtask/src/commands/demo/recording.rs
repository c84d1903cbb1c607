//! `cargo xtask demo --record FILE`: the demo as an animated picture for the README.
//!
//! Guarantees: the picture shows what the program printed in this very run, colours included; only the pauses are others,
//! so that a person can read along. The program runs on a terminal of its own (util-linux's `script`), because it prints
//! neither colour nor symbols elsewhere. Nothing is written when the demo's own verdict was bad.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use super::picture::{self, Frame};
use crate::report;
use crate::stop::Stop;

/// A reader's time for a line.
const PER_LINE: Duration = Duration::from_millis(190);

/// No pause of the run is shown longer.
const LONGEST_PAUSE: Duration = Duration::from_millis(900);

/// Plays, and draws what was printed.
///
/// # Errors
/// When `script` is not there, the demo fails or the file cannot be written.
pub(super) fn record(play: &Command, file: &Path) -> Result<ExitCode, Stop> {
    let words: Vec<String> = std::iter::once(play.get_program())
        .chain(play.get_args())
        .map(|word| quoted(&word.to_string_lossy()))
        .collect();
    let mut terminal = Command::new("script");
    terminal
        .args([
            "--quiet",
            "--return",
            "--flush",
            "--command",
            &words.join(" "),
            "/dev/null",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let begun = Instant::now();
    let mut child = terminal
        .spawn()
        .map_err(|error| Stop::new(format!("cannot start script, of util-linux: {error}")))?;
    let mut printed = Vec::new();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            printed.push((begun.elapsed(), line?.trim_end_matches('\r').to_owned()));
        }
    }
    if !child.wait()?.success() {
        let tail = printed
            .into_iter()
            .map(|(_, line)| line)
            .collect::<Vec<_>>()
            .join("\n");
        return Err(Stop::with_tail("the demo failed; nothing was recorded", tail));
    }
    let frames = paced(printed);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, picture::drawn(&frames))?;
    report::doing(&format!("{} lines: {}", frames.len(), file.display()));
    Ok(ExitCode::SUCCESS)
}

/// The same lines, at times that a person can follow.
fn paced(printed: Vec<(Duration, String)>) -> Vec<Frame> {
    let mut shown = Duration::ZERO;
    let mut before = Duration::ZERO;
    let mut frames: Vec<Frame> = Vec::new();
    for (at, line) in printed {
        if frames.is_empty() && line.is_empty() {
            continue;
        }
        shown += (at.saturating_sub(before)).clamp(PER_LINE, LONGEST_PAUSE);
        before = at;
        frames.push(Frame { at: shown, line });
    }
    frames
}

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_time_to_be_read_and_no_pause_is_longer_than_a_second() {
        let at = |ms: u64, text: &str| (Duration::from_millis(ms), text.to_owned());
        let frames = paced(vec![
            at(3_000, ""),
            at(3_000, "a"),
            at(3_001, "b"),
            at(9_000, "c"),
        ]);
        let times: Vec<_> = frames.iter().map(|frame| frame.at.as_millis()).collect();
        assert_eq!(times, [900, 1_090, 1_990]);
    }

    #[test]
    fn a_path_with_blanks_and_quotes_is_one_word_of_the_command() {
        assert_eq!(quoted("/a b/it's"), r"'/a b/it'\''s'");
    }
}
