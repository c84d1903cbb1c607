//! `cargo xtask demo`: builds the server and the quick start, then hands over to the quick start.
//!
//! The story itself lives in `examples/quickstart`; here is only the building, with cargo's own
//! progress shown, and the hand-over of the terminal and of the exit code. `--web` does the same for the shop of
//! `examples/web`, `--record` draws the demo.

mod picture;
mod recording;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::Args;

use crate::commands::{bindings, messenger};
use crate::house::House;
use crate::process;
use crate::report;
use crate::steps::Verdict;
use crate::stop::Stop;

/// How to play the demo.
#[derive(Debug, Default, Args)]
pub(crate) struct DemoArgs {
    /// Play without pauses and judge the final table, as the tests do
    #[arg(long)]
    check: bool,
    /// Open a small shop with the messenger in it, and a page to answer as a teammate, instead
    #[arg(long, conflicts_with = "check")]
    web: bool,
    /// Draw what the demo prints as an animated picture
    #[arg(long, value_name = "SVG", conflicts_with_all = ["check", "web"])]
    record: Option<PathBuf>,
}

/// Builds and plays; the exit code is the quick start's own.
pub(crate) fn run(house: &House, args: &DemoArgs) -> Result<ExitCode, Stop> {
    if args.web {
        return web(house);
    }
    report::doing("building the server and the quick start (the first time takes minutes)");
    process::must_pass_through(&mut build(house))?;
    if let Some(file) = &args.record {
        return recording::record(&play(house, true), file);
    }
    let status = process::passed_through(&mut play(house, args.check))?;
    Ok(match status.code() {
        Some(code) => ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX)),
        None => ExitCode::FAILURE,
    })
}

/// Builds the server and the messenger, then serves `examples/web` beside them until it is ended.
fn web(house: &House) -> Result<ExitCode, Stop> {
    report::doing("building the server and the messenger (the first time takes minutes)");
    process::must_pass_through(&mut house.cargo(["build", "--package", "frontdesk-server"]))?;
    messenger::built(house)?;
    let mut shop = house.command("node");
    shop.arg(house.root.join("examples/web/serve.mjs"))
        .arg("--server-bin")
        .arg(house.dev_program("frontdesk-server"));
    let status = process::passed_through(&mut shop)?;
    // Ended by its user is the usual end.
    Ok(match status.code() {
        Some(code) => ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX)),
        None => ExitCode::SUCCESS,
    })
}

/// The demo as a step of the tests: same programs, output in the log.
pub(crate) fn step(house: &House) -> Result<Verdict, Stop> {
    bindings::programs(house)?;
    process::captured(house, "demo", &mut play(house, true), |_| false)?;
    Ok(Verdict::Passed(String::new()))
}

fn build(house: &House) -> Command {
    house.cargo([
        "build",
        "--package",
        "frontdesk-server",
        "--package",
        "frontdesk-quickstart",
    ])
}

fn play(house: &House, check: bool) -> Command {
    let mut command = house.command(house.dev_program("frontdesk-quickstart"));
    command
        .arg("--server-bin")
        .arg(house.dev_program("frontdesk-server"));
    if check {
        command.arg("--check");
    }
    command
}
