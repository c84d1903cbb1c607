//! Random stories of calls, answers, waits and crashes against a small model of what was promised.
//!
//! `FRONTDESK_MODEL_CASES=100000` tells more of them, `FRONTDESK_MODEL_SEED=7` others; the seed is printed.

use std::time::Instant;

use frontdesk_tests::model::check;

/// Stories in the normal run.
const CASES: u64 = 1_000;
/// Side by side.
const LANES: u64 = 4;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

#[test]
fn in_random_stories_everything_accepted_is_stored_once_waits_or_was_reported() {
    let seed = number("FRONTDESK_MODEL_SEED", 20_261);
    let cases = number("FRONTDESK_MODEL_CASES", CASES);
    println!("seed {seed}, {cases} stories");
    let begun = Instant::now();
    let faults: Vec<String> = std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES)
            .map(|lane| {
                let mine = u32::try_from(cases.div_ceil(LANES)).expect("not that many");
                // Each fault names its own seed, which tells the same stories as lane 0.
                scope.spawn(move || check(seed + lane, mine))
            })
            .collect();
        lanes
            .into_iter()
            .filter_map(|lane| lane.join().expect("a lane ends well").err())
            .collect()
    });
    println!("{cases} stories in {:?}", begun.elapsed());
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}
