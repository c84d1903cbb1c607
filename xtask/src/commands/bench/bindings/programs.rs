//! The three programs that measure themselves: `frontdesk`, `frontdesk-kotlin`, `frontdesk-swift`.
//!
//! Guarantees: each is built with its language's optimiser on, as an app's release is, and each uses the core as it
//! ships: Rust's has it compiled in with the same profile and options, the others load the library itself. Nothing is
//! left in `target/drivers` that scenarios would not find there anyway.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::commands::{bindings, kotlin, swift};
use crate::house::House;
use crate::native::Build;
use crate::process;
use crate::report;
use crate::setup;
use crate::stop::Stop;

/// Counts what a program allocates outside of the core.
const COUNTER: &str = include_str!("allocations.c");

/// A program with the command `measure`.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) language: &'static str,
    /// The first word is the program.
    words: Vec<String>,
    /// What `measure cold` wants besides a folder.
    pub(super) cold_options: &'static [&'static str],
    /// It asks the counter that is preloaded; the others count for themselves, or not at all.
    pub(super) counts_by_preload: bool,
}

impl Program {
    /// Ready for the arguments.
    pub(super) fn command(&self, house: &House) -> Command {
        let mut words = self.words.iter();
        let mut command = house.command(words.next().map_or("", String::as_str));
        command.args(words);
        command
    }
}

/// Builds what can be built here; Rust's comes first.
pub(super) fn built(house: &House) -> Result<Vec<Program>, Stop> {
    report::doing("building the library as it ships");
    let library = Build::HOST.run(house, &mut Build::HOST.command(house))?;
    let library = library.parent().unwrap_or(Path::new("."));
    report::doing("building the program in Rust in the same way");
    let frontdesk = Build::HOST.beside(house, "frontdesk-cli", "frontdesk")?;
    let mut programs = vec![Program {
        language: "Rust",
        words: vec![frontdesk.display().to_string()],
        cold_options: &["--first-event"],
        counts_by_preload: false,
    }];
    type Make = fn(&House, &Path) -> Result<Program, Stop>;
    for (language, make) in [("Kotlin", in_kotlin as Make), ("Swift", in_swift)] {
        report::doing(&format!("building the program in {language}"));
        match make(house, library) {
            Ok(program) => programs.push(program),
            Err(stop) if house.ci => return Err(stop),
            Err(stop) => report::doing(&format!("no figures of {language}: {stop}")),
        }
    }
    Ok(programs)
}

/// A virtual machine with its usual settings, other than the driver's script, which wants to start fast.
fn in_kotlin(house: &House, library: &Path) -> Result<Program, Stop> {
    let drivers = house.target.join("drivers");
    fs::create_dir_all(&drivers)?;
    kotlin::driver(house, &drivers)?;
    Ok(Program {
        language: "Kotlin",
        words: vec![
            "java".into(),
            format!("-Djna.library.path={}", library.display()),
            "-cp".into(),
            drivers.join("kotlin").join("*").display().to_string(),
            "dev.frontdesk.driver.MainKt".into(),
        ],
        cold_options: &[],
        counts_by_preload: false,
    })
}

fn in_swift(house: &House, library: &Path) -> Result<Program, Stop> {
    let toolchain = setup::swift::ready(house)?;
    bindings::ready(house)?;
    swift::place(house)?;
    // Apart from the tests' build, which links another library.
    let apart = house.target.join("swift/bench");
    let mut build = swift::package(&toolchain, house, "build");
    build
        .args(["--configuration", "release", "--product", "frontdesk-swift"])
        .arg("--scratch-path")
        .arg(&apart)
        .env("FRONTDESK_LIBRARY_DIR", library);
    process::captured(house, "bench-swift-build", &mut build, |_| false)?;
    let script = house.target.join("bench/frontdesk-swift");
    fs::create_dir_all(house.target.join("bench"))?;
    let line = toolchain.outside(&apart.join("release/frontdesk-swift"));
    fs::write(&script, format!("#!/bin/sh\n{line}\n"))?;
    Ok(Program {
        language: "Swift",
        words: vec!["sh".into(), script.display().to_string()],
        cold_options: &[],
        counts_by_preload: cfg!(target_os = "linux"),
    })
}

/// The library that counts; compiled each time, which takes no time.
pub(super) fn allocation_counter(house: &House) -> Result<PathBuf, Stop> {
    let folder = house.target.join("bench");
    let (source, library) = (folder.join("allocations.c"), folder.join("allocations.so"));
    fs::write(&source, COUNTER)?;
    let mut compile = house.command("cc");
    compile
        .args(["-O2", "-shared", "-fPIC", "-o"])
        .arg(&library)
        .arg(&source);
    process::captured(house, "bench-allocations", &mut compile, |_| false)?;
    Ok(library)
}
