//! The core as an XCFramework: for devices, and for simulators on both kinds of Mac.
//!
//! Guarantees: every slice is built in the size profile for the oldest iOS that the package names, and looked at
//! afterwards; the simulators' slices are one file, as an XCFramework wants it; the C module lies in a folder of its
//! own name among the headers, so that it does not meet another package's module map. Needs macOS with Xcode; NOT
//! EXERCISED by this project's own machines, the iOS workflow runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::pods::zip_name;
use super::{FRAMEWORK, OLDEST_IOS};
use crate::commands::bindings;
use crate::house::House;
use crate::process;
use crate::report;
use crate::stop::Stop;

/// The device's target.
const DEVICE: &str = "aarch64-apple-ios";

/// The simulators' targets.
const SIMULATORS: [&str; 2] = ["aarch64-apple-ios-sim", "x86_64-apple-ios"];

/// The library in every target's folder.
const LIBRARY: &str = "libfrontdesk_ffi.a";

/// What was built.
pub(super) struct Built {
    pub(super) framework_checksum: String,
    pub(super) pods_checksum: String,
    /// What the libraries want from the system, as `nm -u` lists it.
    pub(super) symbols: String,
}

/// Builds, joins, checks and zips.
pub(super) fn built(house: &House, folder: &Path) -> Result<Built, Stop> {
    let places = bindings::ready(house)?;
    let parts = house.target.join("package/ios-parts");
    if parts.exists() {
        fs::remove_dir_all(&parts)?;
    }
    let headers = headers(&places.swift, &parts)?;
    let mut targets = house.command("rustup");
    targets.args(["target", "add", DEVICE]).args(SIMULATORS);
    process::captured(house, "ios-targets", &mut targets, |_| false)?;

    let device = slice(house, DEVICE)?;
    let simulators = parts.join("simulators").join(LIBRARY);
    fs::create_dir_all(parts.join("simulators"))?;
    let mut lipo = house.command("lipo");
    lipo.arg("-create").arg("-output").arg(&simulators);
    for target in SIMULATORS {
        lipo.arg(slice(house, target)?);
    }
    process::captured(house, "ios-lipo", &mut lipo, |_| false)?;

    let framework = folder.join(format!("{FRAMEWORK}.xcframework"));
    let mut create = house.command("xcodebuild");
    create.arg("-create-xcframework");
    for library in [&device, &simulators] {
        create.arg("-library").arg(library).arg("-headers").arg(&headers);
    }
    create.arg("-output").arg(&framework);
    process::captured(house, "ios-xcframework", &mut create, |_| false)?;

    let zip = folder.join(format!("{FRAMEWORK}.xcframework.zip"));
    let mut pack = house.command("ditto");
    pack.args(["-c", "-k", "--sequesterRsrc", "--keepParent"]);
    pack.arg(&framework).arg(&zip);
    process::captured(house, "ios-zip", &mut pack, |_| false)?;
    let pods = folder.join(zip_name(env!("CARGO_PKG_VERSION")));
    let mut pack = house.command("zip");
    pack.current_dir(folder)
        .args(["--quiet", "--recurse-paths", "--no-extra"]);
    pack.arg(&pods).arg(format!("{FRAMEWORK}.xcframework"));
    pack.args(["Sources", "LICENSE-MIT", "LICENSE-APACHE"]);
    process::captured(house, "ios-pods-zip", &mut pack, |_| false)?;

    let mut symbols = house.command("nm");
    symbols.arg("-u").arg(&device);
    Ok(Built {
        framework_checksum: checksum(house, &zip)?,
        pods_checksum: checksum(house, &pods)?,
        symbols: process::captured(house, "ios-symbols", &mut symbols, |_| false)?,
    })
}

/// The C header and its module map, in a folder of the module's name.
fn headers(generated: &Path, parts: &Path) -> Result<PathBuf, Stop> {
    let headers = parts.join("headers");
    let module = headers.join(FRAMEWORK);
    fs::create_dir_all(&module)?;
    for (from, to) in [
        (format!("{FRAMEWORK}.h"), format!("{FRAMEWORK}.h")),
        (format!("{FRAMEWORK}.modulemap"), "module.modulemap".to_owned()),
    ] {
        let from = generated.join(from);
        fs::copy(&from, module.join(to))
            .map_err(|error| Stop::new(format!("{}: {error}", from.display())))?;
    }
    Ok(headers)
}

/// One target's static library.
fn slice(house: &House, target: &str) -> Result<PathBuf, Stop> {
    report::forwarded(&format!("building the core for {target}"));
    process::captured(house, &format!("ios-{target}"), &mut cargo(house, target), |_| {
        false
    })?;
    let library = house.target.join(target).join("size").join(LIBRARY);
    let mut look = house.command("otool");
    look.arg("-l").arg(&library);
    let told = process::captured(house, &format!("ios-minimum-{target}"), &mut look, |_| false)?;
    match newest_minimum(&told) {
        Some(minimum) if minimum > OLDEST_IOS => Err(Stop::new(format!(
            "{target}: an object asks for iOS {}.{}, the package says {}.{}",
            minimum.0, minimum.1, OLDEST_IOS.0, OLDEST_IOS.1
        ))),
        Some(_) => Ok(library),
        None => Err(Stop::new(format!("{target}: no object says which iOS it is for"))),
    }
}

fn cargo(house: &House, target: &str) -> Command {
    let mut cargo = house.cargo(["rustc", "--package", "frontdesk-ffi", "--lib"]);
    cargo.args([
        "--crate-type",
        "staticlib",
        "--profile",
        "size",
        "--target",
        target,
    ]);
    // Read by rustc for its own objects and by the C compiler for SQLite and ring.
    cargo.env(
        "IPHONEOS_DEPLOYMENT_TARGET",
        format!("{}.{}", OLDEST_IOS.0, OLDEST_IOS.1),
    );
    cargo
}

/// The newest of the systems that the objects of a library ask for: `minos` of a build version, `version` of the
/// older command.
fn newest_minimum(load_commands: &str) -> Option<(u32, u32)> {
    let mut command = "";
    let mut newest = None;
    for line in load_commands.lines() {
        let mut words = line.split_whitespace();
        match (words.next(), words.next()) {
            (Some("cmd"), Some(name)) => command = name,
            (Some("minos"), Some(version)) => newest = newest.max(version_of(version)),
            (Some("version"), Some(version)) if command.starts_with("LC_VERSION_MIN_") => {
                newest = newest.max(version_of(version));
            }
            _ => {}
        }
    }
    newest
}

fn version_of(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next().flatten().unwrap_or(0)))
}

fn checksum(house: &House, zip: &Path) -> Result<String, Stop> {
    let mut sum = house.command("swift");
    sum.args(["package", "compute-checksum"]).arg(zip);
    let told = process::captured(house, "ios-checksum", &mut sum, |_| false)?;
    told.split_whitespace()
        .find(|word| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .map(str::to_owned)
        .ok_or_else(|| Stop::with_tail("swift package compute-checksum gave no checksum", told))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_minimum_of_all_objects_counts() {
        let told = "Load command 1\n      cmd LC_BUILD_VERSION\n  platform 2\n     minos 12.0\n       sdk 18.0\n\
            Load command 1\n      cmd LC_BUILD_VERSION\n     minos 15.4\n\
            Load command 3\n      cmd LC_VERSION_MIN_IPHONEOS\n  version 10.0\n\
            Load command 9\n      cmd LC_SOURCE_VERSION\n  version 99.0\n";
        assert_eq!(newest_minimum(told), Some((15, 4)));
        assert_eq!(newest_minimum("Load command 0\n"), None);
    }

    #[test]
    fn the_oldest_ios_is_told_to_every_compiler() {
        let house = House::find().expect("a house");
        let command = cargo(&house, DEVICE);
        let told = command
            .get_envs()
            .find(|(name, _)| *name == "IPHONEOS_DEPLOYMENT_TARGET")
            .and_then(|(_, value)| value);
        assert_eq!(told, Some("15.0".as_ref()));
    }

    #[test]
    fn the_c_module_lies_in_a_folder_of_its_own_name() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("FrontdeskCoreFFI.h"), "h").expect("written");
        fs::write(dir.path().join("FrontdeskCoreFFI.modulemap"), "m").expect("written");
        let headers = headers(dir.path(), &dir.path().join("parts")).expect("laid out");
        assert!(headers.join("FrontdeskCoreFFI/module.modulemap").is_file());
        assert!(headers.join("FrontdeskCoreFFI/FrontdeskCoreFFI.h").is_file());
    }
}
