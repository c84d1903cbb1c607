//! `cold`: from the constructor's call to a client that can be used.
//!
//! Guarantees: every start is a process of its own, on files that the system has in its cache; the depths
//! and the peer take turns. The peer opens, sets the pragmas, makes the table and looks for the oldest row.

use std::path::Path;
use std::time::Instant;

use frontdesk_core::Durability;
use serde_json::{Value, json};

use crate::Run;
use crate::child::{Kind, Task, figure};
use crate::ours::{self, APP, NOWHERE};
use crate::raw::Raw;
use crate::report::{Bar, Report, Row};

/// Starts of each kind.
const STARTS: usize = 20;

pub(crate) fn measure(run: &Run, report: &mut Report) {
    let folders = [0, 10_000, 100_000].map(|events| {
        let folder = run.folder();
        Task::new(Kind::Fill, folder.path())
            .events(events)
            .in_fresh_process();
        folder
    });
    let raw_folders = [0, 10_000].map(|events| {
        let folder = run.folder();
        Task::new(Kind::RawFill, folder.path())
            .events(events)
            .in_fresh_process();
        folder
    });
    let start = |kind, folder: &Path| figure(&Task::new(kind, folder).in_fresh_process(), "ms");
    let mut ours = [(); 3].map(|()| Vec::new());
    let mut raw = [(); 2].map(|()| Vec::new());
    let (mut first, mut raw_first) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        for (folder, starts) in folders.iter().zip(&mut ours) {
            starts.push(start(Kind::Cold, folder.path()));
        }
        for (folder, starts) in raw_folders.iter().zip(&mut raw) {
            starts.push(start(Kind::RawCold, folder.path()));
        }
        first.push(start(Kind::Cold, run.folder().path()));
        raw_first.push(start(Kind::RawCold, run.folder().path()));
    }
    let [empty, some, many] = ours;
    let [raw_empty, raw_some] = raw;
    report.say("milliseconds, medians of 20 starts in turns");
    report.row(Row::new("10,000 queued / ours, empty").beside(some.clone(), empty.clone(), Bar::most(1.5)));
    report.row(Row::new("100,000 queued / ours, empty").beside(many, empty.clone(), Bar::goal_most(1.5)));
    report.row(Row::new("empty / raw SQLite").beside(empty, raw_empty, Bar::goal_most(2.0)));
    report.row(Row::new("10,000 queued / raw SQLite").beside(some, raw_some, Bar::None));
    report.row(Row::new("no folder yet / raw SQLite").beside(first, raw_first, Bar::None));
}

/// In a child: opens our client.
pub(crate) fn open_ours(folder: &Path) -> Value {
    let begun = Instant::now();
    let desk = ours::open(folder, NOWHERE, APP, "bench-key", Durability::Process);
    let ms = begun.elapsed().as_secs_f64() * 1e3;
    desk.shutdown();
    json!({"ms": ms})
}

/// In a child: opens the peer.
pub(crate) fn open_raw(folder: &Path) -> Value {
    let begun = Instant::now();
    let raw = Raw::open(folder, Durability::Process);
    let _oldest = raw.oldest(1);
    json!({"ms": begun.elapsed().as_secs_f64() * 1e3})
}
