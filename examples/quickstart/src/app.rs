//! The app's process as the story sees it: told what to do, listened to, killed.
//!
//! Guarantees: every wait is for one thing and has a deadline; what the app's listener hears is kept in order
//! and nothing is skipped; [`App::kill`] is SIGKILL and returns when the process is gone. Used by the story's
//! thread.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::protocol::{Answer, Call, Order, Report};
use crate::server::Credentials;

/// How long the story waits for anything before it breaks off.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running app.
pub(crate) struct App {
    who: &'static str,
    child: Child,
    input: Option<ChildStdin>,
    reports: Receiver<Report>,
    /// Everything reported so far, in order.
    heard: Vec<Report>,
    orders: u64,
}

/// An order that is not answered yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UnderWay {
    number: u64,
    call: &'static str,
}

impl App {
    /// Starts the app of `who` on its data folder.
    pub(crate) fn start(who: &'static str, server: &Credentials, data: &Path) -> Result<Self, Failure> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("actor")
            .args([
                "--server",
                &server.url,
                "--app-id",
                &server.app_id,
                "--api-key",
                &server.keys.web,
            ])
            .arg("--data")
            .arg(PathBuf::from(data))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (sender, reports) = channel();
        if let Some(output) = child.stdout.take() {
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    // A line cut off by SIGKILL is no report.
                    if let Ok(report) = serde_json::from_str(&line)
                        && sender.send(report).is_err()
                    {
                        return;
                    }
                }
            });
        }
        Ok(Self {
            who,
            input: child.stdin.take(),
            child,
            reports,
            heard: Vec::new(),
            orders: 0,
        })
    }

    pub(crate) fn who(&self) -> &'static str {
        self.who
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Tells the app to make a call.
    pub(crate) fn begin(&mut self, call: Call) -> Result<UnderWay, Failure> {
        self.orders += 1;
        let under_way = UnderWay {
            number: self.orders,
            call: call.name(),
        };
        let order = Order {
            number: self.orders,
            call,
        };
        let mut line = serde_json::to_vec(&order).map_err(std::io::Error::other)?;
        line.push(b'\n');
        let input = self.input.as_mut().ok_or(Failure::AppGone(self.who))?;
        input
            .write_all(&line)
            .and_then(|()| input.flush())
            .map_err(|_| Failure::AppGone(self.who))?;
        Ok(under_way)
    }

    /// Waits for the answer to an order; an error of the SDK is an answer too.
    pub(crate) fn outcome(&mut self, order: UnderWay) -> Result<Answer, Failure> {
        let what = format!("the answer of {}", order.call);
        self.wait(&what, |report| match report {
            Report::Answer { number, answer } if *number == order.number => Some(answer.clone()),
            _ => None,
        })
    }

    /// Makes a call that must succeed.
    pub(crate) fn call(&mut self, call: Call) -> Result<Answer, Failure> {
        let order = self.begin(call)?;
        match self.outcome(order)? {
            Answer::Error { code, message } => Err(Failure::Call {
                who: self.who,
                call: order.call,
                code,
                message,
            }),
            answer => Ok(answer),
        }
    }

    /// A call was answered in a way that the story cannot go on with.
    pub(crate) fn surprise(&self, call: &'static str, answer: &Answer) -> Failure {
        Failure::Surprise {
            who: self.who,
            call,
            what: format!("{answer:?}"),
        }
    }

    /// Waits until the listener heard that the session is in this state, from the `since`-th report on.
    pub(crate) fn session(&mut self, wanted: &str, since: usize) -> Result<(), Failure> {
        self.wait_since(since, &format!("the session state {wanted}"), |report| {
            matches!(report, Report::Session { state } if state == wanted).then_some(())
        })
    }

    /// How many reports there were so far.
    pub(crate) fn now(&self) -> usize {
        self.heard.len()
    }

    /// Ids of the operations that were delivered, in the order in which the listener heard of them, and what
    /// ended otherwise.
    pub(crate) fn ended(&self) -> impl Iterator<Item = (&str, &str)> {
        self.heard.iter().filter_map(|report| match report {
            Report::Ended { id, outcome } => Some((id.as_str(), outcome.as_str())),
            _ => None,
        })
    }

    /// Ends the process with SIGKILL.
    pub(crate) fn kill(mut self) -> Result<ExitStatus, Failure> {
        self.child.kill()?;
        Ok(self.child.wait()?)
    }

    /// Ends the app in order, and gives what its listener heard up to the last moment.
    pub(crate) fn close(&mut self) -> Result<(), Failure> {
        self.input = None;
        let until = Instant::now() + PATIENCE;
        loop {
            match self
                .reports
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok(report) => self.heard.push(report),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => return Err(self.late("the app's end")),
            }
        }
        match self.child.wait()?.success() {
            true => Ok(()),
            false => Err(Failure::AppGone(self.who)),
        }
    }

    fn wait<T>(&mut self, what: &str, wanted: impl Fn(&Report) -> Option<T>) -> Result<T, Failure> {
        self.wait_since(0, what, wanted)
    }

    fn wait_since<T>(
        &mut self,
        since: usize,
        what: &str,
        wanted: impl Fn(&Report) -> Option<T>,
    ) -> Result<T, Failure> {
        if let Some(found) = self.heard.iter().skip(since).find_map(&wanted) {
            return Ok(found);
        }
        let until = Instant::now() + PATIENCE;
        loop {
            match self
                .reports
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok(report) => {
                    let found = wanted(&report);
                    self.heard.push(report);
                    if let Some(found) = found {
                        return Ok(found);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Err(Failure::AppGone(self.who)),
                Err(RecvTimeoutError::Timeout) => return Err(self.late(what)),
            }
        }
    }

    fn late(&self, what: &str) -> Failure {
        Failure::Late {
            who: self.who,
            what: what.to_owned(),
            seconds: PATIENCE.as_secs(),
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _gone_already = self.child.wait();
    }
}
