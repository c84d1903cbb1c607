//! The step `features`: what an app may leave out of the core.
//!
//! Guarantees: core and facade compile without a warning with none of the features and with each alone, and without
//! any the core's own tests of that build pass. Called by `cargo xtask test`.

use crate::house::House;
use crate::native::FEATURES;
use crate::process;
use crate::steps::Verdict;
use crate::stop::Stop;

/// Lints every combination that matters and tests the smallest.
///
/// # Errors
/// When one does not compile, or a test fails.
pub(crate) fn step(house: &House) -> Result<Verdict, Stop> {
    let packages = ["--package", "frontdesk-core", "--package", "frontdesk-ffi"];
    for alone in std::iter::once("").chain(FEATURES) {
        let mut clippy = house.cargo(["clippy", "--no-default-features", "--features", alone]);
        clippy
            .args(packages)
            .args(["--all-targets", "--", "-D", "warnings"]);
        process::captured(house, "features", &mut clippy, |_| false)?;
    }
    let mut tests = house.cargo(["test", "--package", "frontdesk-core", "--no-default-features"]);
    tests.args(["--lib", "--test", "left_out", "--test", "protocols"]);
    process::captured(house, "features-tests", &mut tests, |line| {
        line.starts_with("test result: ")
    })?;
    Ok(Verdict::Passed(String::new()))
}
