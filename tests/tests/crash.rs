//! K1 and K2: a client killed at any instant loses nothing, doubles nothing and mixes nothing up.
//!
//! Here a few dozen kills; `cargo xtask test` runs 300 and `cargo xtask soak kills` any number of them.

use std::path::PathBuf;

use frontdesk_tests::crash::{POINTS, SoakOptions, soak};

fn options(kills: u64, seed: u64, points_only: bool) -> SoakOptions {
    let client = PathBuf::from(env!("CARGO_BIN_EXE_crash-client"));
    SoakOptions {
        client,
        kills,
        seed,
        lanes: 2,
        points_only,
    }
}

#[test]
fn killed_at_random_instants_nothing_is_lost_doubled_or_misplaced() {
    let report = soak(&options(40, 20_261, false), &|_| {});
    assert!(report.verdict.is_good(), "{report:#?}");
    assert!(report.kills.total >= 40);
    assert!(
        report.verdict.accepted > 500,
        "the clients did something: {report:#?}"
    );
    assert!(
        report.opens.1.as_millis() < 1000,
        "reopening takes less than a second: {:?}",
        report.opens
    );
}

#[test]
fn killed_at_the_named_points_nothing_is_lost_doubled_or_misplaced() {
    let report = soak(&options(60, 7, true), &|_| {});
    assert!(report.verdict.is_good(), "{report:#?}");
    let reached = report.kills.at_points.len();
    assert!(
        reached >= POINTS.len() - 2,
        "only {reached} points were reached: {report:#?}"
    );
}
