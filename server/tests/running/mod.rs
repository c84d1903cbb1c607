//! The program as a child process of a test. Its log is read all the time: a full pipe would stop it.

// Each test program uses its share.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use serde_json::Value;

/// The program that was built with this test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk-server");

/// A server that has said where it listens. Dropping it kills it.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) line: String,
    log: Option<JoinHandle<String>>,
}

impl Running {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::run(Command::new(PROGRAM).args(arguments))
    }

    /// Runs a command that becomes the server.
    pub(crate) fn run(command: &mut Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut log = Vec::new();
            let _ = stderr.read_to_end(&mut log);
            String::from_utf8_lossy(&log).into_owned()
        });
        Self {
            child,
            line,
            log: Some(log),
        }
    }

    pub(crate) fn dev(data: &Path, more: &[&str]) -> Self {
        let mut arguments = vec!["dev", "--data", data.to_str().unwrap()];
        arguments.extend(more);
        Self::start(&arguments)
    }

    /// The line about itself.
    pub(crate) fn about(&self) -> Value {
        serde_json::from_str(&self.line).expect("one JSON line")
    }

    /// Ends it with SIGTERM; its exit code and what it logged.
    pub(crate) fn terminate(mut self) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        self.end()
    }

    /// Kills it, as a crash would.
    pub(crate) fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.end().1
    }

    fn end(&mut self) -> (Option<i32>, String) {
        let code = self.child.wait().unwrap().code();
        (code, self.log.take().unwrap().join().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
