//! Every story of `contract/scenarios` is kept by a driver program.
//!
//! The driver is `FRONTDESK_DRIVER`, or the `frontdesk` program of this workspace, built if need be.
//! `FRONTDESK_SCENARIO=part-of-a-name` runs only some; `FRONTDESK_LANES` is how many run side by side, four when it is not
//! said. With `--nocapture` each says how long it took, and the last line how many were kept.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use frontdesk_tests::scenario::{Scenario, driver_program, run};

fn scenarios() -> Vec<(String, Scenario)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../contract/scenarios");
    let only = std::env::var("FRONTDESK_SCENARIO").unwrap_or_default();
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the scenarios are there") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.extension().is_some_and(|extension| extension == "json") && name.contains(&only) {
            let text = std::fs::read_to_string(&path).expect("a scenario can be read");
            let scenario = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            found.push((name, scenario));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// How many run side by side: each has a server of its own and mostly waits.
fn lanes() -> usize {
    let told = std::env::var("FRONTDESK_LANES").ok();
    let lanes = told.map(|text| text.parse().expect("FRONTDESK_LANES is a number"));
    lanes.unwrap_or(4).max(1)
}

/// Runs one; says how long it took, or what was not as it must be.
fn kept(name: &str, scenario: &Scenario, program: &std::path::Path) -> Result<(), String> {
    let begun = Instant::now();
    let ran = std::panic::catch_unwind(|| run(scenario, program)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        Err(text.unwrap_or_else(|| "it panicked".to_owned()))
    });
    let took = begun.elapsed().as_secs_f32();
    match ran {
        Ok(()) => {
            println!("scenario {name}: kept, {took:.1} s");
            Ok(())
        }
        Err(fault) => {
            println!("scenario {name}: NOT kept, {took:.1} s");
            Err(format!("FRONTDESK_SCENARIO={name} ({}): {fault}", scenario.about))
        }
    }
}

#[test]
fn every_scenario_is_kept_by_the_driver() {
    let program = driver_program();
    let scenarios = scenarios();
    assert!(!scenarios.is_empty());
    let next = AtomicUsize::new(0);
    let faults: Vec<String> = std::thread::scope(|scope| {
        let lane = || {
            let mut faults = Vec::new();
            // Whoever is free takes the next one.
            while let Some((name, scenario)) = scenarios.get(next.fetch_add(1, Ordering::Relaxed)) {
                faults.extend(kept(name, scenario, &program).err());
            }
            faults
        };
        let lanes: Vec<_> = (0..lanes()).map(|_| scope.spawn(lane)).collect();
        lanes
            .into_iter()
            .flat_map(|lane| lane.join().expect("a lane ends well"))
            .collect()
    });
    assert!(
        faults.is_empty(),
        "{} of {} scenarios: {faults:#?}",
        faults.len(),
        scenarios.len()
    );
    println!("scenarios: {} kept", scenarios.len());
}
