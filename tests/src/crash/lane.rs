//! One client on one folder, started and killed again and again.
//!
//! Guarantees: a kill is SIGKILL and counts only when the process died of it; everything the child wrote is
//! heard before the next start. One thread per lane.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::chance::Chance;
use super::history::History;
use super::lines::Line;
use super::points::POINTS;
use super::script::ClientOptions;

/// The moment of a kill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// So long after the start, the opening included.
    AfterStart(Duration),
    /// So long after the client was open.
    AfterOpen(Duration),
    /// As soon as the child wrote so many lines.
    AfterLines(u64),
    /// At the k-th pass of a named point.
    AtPoint(&'static str, u64),
}

/// A child that waits for its point is looked at after such a time again and again.
const PATIENCE: Duration = Duration::from_millis(400);
/// It has had its chance when it wrote so many lines; on a busy machine that takes longer.
const CHANCE: u64 = 150;
/// Longest life of a child that waits for its point.
const LONGEST: Duration = Duration::from_secs(10);

/// See the module.
pub(super) struct Lane {
    program: PathBuf,
    options: ClientOptions,
    chance: Chance,
    points_only: bool,
    pub(super) history: History,
}

/// How a life ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Killed by us.
    Killed,
    /// Killed itself at this point.
    AtPoint(&'static str),
    /// The script was over first.
    Over,
}

impl Lane {
    pub(super) fn new(program: &Path, options: ClientOptions, points_only: bool) -> Self {
        let chance = Chance::new(options.seed, &[options.lane, u64::MAX]);
        Self {
            program: program.to_owned(),
            options,
            chance,
            points_only,
            history: History::default(),
        }
    }

    /// One life. The first one of a folder dies before its database has tables.
    pub(super) fn live_and_die(&mut self) -> End {
        let moment = self.moment();
        let (mut child, lines, reader) = self.start(moment);
        let begun = Instant::now();
        let limit = match moment {
            Moment::AfterStart(time) => time,
            _ => PATIENCE,
        };
        let mut deadline = begun + limit;
        let mut count = 0;
        // The moment has come, or the child is gone: either way there is nothing more to hear.
        let killed = loop {
            let line = match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => line,
                Err(RecvTimeoutError::Timeout) if waits_for_its_point(moment, count, begun) => {
                    deadline = Instant::now() + PATIENCE;
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => break true,
                // Its output ends with it.
                Err(RecvTimeoutError::Disconnected) => break false,
            };
            count += 1;
            match (&line, moment) {
                (Line::Opened(_), Moment::AfterOpen(time)) => deadline = Instant::now() + time,
                (_, Moment::AfterLines(wanted)) if count >= wanted => deadline = Instant::now(),
                _ => {}
            }
            self.history.hear(line);
        };
        // A child that is dead already cannot be killed again; its status tells which it was.
        let _ = child.kill();
        let status = child.wait().expect("a child can be waited for");
        let _ = reader.join();
        while let Ok(line) = lines.try_recv() {
            self.history.hear(line);
        }
        self.options.round += 1;
        end_of(status, moment, killed)
    }

    fn moment(&mut self) -> Moment {
        if self.options.round == 0 {
            return Moment::AtPoint("migrate.before", 1);
        }
        let micros = |chance: &mut Chance, most: u64| Duration::from_micros(chance.below(most));
        let kind = if self.points_only {
            99
        } else {
            self.chance.below(100)
        };
        match kind {
            0..15 => Moment::AfterStart(micros(&mut self.chance, 25_000)),
            15..50 => Moment::AfterOpen(micros(&mut self.chance, 25_000)),
            50..80 => Moment::AfterLines(1 + self.chance.below(120)),
            _ => {
                let point = *self.chance.pick(&POINTS[1..]);
                let common = point.starts_with("append") || point.starts_with("settle");
                Moment::AtPoint(point, 1 + self.chance.below(if common { 25 } else { 3 }))
            }
        }
    }

    fn start(&self, moment: Moment) -> (Child, Receiver<Line>, JoinHandle<()>) {
        let options = &self.options;
        let mut command = Command::new(&self.program);
        command
            .args([
                "--url",
                &options.url,
                "--app-id",
                &options.app_id,
                "--key",
                &options.key,
            ])
            .arg("--folder")
            .arg(&options.folder)
            .args(["--seed", &options.seed.to_string()])
            .args([
                "--lane",
                &options.lane.to_string(),
                "--round",
                &options.round.to_string(),
            ])
            .args([
                "--lead-label",
                &self.history.lead_label,
                "--user-label",
                &self.history.user_label,
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        if let Moment::AtPoint(point, pass) = moment {
            command.env("FRONTDESK_CRASH_AT", format!("{point}:{pass}"));
        }
        let mut child = command.spawn().expect("the crash client starts");
        let output = child.stdout.take().expect("its output is a pipe");
        let (sender, lines) = channel();
        let reader = std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut text = String::new();
            // What is not a whole line was never said.
            while output.read_line(&mut text).is_ok_and(|read| read > 0) && text.ends_with('\n') {
                let line = Line::read(text.trim_end());
                let line = line.unwrap_or_else(|| Line::Defect(format!("the child said: {text:?}")));
                if sender.send(line).is_err() {
                    return;
                }
                text.clear();
            }
        });
        (child, lines, reader)
    }
}

/// Whether a child that was silent for a while may still reach its point.
fn waits_for_its_point(moment: Moment, lines: u64, begun: Instant) -> bool {
    matches!(moment, Moment::AtPoint(..)) && lines < CHANCE && begun.elapsed() < LONGEST
}

fn end_of(status: std::process::ExitStatus, moment: Moment, killed: bool) -> End {
    use std::os::unix::process::ExitStatusExt;
    match (status.signal(), moment) {
        (Some(9), Moment::AtPoint(point, _)) if !killed => End::AtPoint(point),
        (Some(9), _) => End::Killed,
        (None, _) if status.success() => End::Over,
        other => panic!("the crash client ended by itself: {other:?}"),
    }
}
