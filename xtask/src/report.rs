//! Everything a task prints about itself.
//!
//! Colour only on a terminal (anstream decides, `NO_COLOR` and `CLICOLOR_FORCE` are honoured); each
//! line fits 80 columns as long as the words given to it do. Called on the main thread only.

use std::time::Duration;

use anstyle::{AnsiColor, Style};

use crate::stop::Stop;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const CARE: Style = AnsiColor::Yellow.on_default().bold();

/// A step begins: its place, its name and what it does.
pub(crate) fn step_begins(number: usize, of: usize, name: &str, what: &str) {
    anstream::println!("{DIM}[{number:>2}/{of}]{DIM:#} {BOLD}{name:<11}{BOLD:#} {what}");
}

/// A step ended well.
pub(crate) fn step_passed(took: Duration, note: &str) {
    anstream::println!(
        "        {GOOD}ok{GOOD:#}          {}{}",
        seconds(took),
        tail_note(note)
    );
}

/// A step could not run, outside CI.
pub(crate) fn step_skipped(why: &str) {
    anstream::println!("        {CARE}skipped{CARE:#}     {why}");
}

/// A step failed: the end of its output, the reason, and how to repeat it.
pub(crate) fn step_failed(name: &str, took: Duration, stop: &Stop) {
    if !stop.tail.is_empty() {
        anstream::println!("{DIM}--------{DIM:#}");
        anstream::println!("{}", stop.tail);
        anstream::println!("{DIM}--------{DIM:#}");
    }
    anstream::println!("        {BAD}failed{BAD:#}      {}  {stop}", seconds(took));
    if let Some(command) = &stop.command {
        anstream::println!("        command     {command}");
    }
    if let Some(log) = &stop.log {
        anstream::println!("        all output  {}", log.display());
    }
    anstream::println!("        repeat it   {BOLD}cargo xtask test {name}{BOLD:#}");
}

/// A step behind a failed one.
pub(crate) fn not_run(name: &str) {
    anstream::println!("        {DIM}not run{DIM:#}     {name}");
}

/// A step of the plan that has nothing to run yet.
pub(crate) fn not_registered(name: &str, why: &str) {
    anstream::println!("        {CARE}not yet{CARE:#}     {name}: {why}");
}

/// A line of a running program that is worth seeing.
pub(crate) fn forwarded(line: &str) {
    anstream::println!("        {DIM}|{DIM:#} {}", line.trim_start());
}

/// One line about what a task does now.
pub(crate) fn doing(what: &str) {
    anstream::eprintln!("{BOLD}xtask{BOLD:#}  {what}");
}

/// A task other than the tests stopped.
pub(crate) fn stopped(stop: &Stop) {
    if !stop.tail.is_empty() {
        anstream::eprintln!("{}", stop.tail);
    }
    anstream::eprintln!("{BAD}stopped{BAD:#}: {stop}");
    if let Some(command) = &stop.command {
        anstream::eprintln!("command: {command}");
    }
}

/// The plain closing line that counts steps; never coloured, always last.
pub(crate) fn closing(passed: usize, failed: usize, skipped: usize) {
    anstream::println!("{passed} passed, {failed} failed, {skipped} skipped");
}

fn seconds(took: Duration) -> String {
    format!("{:>6.1} s", took.as_secs_f64())
}

fn tail_note(note: &str) -> String {
    if note.is_empty() {
        String::new()
    } else {
        format!("  {note}")
    }
}
