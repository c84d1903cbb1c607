//! The program `mock-server`: what tests in other languages stand on.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use frontdesk_tests::support::{App, request};
use serde_json::{Value, json};

struct Mock {
    child: Child,
    line: Value,
}

impl Mock {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mock-server"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output is a pipe");
        BufReader::new(output)
            .read_line(&mut line)
            .expect("it prints a line");
        Self {
            child,
            line: serde_json::from_str(&line).expect("the line is JSON"),
        }
    }

    fn text(&self, name: &str) -> &str {
        self.line[name].as_str().expect("a text")
    }

    fn control(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let address: SocketAddr = self
            .text("control")
            .trim_start_matches("http://")
            .parse()
            .expect("an address");
        let answer = request(address, method, path, &[], body.as_bytes());
        (answer.status, answer.json())
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_mock_server_is_the_real_one_and_obeys_its_control_endpoint() {
    let mock = Mock::start();
    let app = App::at(
        mock.text("url"),
        mock.text("app_id"),
        mock.line["keys"]["android"].as_str().unwrap(),
    )
    .open();
    let rules = json!([{ "on": "POST /sdk/v1/sessions", "times": 2, "do": { "page": 200 } }]);
    assert_eq!(mock.control("POST", "/faults", &rules.to_string()).0, 204);
    app.login("ada").unwrap();
    assert_eq!(mock.control("POST", "/network/cut", "").0, 204);
    app.event("offline");
    assert_eq!(mock.control("POST", "/network/back", "").0, 204);
    app.drain();
    let (_, requests) = mock.control("GET", "/requests", "");
    let logins = requests
        .as_array()
        .unwrap()
        .iter()
        .filter(|seen| seen["path"] == "/sdk/v1/sessions")
        .count();
    assert_eq!(logins, 3);
    let (_, stored) = mock.control("GET", "/stored", "");
    assert_eq!(stored["events"][0]["name"], "offline");
    assert_eq!(stored["events"][0]["user_id"], "ada");
    assert_eq!(
        mock.control("POST", "/faults", r#"[{"on":"*","do":"fly"}]"#).0,
        400
    );
    assert_eq!(mock.control("DELETE", "/faults", "").0, 204);
}

#[test]
fn the_mock_server_ends_when_its_input_ends() {
    let mut mock = Mock::start();
    drop(mock.child.stdin.take());
    assert!(mock.child.wait().expect("it ends").success());
}
