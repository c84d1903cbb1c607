//! The built program with lines in and lines out, and a deadline for everything.

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Nothing here takes a tenth of this; it only ends a test that would hang.
const DEADLINE: Duration = Duration::from_secs(60);

/// The program under test, with none of the caller's environment that it reads.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk"));
    for name in ["SERVER", "APP_ID", "API_KEY", "DATA", "CRASH_AT"] {
        command.env_remove(format!("FRONTDESK_{name}"));
    }
    command
}

/// Options of a workspace whose server nobody runs.
pub(crate) fn nowhere(data: &Path) -> Vec<String> {
    options("http://127.0.0.1:9", data)
}

fn options(server: &str, data: &Path) -> Vec<String> {
    let data = data.to_str().unwrap();
    [
        "--server",
        server,
        "--app-id",
        "app",
        "--api-key",
        "key",
        "--data",
        data,
    ]
    .map(str::to_owned)
    .to_vec()
}

/// A driver that runs.
pub(crate) struct Driver {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
}

impl Driver {
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_with(data, |command| command.arg("--fast-retry"))
    }

    /// With a server at this address.
    pub(crate) fn start_at(server: SocketAddr, data: &Path) -> Self {
        let mut command = program();
        command
            .arg("drive")
            .args(options(&format!("http://{server}"), data))
            .arg("--fast-retry");
        Self::run(command)
    }

    pub(crate) fn start_with(data: &Path, change: impl FnOnce(&mut Command) -> &mut Command) -> Self {
        let mut command = program();
        command.arg("drive").args(nowhere(data));
        change(&mut command);
        Self::run(command)
    }

    fn run(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self {
            input: child.stdin.take(),
            child,
            lines,
        }
    }

    pub(crate) fn send(&mut self, line: impl AsRef<[u8]>) {
        let input = self.input.as_mut().unwrap();
        input.write_all(line.as_ref()).unwrap();
        input.write_all(b"\n").unwrap();
        input.flush().unwrap();
    }

    /// The next line that answers something.
    pub(crate) fn answer(&self) -> Value {
        loop {
            let line = self.lines.recv_timeout(DEADLINE).unwrap();
            let line: Value = serde_json::from_str(&line).unwrap();
            if line.get("event").is_none() {
                return line;
            }
        }
    }

    /// Ends the input; every line that is left, and how the program ended.
    pub(crate) fn end(mut self) -> (Vec<Value>, ExitStatus) {
        self.input = None;
        let mut lines = Vec::new();
        let until = Instant::now() + DEADLINE;
        // The channel closes when the program's output does.
        while let Ok(line) = self
            .lines
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            lines.push(serde_json::from_str(&line).unwrap());
        }
        assert!(
            Instant::now() < until,
            "the driver did not end; it wrote {lines:?}"
        );
        (lines, self.child.wait().unwrap())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _ended_already = self.child.wait();
    }
}

/// Answers without events.
pub(crate) fn answers(lines: &[Value]) -> Vec<&Value> {
    lines.iter().filter(|line| line.get("event").is_none()).collect()
}

/// The answer to an id.
pub(crate) fn answer_to<'a>(lines: &'a [Value], id: &Value) -> &'a Value {
    let mut found = lines.iter().filter(|line| line.get("id") == Some(id));
    let first = found
        .next()
        .unwrap_or_else(|| panic!("no answer to {id} in {lines:?}"));
    assert_eq!(found.next(), None, "{id} was answered twice");
    first
}
