//! `cargo xtask bench bindings`: what a call costs from Kotlin and from Swift, beside the same call in Rust.
//!
//! Guarantees: all languages call one core, built as it ships (profile `size`); they take turns, so that a machine
//! that is busy is busy for all of them; what is compared are medians of medians. Allocations are counted in a round
//! of their own, whose times do not count. A language whose tools are not here is named and left out; under CI that
//! is a failure. Builds for some minutes, then measures for about one. Main thread.

mod figures;
mod programs;
mod table;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use serde_json::Value;

use self::figures::Figures;
use self::programs::Program;
use crate::house::House;
use crate::process;
use crate::report;
use crate::stop::Stop;

/// How often each language has its turn.
const ROUNDS: usize = 5;
/// Calls of one turn, and layer.
const EVENTS: usize = 10_000;

/// Builds, measures, prints, and leaves every line in `target/bench/bindings.json`.
pub(super) fn run(house: &House) -> Result<ExitCode, Stop> {
    let programs = programs::built(house)?;
    let place = house.target.join("bench");
    let mut figures = Figures::default();
    for round in 1..=ROUNDS {
        report::doing(&format!("round {round} of {ROUNDS}"));
        for program in &programs {
            let record = turn(house, program, "record", &mut program.command(house))?;
            figures.record(program.language, record);
            let cold = turn(house, program, "cold", &mut program.command(house))?;
            figures.cold(program.language, cold);
        }
    }
    for program in programs.iter().filter(|program| program.counts_by_preload) {
        let mut command = program.command(house);
        command.env("LD_PRELOAD", programs::allocation_counter(house)?);
        figures.allocations(program.language, turn(house, program, "record", &mut command)?);
    }
    table::print(&figures);
    let json = place.join("bindings.json");
    fs::write(&json, figures.json())?;
    report::doing(&format!("figures: {}", json.display()));
    Ok(ExitCode::SUCCESS)
}

/// One measurement in a fresh folder: the line that the program prints.
fn turn(house: &House, program: &Program, what: &str, command: &mut Command) -> Result<Value, Stop> {
    let folder = fresh(house)?;
    command.args(["measure", what]).arg(&folder);
    if what == "record" {
        command.arg(EVENTS.to_string());
    } else {
        command.args(program.cold_options);
    }
    let told = process::captured(house, &format!("bench-{}", program.language), command, |_| false)?;
    fs::remove_dir_all(&folder)?;
    told.lines()
        .find_map(|line| {
            serde_json::from_str::<Value>(line)
                .ok()
                .filter(|line| line["what"] == what)
        })
        .ok_or_else(|| Stop::with_tail(format!("{} told no figure", program.language), told))
}

fn fresh(house: &House) -> Result<PathBuf, Stop> {
    let folder = house.target.join("bench").join("bindings");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
