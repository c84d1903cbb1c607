//! `depth`: whether a long queue makes a call slower or the process larger.
//!
//! Guarantees: each depth is filled and measured in a process of its own; the depths take turns.

use crate::Run;
use crate::child::{Kind, Task, figure};
use crate::report::{Bar, Report, Row};

const SHALLOW: u64 = 1_000;
const DEEP: u64 = 100_000;

/// Half again as much would no longer be flat.
const FLAT: f64 = 1.5;

pub(crate) fn measure(run: &Run, report: &mut Report) {
    let (mut shallow, mut deep) = (Vec::new(), Vec::new());
    for backwards in run.turns() {
        let mut take = |events| {
            let folder = run.folder();
            let line = Task::new(Kind::Depth, folder.path())
                .events(events)
                .in_fresh_process();
            match events {
                DEEP => deep.push(line),
                _ => shallow.push(line),
            }
        };
        let order = if backwards {
            [DEEP, SHALLOW]
        } else {
            [SHALLOW, DEEP]
        };
        order.into_iter().for_each(&mut take);
    }
    report.say("ours = 100,000 rows queued, peer = our own with 1,000 rows queued; 1 caller");
    for (what, name) in [
        ("log_event p50, µs", "p50"),
        ("log_event p99, µs", "p99"),
        ("memory (RSS), MB", "mb"),
    ] {
        let of = |lines: &[serde_json::Value]| lines.iter().map(|line| figure(line, name)).collect();
        report.row(Row::new(what).beside(of(&deep), of(&shallow), Bar::goal_most(FLAT)));
    }
}
