//! Every story of `contract/scenarios`, told by a driver program.
//!
//! Guarantees: a step that ran them says how many were kept; one that was not is named with the command that repeats it
//! alone. Called by the steps of the surfaces that have a driver; keeps the calling thread until the last one has ended.

use std::path::Path;

use crate::house::House;
use crate::process;
use crate::stop::Stop;

/// How many run side by side, for a driver that is a whole browser or a virtual machine.
const LANES: &str = "4";

/// Runs all scenarios with `driver` and gives their number; `log` names the log.
///
/// # Errors
/// When the runner does not build, or a scenario is not kept.
pub(crate) fn kept(house: &House, log: &str, driver: &Path) -> Result<usize, Stop> {
    // With the features of everything, so that nothing is built a second time.
    let mut tests = house.cargo(["test", "--workspace", "--test", "scenarios", "--", "--nocapture"]);
    tests
        .env("FRONTDESK_DRIVER", driver)
        .env("FRONTDESK_LANES", LANES);
    let told =
        process::captured(house, log, &mut tests, |line| line.contains(": NOT kept")).map_err(|stop| {
            stop.of(format!(
                "FRONTDESK_DRIVER='{}' cargo test --workspace --test scenarios",
                driver.display()
            ))
        })?;
    counted(&told)
}

/// The number in the runner's closing line; a run without one is no good run.
fn counted(told: &str) -> Result<usize, Stop> {
    let number = told.lines().find_map(|line| {
        let rest = line.strip_prefix("scenarios: ")?;
        rest.strip_suffix(" kept")?.parse().ok()
    });
    match number {
        Some(0) | None => Err(Stop::new("the scenarios did not run")),
        Some(count) => Ok(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_is_counted_and_a_run_without_it_is_refused() {
        let told = "scenario login: kept, 2.1 s\nscenarios: 78 kept\ntest result: ok.\n";
        assert_eq!(counted(told).ok(), Some(78));
        assert!(counted("test result: ok. 1 passed\n").is_err());
    }
}
