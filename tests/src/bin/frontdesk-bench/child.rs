//! What runs in a process of its own: memory is then that of the task alone, and a start is a start.
//!
//! Guarantees: a child prints one JSON line and ends; one that fails ends the whole run. Called by the
//! measurements; the tasks run on the child's main thread.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use frontdesk_core::Durability;
use frontdesk_tests::support::block_on;
use serde_json::{Value, json};

use crate::figures::Lap;
use crate::ours::{self, NOWHERE, Ours};
use crate::{cold, held, raw, raw_drain, sample, shelf};

/// How long anyone waits for a drain.
const PATIENCE: Duration = Duration::from_secs(50);

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Fill, then log a little more and say how long that took.
    Depth,
    /// Fill and end.
    Fill,
    /// Deliver everything.
    Drain,
    /// Fill the peer's database.
    RawFill,
    /// Deliver everything by hand.
    RawDrain,
    /// Open.
    Cold,
    /// Open the peer's database.
    RawCold,
    /// Open a client that has seen conversations.
    ColdMessenger,
    /// Search articles without a network.
    SearchOffline,
    /// Serve until the standard input ends.
    Serve,
}

/// What a child is told; the address and the names only when it has a server.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Task {
    #[arg(long = "child", hide = true)]
    kind: Option<Kind>,
    #[arg(long, hide = true, default_value = ".")]
    folder: PathBuf,
    #[arg(long, hide = true, default_value_t = 0)]
    events: u64,
    #[arg(long, hide = true, default_value = NOWHERE)]
    url: String,
    #[arg(long, hide = true, default_value = ours::APP)]
    app: String,
    #[arg(long, hide = true, default_value = "bench-key")]
    key: String,
}

impl Task {
    pub(crate) fn new(kind: Kind, folder: &Path) -> Self {
        Self {
            kind: Some(kind),
            folder: folder.to_owned(),
            events: 0,
            url: NOWHERE.to_owned(),
            app: ours::APP.to_owned(),
            key: "bench-key".to_owned(),
        }
    }

    pub(crate) fn events(mut self, events: u64) -> Self {
        self.events = events;
        self
    }

    pub(crate) fn app(mut self, app: &str) -> Self {
        app.clone_into(&mut self.app);
        self
    }

    pub(crate) fn server(mut self, url: &str, app: &str, key: &str) -> Self {
        (self.url, self.app, self.key) = (url.to_owned(), app.to_owned(), key.to_owned());
        self
    }

    /// Whether this process is a child.
    pub(crate) fn wanted(&self) -> bool {
        self.kind.is_some()
    }

    /// Starts it in a fresh process and goes on.
    pub(crate) fn long_running(&self) -> Child {
        held::spawn(self.command().1)
    }

    fn command(&self) -> (String, Command) {
        let kind = self.kind.and_then(|kind| kind.to_possible_value());
        let kind = kind.expect("a child has a task").get_name().to_owned();
        let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
        command
            .args(["--child", &kind, "--events", &self.events.to_string()])
            .args(["--url", &self.url, "--app", &self.app, "--key", &self.key])
            .arg("--folder")
            .arg(&self.folder);
        (kind, command)
    }

    /// Does it in a fresh process; gives what that printed.
    pub(crate) fn in_fresh_process(&self) -> Value {
        let (kind, mut command) = self.command();
        let output = command.stderr(Stdio::inherit()).output().expect("a child starts");
        assert!(output.status.success(), "the child {kind} failed");
        serde_json::from_slice(&output.stdout).expect("a child prints one JSON line")
    }

    /// Does it here.
    pub(crate) fn run(&self) -> Value {
        match self.kind {
            Some(Kind::Depth) => self.depth(),
            Some(Kind::Fill) => {
                Ours::start(&self.folder, &self.app, Durability::Process).fill(self.events);
                json!({})
            }
            Some(Kind::Drain) => self.drain(),
            Some(Kind::RawFill) => {
                raw::fill(&self.folder, self.events);
                json!({})
            }
            Some(Kind::RawDrain) => {
                let (seconds, bytes) = raw_drain::run(&self.folder, &self.url, &self.app, &self.key);
                json!({"seconds": seconds, "bytes": bytes, "peak_mb": megabytes("VmHWM")})
            }
            Some(Kind::Cold) => cold::open_ours(&self.folder),
            Some(Kind::RawCold) => cold::open_raw(&self.folder),
            Some(Kind::ColdMessenger) => shelf::open_and_list(&self.folder, &self.app),
            Some(Kind::SearchOffline) => shelf::search_offline(&self.folder, &self.app),
            Some(Kind::Serve) => held::serve(&self.folder),
            None => json!({}),
        }
    }

    fn depth(&self) -> Value {
        let ours = Ours::start(&self.folder, &self.app, Durability::Process);
        ours.fill(self.events);
        let desk = &ours.desk;
        let metadata = sample::metadata(0);
        let lap = Lap::run(
            1,
            Duration::from_millis(500),
            || metadata.clone(),
            |metadata| ours::log(desk, metadata),
        );
        json!({"p50": lap.at(0.5), "p99": lap.at(0.99), "mb": megabytes("VmRSS")})
    }

    fn drain(&self) -> Value {
        let begun = Instant::now();
        let desk = ours::open(&self.folder, &self.url, &self.app, &self.key, Durability::Process);
        block_on(desk.login_unidentified_user()).expect("the server takes the login");
        let left = block_on(desk.flush(PATIENCE)).expect("flush answers");
        let seconds = begun.elapsed().as_secs_f64();
        assert_eq!(left.queued, 0, "not everything was delivered");
        let peak = megabytes("VmHWM");
        desk.shutdown();
        json!({"seconds": seconds, "peak_mb": peak})
    }
}

/// Memory of this process by the name Linux gives it; nothing on other systems.
fn megabytes(name: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// A figure of a child's line; not a number when it has none.
pub(crate) fn figure(line: &Value, name: &str) -> f64 {
    line[name].as_f64().unwrap_or(f64::NAN)
}
