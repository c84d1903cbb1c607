//! The Kotlin packages: built with warnings as errors, tested against the real server; and their driver.
//!
//! Guarantees: nothing is written into the work tree; what Maven builds is in the build folder, what it downloads in
//! the cache. The bindings and the server that the tests start are built first.

use crate::commands::bindings;
use crate::house::House;
use crate::process;
use crate::setup;
use crate::steps::Verdict;
use crate::stop::Stop;

/// Builds the packages and runs their tests.
pub(crate) fn step(house: &House) -> Result<Verdict, Stop> {
    let mut maven = match setup::jvm::maven(house) {
        Ok(maven) => maven,
        Err(stop) => return Ok(Verdict::Skipped(format!("Kotlin did not run: {stop}"))),
    };
    bindings::ready(house)?;
    maven.arg("verify");
    let told = process::captured(house, "kotlin", &mut maven, worth_seeing)?;
    let ran = counted(&told);
    if ran == 0 {
        return Err(Stop::new("Maven ran no test"));
    }
    Ok(Verdict::Passed(format!("{ran} tests")))
}

/// The lines of Maven that say what ran and what is wrong.
fn worth_seeing(line: &str) -> bool {
    line.contains("Tests run:") || line.starts_with("[ERROR]")
}

/// Sums the tests of all modules: each module ends with a line of its sum, which names no class.
fn counted(told: &str) -> usize {
    told.lines()
        .filter(|line| !line.contains("Time elapsed"))
        .filter_map(|line| line.split_once("Tests run: "))
        .filter_map(|(_, rest)| rest.split(',').next()?.trim().parse::<usize>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_of_all_modules_are_counted_and_classes_are_not() {
        let told = "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in a.B\n\
            [INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0\n\
            [WARNING] Tests run: 40, Failures: 0, Errors: 0, Skipped: 1\n";
        assert_eq!(counted(told), 43);
    }
}
