//! The messenger's pages: the contract's types in step, types, logic, the build, and the built page in Chromium.
//!
//! Guarantee: what is tested in the browser is what was built here a moment ago. Where Node or a Chromium cannot be
//! had, the step says loudly what it did not do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::commands::{bindings, scenarios};
use crate::house::House;
use crate::process;
use crate::setup::{fonts, node};
use crate::steps::Verdict;
use crate::stop::Stop;

/// Checks, builds and tests the pages.
pub(crate) fn step(house: &House) -> Result<Verdict, Stop> {
    let place = house.root.join("messenger");
    if let Err(stop) =
        node::ready(house).and_then(|()| node::packages(house, &place, "the messenger's build"))
    {
        return Ok(Verdict::Skipped(format!("the messenger was not built: {stop}")));
    }
    script(house, &place, "check", None)?;
    let logic = counted(&script(house, &place, "test:unit", None)?)?;
    script(house, &place, "build", None)?;
    let chromium = match node::chromium(house) {
        Ok(program) => program,
        Err(stop) => {
            return Ok(Verdict::Skipped(format!(
                "the messenger was not tested in a browser: {stop}"
            )));
        }
    };
    // The server that the messenger on the web is tested with.
    bindings::programs(house)?;
    let told = script(house, &place, "test:browser", Some(&chromium))?;
    let size = told.lines().find(|line| line.starts_with("messenger: "));
    let size = size
        .and_then(|line| line.split(" (").next())
        .unwrap_or_default()
        .trim_start_matches("messenger: ");
    // Drawn with these fonts and no others, on every machine.
    if let Err(stop) = fonts::ready(house) {
        return Ok(Verdict::Skipped(format!(
            "the pictures were not compared: {stop}"
        )));
    }
    let pictures = script(house, &place, "test:pictures", Some(&chromium))?;
    Ok(Verdict::Passed(format!(
        "{logic} tests of logic, {} in Chromium, {} of pictures; {size}",
        counted(&told)?,
        counted(&pictures)?
    )))
}

/// The web API in Chromium on the real server.
///
/// # Errors
/// When a test fails.
pub(crate) fn web_step(house: &House) -> Result<Verdict, Stop> {
    let place = house.root.join("messenger");
    let chromium = match node::ready(house).and_then(|()| node::chromium(house)) {
        Ok(program) => program,
        Err(stop) => return Ok(Verdict::Skipped(format!("the web API was not tested: {stop}"))),
    };
    built(house)?;
    // With the features of everything, so that nothing is built a second time.
    bindings::programs(house)?;
    let web = script(house, &place, "test:web", Some(&chromium))?;
    Ok(Verdict::Passed(format!("{} on the real server", counted(&web)?)))
}

/// Every story of `contract/scenarios`, told by the browser twin's driver in Chromium: each driver is a browser with a
/// profile of its own.
///
/// # Errors
/// When the driver does not build, or a scenario is not kept.
pub(crate) fn twin_step(house: &House) -> Result<Verdict, Stop> {
    if let Err(stop) = node::ready(house).and_then(|()| node::shell(house).map(drop)) {
        return Ok(Verdict::Skipped(format!("no scenario ran in a browser: {stop}")));
    }
    let folder = house.target.join("drivers");
    fs::create_dir_all(&folder)?;
    let program = driver(house, &folder)?;
    let kept = scenarios::kept(house, "messenger-scenarios", &program)?;
    Ok(Verdict::Passed(format!("{kept} scenarios")))
}

/// Builds the pages, and what web pages load, with Node's packages set up.
///
/// # Errors
/// When there is no Node, or the pages do not build.
pub(crate) fn built(house: &House) -> Result<(), Stop> {
    let place = house.root.join("messenger");
    node::ready(house)?;
    node::packages(house, &place, "the messenger's build")?;
    script(house, &place, "build", None).map(drop)
}

/// Builds the driver of the browser twin and leaves it as the script `frontdesk-web` in `folder`. It runs from the work
/// tree, where its packages are, in the Chromium that was found here.
///
/// # Errors
/// When there is no Node or no Chromium, or the page does not build.
pub(crate) fn driver(house: &House, folder: &Path) -> Result<PathBuf, Stop> {
    let place = house.root.join("messenger");
    node::ready(house)?;
    node::packages(house, &place, "the messenger's build")?;
    // Each start of the driver is a start of it.
    let chromium = node::shell(house)?;
    script(house, &place, "driver", None)?;
    let program = folder.join("frontdesk-web");
    let text = format!(
        "#!/bin/sh\nFRONTDESK_CHROMIUM=${{FRONTDESK_CHROMIUM:-'{}'}} exec node '{}' \"$@\"\n",
        chromium.display(),
        place.join("driver/main.mjs").display()
    );
    fs::write(&program, text)?;
    let mut mode = house.command("chmod");
    mode.arg("+x").arg(&program);
    process::captured(house, "messenger-driver-mode", &mut mode, |_| false)?;
    Ok(program)
}

fn script(house: &House, place: &Path, name: &str, chromium: Option<&Path>) -> Result<String, Stop> {
    let mut run = npm(house, place, name);
    if let Some(program) = chromium {
        run.env("FRONTDESK_CHROMIUM", program);
    }
    process::captured(
        house,
        &format!("messenger-{}", name.replace(':', "-")),
        &mut run,
        |_| false,
    )
}

/// An npm script of the package in `place`, with the server that its tests start.
pub(crate) fn npm(house: &House, place: &Path, name: &str) -> Command {
    let mut run = house.command("npm");
    run.current_dir(place)
        .args(["run", "--silent", name])
        .env("NO_COLOR", "1")
        .env_remove("FORCE_COLOR")
        .env("FRONTDESK_SERVER", house.dev_program("frontdesk-server"));
    run
}

/// Tests that passed, as the runner's closing line says; a run without any is no good run.
pub(crate) fn counted(told: &str) -> Result<usize, Stop> {
    let line = told
        .lines()
        .map(str::trim)
        .find(|line| line.starts_with("Tests "));
    let passed = line.and_then(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = words.iter().position(|word| *word == "passed")?;
        words.get(at.checked_sub(1)?)?.parse().ok()
    });
    match passed {
        Some(0) | None => Err(Stop::new("no test was found")),
        Some(count) => Ok(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_is_counted_and_a_run_without_tests_is_refused() {
        let told = " Test Files  4 passed (4)\n      Tests  52 passed | 1 skipped (53)\n";
        assert_eq!(counted(told).ok(), Some(52));
        assert!(counted("no test files found").is_err());
    }
}
