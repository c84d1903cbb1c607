//! The official clients of the operator API: the npm package beside its tests, the Python package in a
//! virtual environment in the cache. Both at the versions that their lock files name.
//!
//! What was installed is remembered beside it, so a second run installs nothing.

use std::fs;
use std::path::PathBuf;

use crate::house::House;
use crate::process;
use crate::report;
use crate::setup::{apt, node};
use crate::stop::Stop;

/// The folder of the Node tests, with the client installed.
///
/// # Errors
/// When there is no Node, an old one, or the client cannot be installed.
pub(crate) fn node(house: &House) -> Result<PathBuf, Stop> {
    node::ready(house)?;
    let place = house.root.join("tests/clients/node");
    node::packages(house, &place, "the official Node client")?;
    Ok(place)
}

/// The Python that has the client.
///
/// # Errors
/// When there is no Python or the client cannot be installed.
pub(crate) fn python(house: &House) -> Result<PathBuf, Stop> {
    let lock = house.root.join("tests/clients/python/requirements.txt");
    let place = house.cache.join("python-clients");
    let python = place.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let installed = place.join("installed-from.txt");
    if !node::same(&lock, &installed) || !python.is_file() {
        report::forwarded("installing the official Python client");
        fs::create_dir_all(&house.cache)?;
        let make = || {
            let mut make = house.command(if cfg!(windows) { "python" } else { "python3" });
            make.args(["-m", "venv", "--clear"]).arg(&place);
            process::captured(house, "clients-python-venv", &mut make, |_| false)
        };
        if let Err(missing) = make() {
            // Debian keeps the module in a package of its own.
            apt::install(house, &["python3", "python3-venv"]).map_err(|_| missing)?;
            make()?;
        }
        let mut install = house.command(&python);
        install
            .args(["-m", "pip", "install", "--quiet", "--no-deps", "--requirement"])
            .arg(&lock);
        process::captured(house, "clients-python-install", &mut install, |_| false)?;
        fs::copy(&lock, &installed)?;
    }
    Ok(python)
}
