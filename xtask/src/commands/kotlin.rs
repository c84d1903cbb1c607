//! The Kotlin packages: built with warnings as errors, tested against the real server; their driver, through all
//! scenarios.
//!
//! Guarantees: nothing is written into the work tree; what Maven builds is in the build folder, what it downloads in
//! the cache. The bindings and the server that the tests start are built first.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::commands::bindings;
use crate::house::House;
use crate::process;
use crate::setup;
use crate::steps::Verdict;
use crate::stop::Stop;

/// Builds the packages, runs their tests and tells every scenario to their driver.
pub(crate) fn step(house: &House) -> Result<Verdict, Stop> {
    let mut maven = match setup::jvm::maven(house) {
        Ok(maven) => maven,
        Err(stop) => return Ok(Verdict::Skipped(format!("Kotlin did not run: {stop}"))),
    };
    if let Err(stop) = with_cordova(house, &mut maven) {
        return Ok(Verdict::Skipped(format!(
            "the Cordova plugin's part did not run: {stop}"
        )));
    }
    bindings::ready(house)?;
    maven.arg("verify");
    let told = process::captured(house, "kotlin", &mut maven, worth_seeing)?;
    let ran = counted(&told);
    if ran == 0 {
        return Err(Stop::new("Maven ran no test"));
    }
    let driver = placed(house, &house.target.join("drivers"))?;
    // With the features of everything, so that nothing is built a second time.
    let mut scenarios = house.cargo(["test", "--workspace", "--test", "scenarios"]);
    scenarios.env("FRONTDESK_DRIVER", driver);
    process::captured(house, "kotlin-scenarios", &mut scenarios, |_| false)?;
    Ok(Verdict::Passed(format!("{ran} tests, and all scenarios")))
}

/// The Cordova plugin's Android classes too, compiled against Cordova's own. Gives the folder of Cordova's tools.
fn with_cordova(house: &House, maven: &mut Command) -> Result<PathBuf, Stop> {
    let tools = setup::cordova::tools(house)?;
    let sources = setup::cordova::android(&tools);
    maven.arg("--activate-profiles").arg("cordova");
    maven.arg(format!("-Dcordova.android={}", sources.display()));
    Ok(tools)
}

/// Builds the Cordova plugin's Android part with its tests, and what it stands on; leaves its class path beside it. Gives
/// the folder of Cordova's tools.
///
/// # Errors
/// When there is no Maven or no Node, or something does not build.
pub(crate) fn cordova_built(house: &House) -> Result<PathBuf, Stop> {
    let mut maven = setup::jvm::maven(house)?;
    let tools = with_cordova(house, &mut maven)?;
    bindings::ready(house)?;
    maven.args([
        "package",
        "-DskipTests",
        "--projects",
        ":frontdesk-cordova",
        "--also-make",
    ]);
    process::captured(house, "cordova-android-build", &mut maven, |line| {
        line.starts_with("[ERROR]")
    })?;
    Ok(tools)
}

/// The rows F4 and F6 of the fault matrix with as many calls and lives as are asked for.
pub(crate) fn soak(house: &House, calls: u32, lives: u32) -> Result<(), Stop> {
    let mut maven = setup::jvm::maven(house)?;
    bindings::ready(house)?;
    maven.args([
        "verify",
        "--projects",
        "frontdesk",
        "-Dtest=ThreadsTest,BoundaryTest",
        &format!(
            "-DargLine=-Dfrontdesk.calls={calls} -Dfrontdesk.lives={lives} -Dfrontdesk.deadline=3600000"
        ),
    ]);
    let told = process::captured(house, "kotlin-soak", &mut maven, |line| {
        worth_seeing(line) || line.contains("F4: ")
    })?;
    if counted(&told) == 0 {
        return Err(Stop::new("Maven ran no test"));
    }
    Ok(())
}

/// The program's jars, the virtual machine and the library are found beside the script, so that the build folder may
/// be moved. A short life is spent in the interpreter and the fast compiler, with the JDK's classes shared.
const SCRIPT: &str = r#"#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Djna.library.path="$here/../bindings/lib" \
    -cp "$here/kotlin/*" dev.frontdesk.driver.MainKt "$@"
"#;

/// Builds the driver and leaves it as one program, the script `frontdesk-kotlin` in `folder`, with its jars beside it.
///
/// # Errors
/// When there is no Maven, or the packages do not build.
pub(crate) fn driver(house: &House, folder: &Path) -> Result<PathBuf, Stop> {
    let mut maven = setup::jvm::maven(house)?;
    bindings::ready(house)?;
    maven.args(["package", "-DskipTests", "--projects", "driver", "--also-make"]);
    process::captured(house, "kotlin-driver", &mut maven, |line| {
        line.starts_with("[ERROR]")
    })?;
    placed(house, folder)
}

/// Puts what Maven has built of the driver into its place.
fn placed(house: &House, folder: &Path) -> Result<PathBuf, Stop> {
    let built = house.target.join("kotlin/frontdesk-driver");
    let jars = folder.join("kotlin");
    if jars.exists() {
        fs::remove_dir_all(&jars)?;
    }
    fs::create_dir_all(&jars)?;
    for place in [built.join("jars"), built] {
        for entry in fs::read_dir(place)? {
            let path = entry?.path();
            if let (Some(name), true) = (path.file_name(), path.extension().is_some_and(|end| end == "jar")) {
                fs::copy(&path, jars.join(name))?;
            }
        }
    }
    let script = folder.join("frontdesk-kotlin");
    fs::write(&script, SCRIPT)?;
    let mut mode = house.command("chmod");
    mode.arg("+x").arg(&script);
    process::captured(house, "kotlin-driver-mode", &mut mode, |_| false)?;
    Ok(script)
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
