//! `ingest`: how many events the real server takes beside the barest one that keeps the same promise.
//!
//! Guarantees: 32 connections, each a device of its own, post batches of 50; the load shares the cores with
//! the server, on both sides alike; each lap has a fresh folder; the sides take turns.

use std::net::SocketAddr;

use frontdesk_tests::support::request;

use crate::Run;
use crate::anchor::Anchor;
use crate::counted::Counted;
use crate::load::{self, BATCH, CONNECTIONS, Seen};
use crate::report::{Bar, Report, Row};
use crate::sample;

pub(crate) fn measure(run: &Run, report: &mut Report) {
    let (mut ours, mut anchor) = (Vec::new(), Vec::new());
    for backwards in run.turns() {
        if backwards {
            anchor.push(bare(run));
            ours.push(real(run));
        } else {
            ours.push(real(run));
            anchor.push(bare(run));
        }
    }
    let of = |laps: &[Seen], figure: fn(&Seen) -> f64| laps.iter().map(figure).collect::<Vec<f64>>();
    report.say(
        "32 connections, 50 events a request; peer = axum, serde and one SQLite writer, nothing checked",
    );
    let rate: fn(&Seen) -> f64 = |seen| seen.events_per_second;
    report.row(Row::new("events/s").beside(of(&ours, rate), of(&anchor, rate), Bar::goal_least(0.7)));
    let p50: fn(&Seen) -> f64 = |seen| seen.p50_ms;
    report.row(Row::new("p50 of a request, ms").beside(of(&ours, p50), of(&anchor, p50), Bar::None));
    let p99: fn(&Seen) -> f64 = |seen| seen.p99_ms;
    report.row(Row::new("p99 of a request, ms").beside(of(&ours, p99), of(&anchor, p99), Bar::None));
}

fn real(run: &Run) -> Seen {
    let folder = run.folder();
    let server = Counted::start(folder.path());
    let address: SocketAddr = server
        .url
        .trim_start_matches("http://")
        .parse()
        .expect("an address");
    let tokens: Vec<String> = (0..CONNECTIONS).map(|_| login(address, &server)).collect();
    let seen = load::post(address, "/sdk/v1/events", &tokens, run.turn * 2);
    let answer = String::from_utf8_lossy(&seen.first);
    assert_eq!(
        answer.matches("\"accepted\"").count(),
        BATCH,
        "all are taken: {answer}"
    );
    seen
}

fn bare(run: &Run) -> Seen {
    let folder = run.folder();
    let server = Anchor::start(folder.path());
    let tokens = vec!["none".to_owned(); CONNECTIONS];
    let seen = load::post(server.address, "/events", &tokens, run.turn * 2);
    assert_eq!(seen.first, format!("{{\"accepted\":{BATCH}}}").as_bytes());
    seen
}

/// The token of a new device.
fn login(address: SocketAddr, server: &Counted) -> String {
    let body = sample::login(&server.workspace.app_id, &server.workspace.keys.android);
    let headers = [
        ("content-type", "application/json"),
        ("frontdesk-client", "rust/0.1.0 core/0.1.0"),
    ];
    let answer = request(address, "POST", "/sdk/v1/sessions", &headers, &body);
    assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()["token"].as_str().expect("a token").to_owned()
}
