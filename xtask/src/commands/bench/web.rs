//! `cargo xtask bench web`: what the messenger costs a web page, measured in Chromium beside empty pages, bare frames
//! and plain lists.
//!
//! Guarantees: the pages are built here a moment before; the programs that measure are `messenger/bench`, which print the
//! table and leave the figures in `target/bench/web.json`. The server is the one of the dev profile: it hands over
//! files and answers one log-in, and stands on both sides of every comparison. Main thread; minutes.

use std::fs;
use std::process::ExitCode;

use crate::commands::messenger;
use crate::house::House;
use crate::process;
use crate::report;
use crate::setup::node;
use crate::stop::Stop;

/// Builds and measures.
pub(super) fn run(house: &House) -> Result<ExitCode, Stop> {
    report::doing("building the server and the messenger");
    process::must_pass_through(&mut house.cargo(["build", "--package", "frontdesk-server"]))?;
    messenger::built(house)?;
    let chromium = node::chromium(house)?;
    let folder = house.target.join("bench");
    fs::create_dir_all(&folder)?;
    let json = folder.join("web.json");
    let mut measure = house.command("node");
    measure
        .current_dir(house.root.join("messenger"))
        .args(["bench/run.mjs", "--json"])
        .arg(&json)
        .env("FRONTDESK_SERVER", house.dev_program("frontdesk-server"))
        .env("FRONTDESK_CHROMIUM", chromium);
    process::must_pass_through(&mut measure)?;
    report::doing(&format!("figures: {}", json.display()));
    Ok(ExitCode::SUCCESS)
}
