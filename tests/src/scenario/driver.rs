//! A driver program and the lines it says.
//!
//! Guarantees: an answer is found by its id whatever else is said meanwhile; every wait has a deadline that only a hang
//! meets; the program is gone when this is dropped. Used on the runner's thread; a second thread reads.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::support::{TestServer, Watched};

/// How long a driver may take for one line, its start included: several browsers that start together on a machine that
/// has much else to do took more than a minute.
const PATIENCE: Duration = Duration::from_secs(300);

/// What was said.
#[derive(Debug, Default)]
struct Said {
    lines: Vec<Value>,
    /// Answers without an id that were taken already.
    nameless_taken: usize,
    over: bool,
}

/// A running driver.
pub struct Driver {
    child: Child,
    input: Option<ChildStdin>,
    said: Arc<Watched<Said>>,
    next_id: u64,
}

impl Driver {
    /// Starts `program drive` on a folder.
    pub fn start(program: &Path, server: &TestServer, folder: &Path) -> Self {
        let workspace = server.workspace();
        let mut child = Command::new(program)
            .args(["drive", "--server", &server.url(), "--app-id", &workspace.app_id])
            .args(["--api-key", &workspace.keys.android, "--fast-retry", "--data"])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
        let output = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        let said: Arc<Watched<Said>> = Arc::default();
        std::thread::spawn({
            let said = Arc::clone(&said);
            move || {
                for line in output.lines() {
                    let Ok(line) = line else { break };
                    let value = serde_json::from_str(&line).unwrap_or_else(|_| json!({ "no_json": line }));
                    said.change(|said| said.lines.push(value));
                }
                said.change(|said| said.over = true);
            }
        });
        let input = child.stdin.take();
        Self {
            child,
            input,
            said,
            next_id: 1,
        }
    }

    /// Says a call and gives its id.
    pub fn call(&mut self, name: &str, args: &Map<String, Value>) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(&json!({ "id": id, "call": name, "args": args, "wait": false }).to_string());
        id
    }

    /// Says a line as it is.
    pub fn send(&mut self, line: &str) {
        let input = self.input.as_mut().expect("the driver still listens");
        // A driver that is gone is noticed by whoever waits for its answer.
        let _ = input
            .write_all(line.as_bytes())
            .and_then(|()| input.write_all(b"\n"))
            .and_then(|()| input.flush());
    }

    /// The answer to a call.
    pub fn answer(&self, id: u64) -> Result<Value, String> {
        self.line(&format!("the answer to call {id}"), |said| {
            said.lines
                .iter()
                .find(|line| line["id"] == id && line.get("event").is_none())
                .cloned()
        })
    }

    /// The next answer to a line without a usable id.
    pub fn nameless_answer(&self) -> Result<Value, String> {
        let answer = self.line("an answer without an id", |said| {
            let mut nameless = said
                .lines
                .iter()
                .filter(|line| line["id"].is_null() && line.get("event").is_none());
            nameless.nth(said.nameless_taken).cloned()
        });
        self.said.change(|said| said.nameless_taken += 1);
        answer
    }

    /// An event line that `fits`.
    pub fn event(&self, what: &str, fits: impl Fn(&Value) -> bool) -> Result<Value, String> {
        self.line(what, |said| {
            said.lines
                .iter()
                .find(|line| line.get("event").is_some() && fits(line))
                .cloned()
        })
    }

    fn line(&self, what: &str, find: impl Fn(&Said) -> Option<Value>) -> Result<Value, String> {
        self.said
            .wait_for_within(PATIENCE, what, |said| match find(said) {
                Some(line) => Some(Ok(line)),
                None if said.over => Some(Err(format!(
                    "the driver ended without {what}; it said {:?}",
                    said.lines
                ))),
                None => None,
            })
    }

    /// Ends its input and waits for it.
    pub fn end(mut self) -> Result<(), String> {
        drop(self.input.take());
        let status = self.child.wait().map_err(|error| error.to_string())?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("the driver ended with {status}"))
        }
    }

    /// Kills it.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Dead already in the good case.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
