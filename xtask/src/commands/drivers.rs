//! `cargo xtask drivers`: one program per language that conformance scenarios can speak to.
//!
//! Today that is Rust's `frontdesk` of `examples/cli`; each is left in `target/drivers` under its own
//! name, so that a scenario runner needs nothing but a path.

use std::fs;
use std::process::ExitCode;

use crate::house::House;
use crate::process;
use crate::report;
use crate::stop::Stop;

/// Builds the drivers and copies them to their folder.
pub(crate) fn run(house: &House) -> Result<ExitCode, Stop> {
    process::must_pass_through(&mut house.cargo(["build", "--package", "frontdesk-cli"]))?;
    let built = house.dev_program("frontdesk");
    let folder = house.target.join("drivers");
    fs::create_dir_all(&folder)?;
    let place = folder.join(built.file_name().unwrap_or_default());
    // A running driver keeps its old file: remove the name first, never write into it.
    if place.exists() {
        fs::remove_file(&place)?;
    }
    fs::copy(&built, &place)?;
    report::doing(&format!("drivers: {}", place.display()));
    Ok(ExitCode::SUCCESS)
}
