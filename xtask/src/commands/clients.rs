//! The official clients drive the real server: see `tests/clients`.
//!
//! Where a client cannot be installed, the other one runs all the same, and the step says loudly what it
//! did not do.

use std::path::Path;

use crate::commands::bindings;
use crate::house::House;
use crate::process;
use crate::setup;
use crate::steps::Verdict;
use crate::stop::Stop;

/// Builds the server and runs the tests of both clients.
pub(crate) fn step(house: &House) -> Result<Verdict, Stop> {
    bindings::programs(house)?;
    let server = house.dev_program("frontdesk-server");
    let mut skipped = Vec::new();
    match setup::clients::node(house) {
        Ok(place) => with_node(house, &place, &server)?,
        Err(stop) => skipped.push(format!("the Node client did not run: {stop}")),
    }
    match setup::clients::python(house) {
        Ok(python) => with_python(house, &python, &server)?,
        Err(stop) => skipped.push(format!("the Python client did not run: {stop}")),
    }
    if skipped.is_empty() {
        Ok(Verdict::Passed(
            "intercom-client 7.0.3, python-intercom 5.0.1".to_owned(),
        ))
    } else {
        Ok(Verdict::Skipped(skipped.join("; ")))
    }
}

fn with_node(house: &House, place: &Path, server: &Path) -> Result<(), Stop> {
    let mut tests = house.command("node");
    tests
        .args(["--test", "--test-reporter=spec"])
        .current_dir(place)
        .env("FRONTDESK_SERVER", server);
    let told = process::captured(house, "clients-node", &mut tests, |_| false)?;
    some_ran(!told.contains("tests 0"))
}

fn with_python(house: &House, python: &Path, server: &Path) -> Result<(), Stop> {
    let mut tests = house.command(python);
    tests
        .args(["-B", "-m", "unittest", "discover", "--verbose"])
        .current_dir(house.root.join("tests/clients/python"))
        .env("FRONTDESK_SERVER", server);
    let told = process::captured(house, "clients-python", &mut tests, |_| false)?;
    some_ran(!told.contains("Ran 0 tests"))
}

/// A run that found no test is no good run.
fn some_ran(ran: bool) -> Result<(), Stop> {
    if ran {
        Ok(())
    } else {
        Err(Stop::new("no test was found"))
    }
}
