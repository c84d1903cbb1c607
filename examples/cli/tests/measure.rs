//! The measurements' lines, on the built program.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]
#![allow(dead_code, reason = "the driver's part of the support is used elsewhere")]

mod support;

use std::path::Path;
use std::process::Output;

use serde_json::Value;
use support::program;

fn measure(what: &str, dir: &Path, rest: &[&str]) -> Output {
    program()
        .args(["measure", what])
        .arg(dir)
        .args(rest)
        .output()
        .unwrap()
}

fn line(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn record_tells_rate_and_latencies_and_wants_a_fresh_folder() {
    let dir = tempfile::tempdir().unwrap();
    for (name, callers) in [("one", "1"), ("four", "4")] {
        let output = measure("record", &dir.path().join(name), &["103", "--callers", callers]);
        assert!(output.status.success());
        let line = line(&output);
        assert_eq!((&line["what"], &line["events"]), (&"record".into(), &103.into()));
        for figure in ["eps", "p50_us", "p99_us", "p999_us"] {
            assert!(line[figure].as_f64().unwrap() > 0.0, "{figure}");
        }
        let queued = measure("count", &dir.path().join(name), &[]);
        assert_eq!(queued.stdout, b"103\n");
    }
    let again = measure("record", &dir.path().join("one"), &["1"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(again.stdout.is_empty());
}

#[cfg(unix)]
#[test]
fn what_was_accepted_before_a_sigkill_is_found_by_a_fresh_process() {
    use std::os::unix::process::ExitStatusExt;
    let dir = tempfile::tempdir().unwrap();
    let output = measure("kill", dir.path(), &["200"]);
    assert_eq!(output.status.signal(), Some(9));
    assert_eq!(line(&output)["accepted"], 200);
    assert_eq!(measure("count", dir.path(), &[]).stdout, b"200\n");
}

#[test]
fn cold_times_the_opening_of_what_fill_left() {
    let dir = tempfile::tempdir().unwrap();
    for total in [50, 100] {
        assert_eq!(line(&measure("fill", dir.path(), &["50"]))["queued"], total);
    }
    let first = line(&measure("cold", &dir.path().join("fresh"), &["--first-event"]));
    assert!(first["first_event_ms"].as_f64().unwrap() > 0.0);
    assert_eq!(first["queued"], 1);
    let line = line(&measure("cold", dir.path(), &[]));
    assert_eq!((&line["what"], &line["queued"]), (&"cold".into(), &100.into()));
    assert!(line["ms"].as_f64().unwrap() > 0.0);
    assert!(line.get("first_event_ms").is_none());
}
