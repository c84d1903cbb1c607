//! Runs other programs, in the two ways a task needs.
//!
//! `passed_through` leaves the terminal to the program. `captured` writes everything it prints to a log
//! under the build folder, forwards the lines the caller asks for as they come, and keeps the end for
//! the report of a failure. Both keep the calling thread until the program has ended.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, PipeReader, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::house::House;
use crate::report;
use crate::stop::Stop;

/// How many of the last lines a failure shows; the log has them all.
const TAIL_LINES: usize = 160;

/// How often a silent program is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// How long output may stay open after the program itself ended: a test that leaves a server behind must
/// not hang the run until its time is up.
const LEFT_BEHIND: Duration = Duration::from_secs(2);

/// Runs with the terminal's own input and output.
///
/// # Errors
/// When the program cannot be started.
pub(crate) fn passed_through(command: &mut Command) -> Result<ExitStatus, Stop> {
    command.status().map_err(|error| cannot_start(command, &error))
}

/// Like [`passed_through`], but an unhappy end is an error.
///
/// # Errors
/// When the program cannot be started or ends with anything but success.
pub(crate) fn must_pass_through(command: &mut Command) -> Result<(), Stop> {
    let status = passed_through(command)?;
    if status.success() {
        Ok(())
    } else {
        Err(Stop::new(status.to_string()).of(shown(command)))
    }
}

/// Runs with standard output and error in one log named after the step; lines that `forward` chooses
/// are printed as they come. Returns the whole text.
///
/// # Errors
/// When the program cannot be started, or ends with anything but success; the error carries the tail.
pub(crate) fn captured(
    house: &House,
    step: &str,
    command: &mut Command,
    forward: fn(&str) -> bool,
) -> Result<String, Stop> {
    let logs = house.target.join("xtask-logs");
    fs::create_dir_all(&logs)?;
    let log_path = logs.join(format!("{step}.log"));
    let mut log = File::create(&log_path)?;

    let (reader, writer) = io::pipe()?;
    command
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer);
    command.env("CARGO_TERM_COLOR", "never");
    let mut child = command.spawn().map_err(|error| cannot_start(command, &error))?;
    // The command holds the pipe's writing end; let go of it, or the reader never sees the end.
    command.stdout(Stdio::null()).stderr(Stdio::null());

    let (sender, lines) = mpsc::channel();
    // Ends with the pipe; the sender goes with it, which ends the loop below.
    thread::spawn(move || read_lines(reader, &sender));

    let mut text = String::new();
    let mut ended = None;
    loop {
        match lines.recv_timeout(LOOK_EVERY) {
            Ok(raw) => {
                log.write_all(&raw)?;
                let line = String::from_utf8_lossy(&raw);
                let line = line.trim_end();
                if forward(line) {
                    report::forwarded(line);
                }
                text.push_str(line);
                text.push('\n');
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                if ended.is_none() && child.try_wait()?.is_some() {
                    ended = Some(Instant::now());
                }
                if ended.is_some_and(|ended| ended.elapsed() > LEFT_BEHIND) {
                    let sentence = "it ended, but a process that it started still runs and holds its output";
                    return Err(Stop::with_tail(sentence, tail_of(&text))
                        .of(shown(command))
                        .logged(log_path));
                }
            }
        }
    }

    let status = child.wait()?;
    if status.success() {
        return Ok(text);
    }
    Err(Stop::with_tail(status.to_string(), tail_of(&text))
        .of(shown(command))
        .logged(log_path))
}

fn read_lines(pipe: PipeReader, sender: &Sender<Vec<u8>>) {
    let mut lines = BufReader::new(pipe);
    let mut raw = Vec::new();
    while lines.read_until(b'\n', &mut raw).is_ok_and(|bytes| bytes > 0) {
        if sender.send(std::mem::take(&mut raw)).is_err() {
            return;
        }
    }
}

/// The last lines that say something: cargo's list of what it builds stays in the log.
fn tail_of(text: &str) -> String {
    let is_progress = |line: &&str| {
        let word = line.trim_start().split(' ').next();
        line.starts_with("  ")
            && matches!(
                word,
                Some("Compiling" | "Checking" | "Downloading" | "Downloaded")
            )
    };
    let lines: Vec<_> = text.lines().filter(|line| !is_progress(line)).collect();
    lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
}

/// The command as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

fn cannot_start(command: &Command, error: &io::Error) -> Stop {
    Stop::new(format!("cannot start `{}`: {error}", shown(command)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house_in(dir: &std::path::Path) -> House {
        House {
            root: dir.to_path_buf(),
            target: dir.join("target"),
            cache: dir.join("cache"),
            ci: false,
        }
    }

    #[test]
    fn output_of_both_streams_is_kept_in_order_and_in_a_log() {
        let dir = tempfile::tempdir().expect("a folder");
        let house = house_in(dir.path());
        let mut command = house.command("sh");
        command.args(["-c", "echo one; echo two >&2; echo three"]);
        let text = captured(&house, "both", &mut command, |_| false).expect("success");
        assert_eq!(text, "one\ntwo\nthree\n");
        let log = fs::read_to_string(house.target.join("xtask-logs/both.log")).expect("a log");
        assert_eq!(log, text);
    }

    #[test]
    fn a_failing_program_is_reported_with_the_end_of_its_output() {
        let dir = tempfile::tempdir().expect("a folder");
        let house = house_in(dir.path());
        let mut command = house.command("sh");
        command.args(["-c", "seq 1 500; exit 3"]);
        let stop = captured(&house, "fails", &mut command, |_| false).expect_err("a failure");
        assert!(stop.to_string().contains("exit status: 3"), "{stop}");
        assert!(stop.tail.ends_with("\n500"));
        assert_eq!(stop.tail.lines().count(), TAIL_LINES);
    }

    #[test]
    fn what_cargo_builds_does_not_push_the_error_out_of_sight() {
        let text = "   Compiling a v1.0.0\nerror: broken\n    Checking b v1.0.0\n  --> a.rs:1:1\n";
        assert_eq!(tail_of(text), "error: broken\n  --> a.rs:1:1");
    }

    #[test]
    fn a_process_left_behind_does_not_hang_the_run() {
        let dir = tempfile::tempdir().expect("a folder");
        let house = house_in(dir.path());
        let mut command = house.command("sh");
        command.args(["-c", "sleep 30 & echo $!"]);
        let stop = captured(&house, "leaves", &mut command, |_| false).expect_err("a fault");
        house.command("kill").arg(&stop.tail).status().expect("kill");
        assert!(stop.to_string().contains("still runs"), "{stop}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let dir = tempfile::tempdir().expect("a folder");
        let house = house_in(dir.path());
        let stop = captured(&house, "absent", &mut house.command("no-such-program"), |_| false)
            .expect_err("nothing to start");
        assert!(
            stop.to_string().starts_with("cannot start `no-such-program`"),
            "{stop}"
        );
    }
}
