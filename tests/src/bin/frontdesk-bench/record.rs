//! `record/process` and `record/power`: what `log_event` costs until the event is durable.
//!
//! Guarantees: peers are a raw insert per event, alone and behind a mutex with as many callers, and raw
//! transactions of 64 rows; each lap has a fresh folder; the sides take turns, and every other round in the
//! opposite order. Runs up to 64 threads.

use std::sync::Mutex;

use frontdesk_core::Durability;
use uuid::Uuid;

use crate::Run;
use crate::figures::{Lap, each};
use crate::ours::{APP, Ours, log};
use crate::raw::Raw;
use crate::report::{Bar, Report, Row};
use crate::sample;

/// Callers that log at the same time.
const MANY: usize = 64;

/// Durable when the process is killed.
pub(crate) fn process(run: &Run, report: &mut Report) {
    let durability = Durability::Process;
    let sides: [&dyn Fn() -> Lap; 5] = [
        &|| raw(run, durability, 1),
        &|| ours(run, durability, 1),
        &|| raw(run, durability, MANY),
        &|| ours(run, durability, MANY),
        &|| raw_batches(run, durability),
    ];
    let [raw_one, one, mutex, many, batches] = take_turns(run, sides);
    report.say("latency in µs from the call to durable; raw = one rusqlite insert per event");
    let rate = Lap::rate;
    report.row(Row::new("1 caller, events/s").beside(
        each(&one, rate),
        each(&raw_one, rate),
        Bar::least(0.7),
    ));
    for (what, part, bar) in [
        ("1 caller, p50", 0.5, Bar::most(1.5)),
        ("1 caller, p99", 0.99, Bar::most(2.0)),
        ("1 caller, p99.9", 0.999, Bar::goal_most(0.75)),
    ] {
        let at = |lap: &Lap| lap.at(part);
        report.row(Row::new(what).beside(each(&one, at), each(&raw_one, at), bar));
    }
    let many_rate = each(&many, rate);
    report.row(Row::new("64 callers, events/s / raw behind a mutex").beside(
        many_rate.clone(),
        each(&mutex, rate),
        Bar::least(1.6),
    ));
    report.row(Row::new("64 callers, events/s / raw alone").beside(
        many_rate.clone(),
        each(&raw_one, rate),
        Bar::least(1.2),
    ));
    report.row(Row::new("64 callers, events/s / raw, 64 rows a commit").beside(
        many_rate,
        each(&batches, rate),
        Bar::None,
    ));
    for (what, part, bar) in [
        ("64 callers, p50 / mutex", 0.5, Bar::None),
        ("64 callers, p99 / mutex", 0.99, Bar::None),
        ("64 callers, p99.9 / mutex", 0.999, Bar::most(0.6)),
    ] {
        let at = |lap: &Lap| lap.at(part);
        report.row(Row::new(what).beside(each(&many, at), each(&mutex, at), bar));
    }
    report.row(
        Row::new("64 callers, slowest/fastest (beside: mutex)")
            .alone(each(&many, Lap::fairness), Bar::goal_least(0.5))
            .with_peer(each(&mutex, Lap::fairness)),
    );
}

/// Durable when the power fails: one sync per commit.
pub(crate) fn power(run: &Run, report: &mut Report) {
    // Syncs suffer most from what else the disk does, which comes and goes within seconds.
    let run = &run.finer();
    let durability = Durability::Power;
    let sides: [&dyn Fn() -> Lap; 6] = [
        &|| raw(run, durability, 1),
        &|| ours(run, durability, 1),
        &|| ours(run, durability, 8),
        &|| raw(run, durability, MANY),
        &|| ours(run, durability, MANY),
        &|| raw_batches(run, durability),
    ];
    let [raw_one, one, eight, mutex, many, batches] = take_turns(run, sides);
    report.say("latency in µs from the call to durable; raw = one rusqlite insert per event, FULL, alone");
    let raw_rate = each(&raw_one, Lap::rate);
    for (what, laps, bar) in [
        ("1 caller, events/s", &one, Bar::least(0.8)),
        ("8 callers, events/s / raw alone", &eight, Bar::least(2.0)),
        ("64 callers, events/s / raw alone", &many, Bar::least(6.0)),
    ] {
        report.row(Row::new(what).beside(each(laps, Lap::rate), raw_rate.clone(), bar));
    }
    for (what, peer) in [
        ("64 callers, events/s / raw behind a mutex", &mutex),
        ("64 callers, events/s / raw, 64 rows a commit", &batches),
    ] {
        report.row(Row::new(what).beside(each(&many, Lap::rate), each(peer, Lap::rate), Bar::None));
    }
    for (what, part) in [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)] {
        let at = |lap: &Lap| lap.at(part);
        let name = format!("1 caller, {what}");
        report.row(Row::new(&name).beside(each(&one, at), each(&raw_one, at), Bar::None));
        let name = format!("64 callers, {what} / mutex");
        report.row(Row::new(&name).beside(each(&many, at), each(&mutex, at), Bar::None));
    }
    report.row(
        Row::new("64 callers, slowest/fastest (beside: mutex)")
            .alone(each(&many, Lap::fairness), Bar::goal_least(0.5))
            .with_peer(each(&mutex, Lap::fairness)),
    );
}

/// One lap of every side per round.
fn take_turns<const N: usize>(run: &Run, sides: [&dyn Fn() -> Lap; N]) -> [Vec<Lap>; N] {
    let mut laps = std::array::from_fn(|_| Vec::new());
    for backwards in run.turns() {
        for place in 0..N {
            let side = if backwards { N - 1 - place } else { place };
            laps[side].push(sides[side]());
        }
    }
    laps
}

fn ours(run: &Run, durability: Durability, callers: usize) -> Lap {
    let folder = run.folder();
    let ours = Ours::start(folder.path(), APP, durability);
    let desk = &ours.desk;
    let metadata = sample::metadata(0);
    Lap::run(
        callers,
        run.turn,
        || metadata.clone(),
        |metadata| log(desk, metadata),
    )
}

fn raw(run: &Run, durability: Durability, callers: usize) -> Lap {
    let folder = run.folder();
    let raw = Mutex::new(Raw::open(folder.path(), durability));
    let id = Uuid::now_v7();
    let body = sample::body(id, sample::unix_seconds(), 0);
    Lap::run(
        callers,
        run.turn,
        || body.clone(),
        |body| raw.lock().expect("no caller panicked").insert(id, &body),
    )
}

fn raw_batches(run: &Run, durability: Durability) -> Lap {
    let folder = run.folder();
    let raw = Mutex::new(Raw::open(folder.path(), durability));
    let id = Uuid::now_v7();
    let body = sample::body(id, sample::unix_seconds(), 0);
    let commit = |body: Vec<u8>| {
        let rows = (0..MANY).map(|_| (id, body.as_slice()));
        raw.lock().expect("no caller panicked").insert_all(rows);
    };
    Lap::run(1, run.turn, || body.clone(), commit).of(MANY)
}
