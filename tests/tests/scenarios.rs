//! Every story of `contract/scenarios` is kept by a driver program.
//!
//! The driver is `FRONTDESK_DRIVER`, or the `frontdesk` program of this workspace, built if need be.
//! `FRONTDESK_SCENARIO=part-of-a-name` runs only some.

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

#[test]
fn every_scenario_is_kept_by_the_driver() {
    let program = driver_program();
    let scenarios = scenarios();
    assert!(!scenarios.is_empty());
    let faults: Vec<String> = std::thread::scope(|scope| {
        // A few side by side: each has a server of its own and mostly waits.
        let (program, scenarios) = (&program, &scenarios);
        let lanes: Vec<_> = (0..4)
            .map(|lane| {
                scope.spawn(move || {
                    let mine = scenarios.iter().skip(lane).step_by(4);
                    let fault = |(name, scenario): &(String, Scenario)| {
                        let ran = std::panic::catch_unwind(|| run(scenario, program));
                        let ran = ran.unwrap_or_else(|panic| {
                            let text = panic.downcast_ref::<String>().cloned();
                            Err(text.unwrap_or_else(|| "it panicked".to_owned()))
                        });
                        ran.err()
                            .map(|fault| format!("{name} ({}): {fault}", scenario.about))
                    };
                    mine.filter_map(fault).collect::<Vec<_>>()
                })
            })
            .collect();
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
}
