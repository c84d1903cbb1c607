//! `cargo xtask bench`: the measurements, in the release profile; `bench size` weighs the library that ships, `bench
//! bindings` calls it from Kotlin and Swift, `bench web` measures the messenger in a browser.
//!
//! The programs and the table are those of `frontdesk-bench` in `frontdesk-tests`; here it is built and
//! given the place for its JSON. No test reads a time from here: figures are for people.

mod bindings;
mod size;
mod web;

use std::fs;
use std::process::ExitCode;

use clap::Args;

use crate::house::House;
use crate::process;
use crate::report;
use crate::stop::Stop;

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    /// Only measurements whose name contains this; `size` builds and weighs the library that ships, `bindings`
    /// measures calls from Kotlin and Swift, `web` the messenger in a browser
    name: Option<String>,
}

/// Builds in release and measures.
pub(crate) fn run(house: &House, args: &BenchArgs) -> Result<ExitCode, Stop> {
    match args.name.as_deref() {
        Some("size") => return size::run(house),
        Some("bindings") => return bindings::run(house),
        Some("web") => return web::run(house),
        _ => {}
    }
    report::doing("building the measurements in release");
    let mut build = house.cargo(["build", "--release", "--package", "frontdesk-tests", "--bins"]);
    process::must_pass_through(&mut build)?;

    let folder = house.target.join("bench");
    fs::create_dir_all(&folder)?;
    let json = folder.join(format!("{}.json", args.name.as_deref().unwrap_or("all")));
    let program = format!("frontdesk-bench{}", std::env::consts::EXE_SUFFIX);
    let mut command = house.command(house.target.join("release").join(program));
    command.args(&args.name).arg("--json").arg(&json);
    process::must_pass_through(&mut command)?;
    report::doing(&format!("figures: {}", json.display()));
    Ok(ExitCode::SUCCESS)
}
