//! The driver's protocol, spoken to the built program without a server.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]

mod support;

use std::collections::HashSet;
use std::net::TcpListener;

use serde_json::{Value, json};
use support::{Driver, answer_to, answers, nowhere, program};

#[test]
fn a_line_that_is_no_call_gets_a_coded_error_and_the_driver_lives_on() {
    let data = tempfile::tempdir().unwrap();
    let mut driver = Driver::start(data.path());
    for (line, id, code) in [
        ("garbage", Value::Null, "malformed_line"),
        ("{\"id\":1,", Value::Null, "malformed_line"),
        (r#"{"call":"pending"}"#, Value::Null, "missing_id"),
        (r#"{"id":"a","call":"no_such"}"#, json!("a"), "unknown_call"),
        (r#"{"id":2.5,"call":"log_event"}"#, json!(2.5), "missing"),
    ] {
        driver.send(line);
        let answer = driver.answer();
        assert_eq!(
            (&answer["id"], &answer["error"]["code"]),
            (&id, &json!(code)),
            "{line}"
        );
    }
    driver.send("");
    driver.send(r#"{"id":3,"call":"session_state"}"#);
    assert_eq!(driver.answer(), json!({"id": 3, "ok": "logged_out"}));
    let (rest, status) = driver.end();
    // Events come whenever they like: a listener hears the current unread count once it listens.
    assert_eq!(answers(&rest), [] as [&Value; 0]);
    assert_eq!(status.code(), Some(0));
}

#[test]
fn a_line_longer_than_a_megabyte_is_refused_and_the_next_one_is_read() {
    let data = tempfile::tempdir().unwrap();
    let mut driver = Driver::start(data.path());
    let long = format!(
        r#"{{"id":1,"call":"set_user_hash","args":{{"hash":"{}"}}}}"#,
        "a".repeat(1 << 20)
    );
    driver.send(long);
    let answer = driver.answer();
    assert_eq!(answer["error"]["code"], "line_too_long");
    assert_eq!(answer["error"]["limit"], 1 << 20);
    driver.send(r#"{"id":2,"call":"is_user_logged_in"}"#);
    assert_eq!(driver.answer(), json!({"id": 2, "ok": false}));
    assert!(driver.end().1.success());
}

#[test]
fn a_login_has_begun_before_the_next_line_and_is_answered_before_the_end() {
    let data = tempfile::tempdir().unwrap();
    // Takes connections and says nothing: the login is under way for as long as this lives.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = silent.local_addr().unwrap();
    let mut driver = Driver::start_at(server, data.path());
    // In one piece, so that the second is read right after the first.
    driver.send("{\"id\":1,\"call\":\"login_unidentified_user\"}\n{\"id\":2,\"call\":\"session_state\"}");
    assert_eq!(driver.answer(), json!({"id": 2, "ok": "logging_in"}));
    drop(silent);
    for id in 100..400 {
        driver.send(format!(
            r#"{{"id":{id},"call":"log_event","args":{{"name":"order-item"}}}}"#
        ));
    }
    let (lines, status) = driver.end();
    assert!(status.success());
    assert_eq!(answers(&lines).len(), 301);
    assert_eq!(
        answer_to(&lines, &json!(1))["error"]["code"],
        "network_unavailable"
    );
    let ids: HashSet<&str> = (100..400)
        .map(|id| answer_to(&lines, &json!(id))["ok"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 300);
    let events = |name: &str| lines.iter().filter(|line| line["event"] == name).count();
    assert!(events("session_changed") > 0);
    assert!(events("waiting") > 0);

    let mut driver = Driver::start_at(server, data.path());
    driver.send(r#"{"id":1,"call":"pending"}"#);
    assert_eq!(driver.answer()["ok"]["queued"], 300);
}

#[test]
fn nothing_is_read_until_a_call_with_wait_is_answered() {
    let data = tempfile::tempdir().unwrap();
    let mut driver = Driver::start(data.path());
    driver.send(r#"{"id":0,"call":"login_unidentified_user"}"#);
    for id in 1..=50 {
        driver.send(format!(
            r#"{{"id":{id},"call":"log_event","args":{{"name":"a"}},"wait":true}}"#
        ));
        driver.send(format!(r#"{{"id":"after {id}","call":"pending","wait":true}}"#));
    }
    let (lines, _) = driver.end();
    for id in 1..=50 {
        let pending = answer_to(&lines, &json!(format!("after {id}")));
        assert_eq!(pending["ok"]["queued"], id);
    }
}

#[test]
fn after_shutdown_every_call_says_so_and_the_driver_still_ends_well() {
    let data = tempfile::tempdir().unwrap();
    let mut driver = Driver::start(data.path());
    driver.send(r#"{"id":1,"call":"shutdown","wait":true}"#);
    driver.send(r#"{"id":2,"call":"log_event","args":{"name":"a"}}"#);
    driver.send(r#"{"id":3,"call":"login_unidentified_user"}"#);
    let (lines, status) = driver.end();
    assert_eq!(answer_to(&lines, &json!(1))["ok"], Value::Null);
    for id in [2, 3] {
        assert_eq!(answer_to(&lines, &json!(id))["error"]["code"], "shut_down");
    }
    assert!(status.success());
}

#[test]
fn a_client_that_cannot_be_opened_is_told_in_one_line_and_ends_with_one() {
    let data = tempfile::tempdir().unwrap();
    let mut first = Driver::start(data.path());
    first.send(r#"{"id":1,"call":"session_state"}"#);
    first.answer();
    let fault = |driver: Driver| {
        let (lines, status) = driver.end();
        assert_eq!((lines.len(), status.code()), (1, Some(1)), "{lines:?}");
        assert_eq!(lines[0]["id"], Value::Null);
        lines[0]["error"].clone()
    };
    assert_eq!(fault(Driver::start(data.path()))["code"], "already_open");
    let other = tempfile::tempdir().unwrap();
    let plain = Driver::start_with(other.path(), |command| {
        command.args(["--platform", "web"]).env("FRONTDESK_SERVER", "x")
    });
    // An option wins over the environment.
    assert!(plain.end().1.success());
    let mut options = nowhere(other.path());
    options[1] = "http://example.org".to_owned();
    let output = program().arg("drive").args(options).output().unwrap();
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&line["error"]["code"], &line["error"]["field"]),
        (&json!("malformed_url"), &json!("server_url"))
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_missing_option_is_wrong_usage() {
    let output = program().arg("drive").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
}

#[cfg(not(feature = "crash-points"))]
#[test]
fn a_program_without_crash_points_refuses_to_pretend() {
    let data = tempfile::tempdir().unwrap();
    let mut command = program();
    command
        .arg("drive")
        .args(nowhere(data.path()))
        .env("FRONTDESK_CRASH_AT", "append.committed:1");
    assert_eq!(command.output().unwrap().status.code(), Some(2));
}

#[cfg(all(unix, feature = "crash-points"))]
#[test]
fn at_the_named_pass_of_a_crash_point_the_process_is_killed() {
    use std::os::unix::process::ExitStatusExt;
    let data = tempfile::tempdir().unwrap();
    let mut driver = Driver::start_with(data.path(), |command| {
        command.env("FRONTDESK_CRASH_AT", "append.committed:3")
    });
    driver.send(r#"{"id":0,"call":"login_unidentified_user"}"#);
    for id in 1..=2 {
        driver.send(format!(
            r#"{{"id":{id},"call":"log_event","args":{{"name":"a"}},"wait":true}}"#
        ));
        assert!(driver.answer()["ok"]["id"].is_string());
    }
    driver.send(r#"{"id":3,"call":"log_event","args":{"name":"a"}}"#);
    let (lines, status) = driver.end();
    assert_eq!((answers(&lines).len(), status.signal()), (0, Some(9)));
}
