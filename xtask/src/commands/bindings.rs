//! `cargo xtask bindings`: the native library for tests on this machine, and the Kotlin and Swift sources that
//! call it.
//!
//! Guarantees: `target/bindings` holds what belongs together: `lib/` (the library with the hooks that the tests of
//! the boundary need), `kotlin/` and `swift/`, written from that very library; files that did not change keep their
//! time, so that the builds of the other languages have nothing to do. Nothing generated is committed. Called by
//! a person and by the steps `kotlin` and `swift`.

mod statuses;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::commands::swift;
use crate::house::House;
use crate::process;
use crate::report;
use crate::stop::Stop;

/// The name of the library, as every platform writes it without its beginning and end.
const LIBRARY: &str = "frontdesk_ffi";

/// The generated Kotlin, in its source folder.
const KOTLIN_SOURCE: &str = "dev/frontdesk/core/frontdesk_ffi.kt";

/// Builds the library with the programs that tests run or speak to (`frontdesk`, `frontdesk-server`, `mock-server`,
/// `crash-soak`, the demo) and the generator. Together, and with what `tests/Cargo.toml` asks for, they resolve to the
/// features of `cargo test --workspace`: each alone would have tokio and all that stands on it built once more.
const BUILD: [&str; 15] = [
    "build",
    "--package",
    "frontdesk-ffi",
    "--package",
    "frontdesk-tests",
    "--package",
    "frontdesk-server",
    "--package",
    "frontdesk-cli",
    "--package",
    "frontdesk-quickstart",
    "--package",
    "frontdesk-bindgen",
    "--features",
    "frontdesk-ffi/debug-hooks",
];

/// Where the sources and the library are.
#[derive(Debug, Clone)]
pub(crate) struct Bindings {
    /// The native library and its static twin.
    pub(crate) lib: PathBuf,
    /// Generated Kotlin, as a source folder.
    pub(crate) kotlin: PathBuf,
    /// Generated Swift, its C header and module map.
    pub(crate) swift: PathBuf,
}

impl Bindings {
    /// The places, whether anything is there or not.
    pub(crate) fn of(house: &House) -> Self {
        let folder = house.target.join("bindings");
        Self {
            lib: folder.join("lib"),
            kotlin: folder.join("kotlin"),
            swift: folder.join("swift"),
        }
    }
}

/// Builds and writes everything.
pub(crate) fn run(house: &House) -> Result<ExitCode, Stop> {
    let places = ready(house)?;
    swift::place(house)?;
    report::doing(&format!("bindings: {}", places.lib.display()));
    Ok(ExitCode::SUCCESS)
}

/// Builds the library and the programs that tests run or speak to.
///
/// # Errors
/// When cargo fails.
pub(crate) fn programs(house: &House) -> Result<(), Stop> {
    process::captured(house, "bindings-library", &mut house.cargo(BUILD), |_| false)?;
    Ok(())
}

/// Builds and writes everything, and says where it is.
///
/// # Errors
/// When cargo or the generator fails, or a file cannot be written.
pub(crate) fn ready(house: &House) -> Result<Bindings, Stop> {
    let places = Bindings::of(house);
    programs(house)?;
    fs::create_dir_all(&places.lib)?;
    let (begin, end) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let library = format!("{begin}{LIBRARY}{end}");
    let built = house.target.join("debug");
    keep(&built.join(&library), &places.lib.join(&library))?;
    let archive = format!("lib{LIBRARY}.a");
    if built.join(&archive).exists() {
        keep(&built.join(&archive), &places.lib.join(&archive))?;
    }
    for (language, place) in [("kotlin", &places.kotlin), ("swift", &places.swift)] {
        generate(house, &places.lib.join(&library), language, place)?;
    }
    Ok(places)
}

fn generate(house: &House, library: &Path, language: &str, place: &Path) -> Result<(), Stop> {
    let fresh = house.target.join("bindings").join("fresh").join(language);
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    let mut command = house.command(house.dev_program("frontdesk-bindgen"));
    let names = house.root.join("bindings").join("bindgen").join("uniffi.toml");
    command
        .args(["generate", "--language", language, "--no-format", "--config"])
        .arg(names)
        .arg("--out-dir")
        .arg(&fresh)
        .arg(library);
    process::captured(house, "bindings-sources", &mut command, |_| false)?;
    if language == "kotlin" {
        statuses::keep(&fresh.join(KOTLIN_SOURCE))?;
    }
    keep_all(&fresh, place)
}

/// Copies a folder over another; what is not in the first goes.
fn keep_all(from: &Path, to: &Path) -> Result<(), Stop> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        if !from.join(entry.file_name()).exists() {
            let place = entry.path();
            if place.is_dir() {
                fs::remove_dir_all(place)?;
            } else {
                fs::remove_file(place)?;
            }
        }
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, place) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            keep_all(&source, &place)?;
        } else {
            keep(&source, &place)?;
        }
    }
    Ok(())
}

/// Copies a file unless the same bytes are there already. The old name goes first: a program that runs keeps its
/// old file.
fn keep(from: &Path, to: &Path) -> Result<(), Stop> {
    let bytes = fs::read(from)?;
    if fs::read(to).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if to.exists() {
        fs::remove_file(to)?;
    }
    fs::write(to, bytes)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_did_not_change_is_not_written_again_and_one_that_went_is_removed() {
        let folder = std::env::temp_dir().join(format!("frontdesk-bindings-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("to"));
        fs::create_dir_all(from.join("deep")).expect("a folder");
        fs::write(from.join("deep/same"), "1").expect("a file");
        fs::write(from.join("gone"), "1").expect("a file");
        keep_all(&from, &to).expect("a copy");
        let time = |name: &str| {
            fs::metadata(to.join(name))
                .and_then(|file| file.modified())
                .expect("a time")
        };
        let before = time("deep/same");
        fs::remove_file(from.join("gone")).expect("a file less");
        fs::write(from.join("deep/new"), "2").expect("a file");
        keep_all(&from, &to).expect("a copy");
        assert_eq!(time("deep/same"), before);
        assert!(to.join("deep/new").exists() && !to.join("gone").exists());
        fs::remove_dir_all(&folder).expect("a clean end");
    }
}
