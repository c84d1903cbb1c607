//! `frontdesk-bench`: what the queue, its delivery and the server cost, beside the simplest thing that does
//! the same work in the same run. Started by `cargo xtask bench`; no test reads a time from here.
//!
//! Guarantees: our side and its peer take turns on the same disk with the same bytes, so that a noisy machine
//! hurts both; a ratio is the median over the rounds of each round's own ratio; data lies on a disk, under
//! `bench/` beside the build. The library is the one of the tests, with crash points compiled in and none
//! set, which costs a look-up or two per commit. Whatever needs a memory figure or a cold start runs in a
//! fresh process: this program again, with `--child`.

mod anchor;
mod articles;
mod child;
mod cold;
mod counted;
mod depth;
mod drain;
mod figures;
mod held;
mod ingest;
mod load;
mod ours;
mod raw;
mod raw_drain;
mod record;
mod report;
mod sample;
mod shelf;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;

use report::Report;

/// Measures Frontdesk beside raw SQLite and a bare server.
#[derive(Parser)]
#[command(name = "frontdesk-bench")]
struct Arguments {
    /// Only measurements whose name contains this: record/process, record/power, depth, drain, cold, ingest,
    /// messenger, held
    name: Option<String>,
    /// Also write the figures as JSON
    #[arg(long)]
    json: Option<PathBuf>,
    /// Rounds in which our side and its peer take turns
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Milliseconds of one turn
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(10..))]
    turn_ms: u64,
    #[command(flatten)]
    child: child::Task,
}

/// What every measurement is told.
struct Run {
    /// Folder on a disk, for everyone's data.
    disk: PathBuf,
    rounds: u32,
    turn: Duration,
}

impl Run {
    /// A folder that is removed when dropped.
    fn folder(&self) -> tempfile::TempDir {
        tempfile::tempdir_in(&self.disk).expect("a folder for data")
    }

    /// As much time in more and shorter turns.
    fn finer(&self) -> Self {
        Self {
            disk: self.disk.clone(),
            rounds: self.rounds * 3,
            turn: self.turn / 3,
        }
    }

    /// Which rounds there are, and whether our side goes first in them.
    fn turns(&self) -> impl Iterator<Item = bool> + use<> {
        (0..self.rounds).map(|round| round % 2 == 1)
    }
}

type Measurement = (&'static str, fn(&Run, &mut Report));

const MEASUREMENTS: [Measurement; 8] = [
    ("record/process", record::process),
    ("record/power", record::power),
    ("depth", depth::measure),
    ("drain", drain::measure),
    ("cold", cold::measure),
    ("ingest", ingest::measure),
    ("messenger", shelf::measure),
    ("held", held::measure),
];

fn main() {
    let arguments = Arguments::parse();
    if arguments.child.wanted() {
        println!("{}", arguments.child.run());
        return;
    }
    let wanted = arguments.name.as_deref().unwrap_or_default();
    let chosen: Vec<&Measurement> = MEASUREMENTS
        .iter()
        .filter(|(name, _)| name.contains(wanted))
        .collect();
    assert!(!chosen.is_empty(), "no measurement is called {wanted}");
    let run = Run {
        disk: disk_folder(),
        rounds: arguments.rounds,
        turn: Duration::from_millis(arguments.turn_ms),
    };
    let mut report = Report::begin();
    for (name, measure) in chosen {
        report.group(name);
        measure(&run, &mut report);
    }
    report.end();
    if let Some(path) = arguments.json {
        write_json(&path, &report);
    }
}

fn write_json(path: &Path, report: &Report) {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).expect("a folder for the figures");
    }
    let text = serde_json::to_string_pretty(&report.json()).expect("figures are JSON");
    std::fs::write(path, text + "\n").expect("the figures are written");
}

/// `bench/` beside the folder that this program was built into; temporary folders are often memory.
fn disk_folder() -> PathBuf {
    let program = std::env::current_exe().expect("this program has a path");
    let build = program
        .ancestors()
        .nth(2)
        .expect("a program lies in a build folder");
    let folder = build.join("bench");
    std::fs::create_dir_all(&folder).expect("a folder for data");
    folder
}
