//! The commands for people, on the built program without a server.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]
#![allow(dead_code, reason = "the driver's part of the support is used elsewhere")]

mod support;

use std::path::Path;

use support::{nowhere, program};

fn run(data: &Path, words: &[&str]) -> (Option<i32>, String, String) {
    let output = program().args(words).args(nowhere(data)).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_failure_goes_to_standard_error_with_the_next_step() {
    let data = tempfile::tempdir().unwrap();
    let (code, out, err) = run(data.path(), &["log-event", "order-item", "price=1"]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.contains("frontdesk login"), "{err}");
    let (code, _, err) = run(data.path(), &["login"]);
    assert_eq!(code, Some(1));
    assert!(err.contains("http://127.0.0.1:9"), "{err}");
}

#[test]
fn what_cannot_be_sent_is_stored_and_shown_plainly_in_eighty_columns() {
    let data = tempfile::tempdir().unwrap();
    run(data.path(), &["login"]);
    let (code, out, _) = run(data.path(), &["log-event", "order-item", "price=1"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.starts_with("stored"), "{out}");
    let (code, out, _) = run(data.path(), &["pending"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("1 waiting"), "{out}");
    assert!(
        !out.contains('\u{1b}') && out.lines().all(|line| line.len() <= 80),
        "{out}"
    );
}

#[test]
fn wrong_usage_ends_with_two_and_help_fits_eighty_columns() {
    let data = tempfile::tempdir().unwrap();
    assert_eq!(run(data.path(), &["update"]).0, Some(2));
    assert_eq!(
        run(data.path(), &["log-event", "x", "a=1", "--json", "{}"]).0,
        Some(2)
    );
    for words in [
        &["--help"][..],
        &["drive", "--help"],
        &["update", "--help"],
        &["measure", "--help"],
    ] {
        let output = program().args(words).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        for line in text.lines().filter(|line| !line.starts_with("Usage:")) {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}

#[test]
fn completions_are_printed_for_a_shell() {
    let output = program().args(["completions", "bash"]).output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8(output.stdout).unwrap().contains("log-event"));
}
