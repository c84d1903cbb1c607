//! `drain`: how a long queue gets to the real server.
//!
//! Guarantees: the client runs in a process of its own (its peak memory is that of draining alone), the
//! server in this one; both sides send to a server with a fresh folder, and take turns.

use serde_json::Value;

use crate::Run;
use crate::child::{Kind, Task, figure};
use crate::counted::Counted;
use crate::raw_drain;
use crate::report::{Bar, Report, Row};

pub(crate) fn measure(run: &Run, report: &mut Report) {
    report.say("seconds from opening to the last answer; peer = rows read, gzip 6, POST and delete by hand");
    for (events, requests) in [(10_000, Some(22.0)), (100_000, None)] {
        let (mut ours, mut raw) = (Vec::new(), Vec::new());
        for backwards in run.turns() {
            if backwards {
                raw.push(drained(run, Kind::RawFill, Kind::RawDrain, events));
                ours.push(drained(run, Kind::Fill, Kind::Drain, events));
            } else {
                ours.push(drained(run, Kind::Fill, Kind::Drain, events));
                raw.push(drained(run, Kind::RawFill, Kind::RawDrain, events));
            }
        }
        tell(report, events, requests, &ours, &raw);
    }
    let spread = vec![raw_drain::spread_bytes()];
    report.row(Row::new("500 events a minute apart, body bytes/event").alone(spread, Bar::most(38.0)));
}

/// What one drain took.
struct Drained {
    line: Value,
    requests: f64,
    /// Bodies, and bodies with heads, per event.
    bytes: f64,
    all_bytes: f64,
}

fn drained(run: &Run, fill: Kind, drain: Kind, events: u64) -> Drained {
    let (data, folder) = (run.folder(), run.folder());
    let server = Counted::start(data.path());
    let (app, key) = (&server.workspace.app_id, &server.workspace.keys.android);
    Task::new(fill, folder.path())
        .app(app)
        .events(events)
        .in_fresh_process();
    let line = Task::new(drain, folder.path())
        .server(&server.url, app, key)
        .in_fresh_process();
    let [requests, bodies, heads] = server.count.read();
    Drained {
        line,
        requests,
        bytes: bodies / events as f64,
        all_bytes: (bodies + heads) / events as f64,
    }
}

fn tell(report: &mut Report, events: u64, requests: Option<f64>, ours: &[Drained], raw: &[Drained]) {
    let thousands = events / 1000;
    let both = |figure: &dyn Fn(&Drained) -> f64| -> [Vec<f64>; 2] {
        [ours, raw].map(|side| side.iter().map(figure).collect())
    };
    let name = |what: &str| format!("{thousands},000 events, {what}");
    let [mine, peer] = both(&|drained| drained.requests);
    let bar = requests.map_or(Bar::None, Bar::most);
    report.row(
        Row::new(&name("requests, login included"))
            .alone(mine, bar)
            .with_peer(peer),
    );
    let [mine, peer] = both(&|drained| drained.bytes);
    report.row(
        Row::new(&name("body bytes/event"))
            .alone(mine, Bar::most(38.0))
            .with_peer(peer),
    );
    let [mine, peer] = both(&|drained| drained.all_bytes);
    report.row(
        Row::new(&name("bytes/event with heads"))
            .alone(mine, Bar::most(38.0))
            .with_peer(peer),
    );
    let [mine, peer] = both(&|drained| figure(&drained.line, "seconds"));
    report.row(Row::new(&name("seconds")).beside(mine, peer, Bar::goal_most(1.3)));
    let [mine, peer] = both(&|drained| figure(&drained.line, "peak_mb"));
    report.row(Row::new(&name("peak memory, MB")).beside(mine, peer, Bar::None));
}
