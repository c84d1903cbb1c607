//! `cargo xtask drivers`: one program per language that conformance scenarios can speak to.
//!
//! Each is left in `target/drivers` under its own name, so that a scenario runner needs nothing but a path: Rust's
//! `frontdesk` of `examples/cli`, Kotlin's `frontdesk-kotlin`, Swift's `frontdesk-swift`, the browser twin's
//! `frontdesk-web`, the Cordova plugin's `frontdesk-cordova` on its browser platform and `frontdesk-cordova-android` under
//! Robolectric. A language whose tools are not
//! here is named and left out; under CI that is a failure.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::commands::{cordova, kotlin, messenger, swift};
use crate::house::House;
use crate::process;
use crate::report;
use crate::stop::Stop;

/// Builds a language's driver into a folder.
type Driver = fn(&House, &Path) -> Result<PathBuf, Stop>;

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
    report::doing(&format!("driver: {}", place.display()));
    let languages: [(&str, Driver); 5] = [
        ("Kotlin", kotlin::driver),
        ("Swift", swift::driver),
        ("TypeScript", messenger::driver),
        ("the Cordova plugin's JavaScript", cordova::driver),
        ("the Cordova plugin on Android", cordova::android_driver),
    ];
    for (language, driver) in languages {
        match driver(house, &folder) {
            Ok(script) => report::doing(&format!("driver: {}", script.display())),
            Err(stop) if house.ci => return Err(stop),
            Err(stop) => report::doing(&format!("no driver in {language}: {stop}")),
        }
    }
    Ok(ExitCode::SUCCESS)
}
