//! The Swift package: built, tested against the real server, checked in the older language mode; and its driver.
//!
//! Guarantees: nothing is written into the work tree but the generated sources, which git ignores; build products are
//! in the build folder; the server that the tests speak to is gone when the step ends.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use crate::commands::bindings::{self, Bindings};
use crate::commands::swift_ui;
use crate::house::House;
use crate::process;
use crate::setup;
use crate::setup::swift::Swift;
use crate::steps::Verdict;
use crate::stop::Stop;

/// Builds the package and runs its tests.
pub(crate) fn step(house: &House) -> Result<Verdict, Stop> {
    let swift = match setup::swift::ready(house) {
        Ok(swift) => swift,
        Err(stop) => return Ok(Verdict::Skipped(format!("Swift did not run: {stop}"))),
    };
    // The library, the generated sources and the server that the tests speak to.
    bindings::ready(house)?;
    place(house)?;
    let mut build = package(&swift, house, "build");
    build.arg("--build-tests");
    let told = process::captured(house, "swift-build", &mut build, warns)?;
    if let Some(line) = told.lines().find(|line| warns(line)) {
        return Err(Stop::new(format!("the compiler warns: {line}")));
    }
    older_mode(&swift, house)?;
    swift_ui::checked(&swift, house)?;
    crate::commands::package::ios_readable(house, &swift)?;

    let server = Server::start(house)?;
    let mut test = package(&swift, house, "test");
    test.arg("--skip-build");
    test.env("FRONTDESK_TEST_SERVER", &server.line);
    let told = process::captured(house, "swift-test", &mut test, |line| line.contains("error:"))?;
    let ran = told
        .lines()
        .rev()
        .find_map(|line| line.trim().strip_prefix("Executed "))
        .ok_or_else(|| Stop::new("swift test ran no test"))?;
    if ran.starts_with("0 ") || ran.contains("skipped") {
        return Err(Stop::new(format!("not every test ran: {ran}")));
    }
    drop(server);
    scenarios(&swift, house)?;
    Ok(Verdict::Passed(format!("{ran}; all scenarios")))
}

/// The tests once more, built with the thread sanitizer. The core is built without it: what is watched is the package's
/// own memory. The shared vectors are left out, which have one thread and are slow there.
pub(crate) fn under_thread_sanitizer(house: &House) -> Result<ExitCode, Stop> {
    let swift = setup::swift::ready(house)?;
    bindings::ready(house)?;
    place(house)?;
    let apart = house.target.join("swift/threads");
    let watched = |command: &str| {
        let mut package = package(&swift, house, command);
        // The last one counts.
        package
            .arg("--scratch-path")
            .arg(&apart)
            .args(["--sanitize", "thread"]);
        package
    };
    process::must_pass_through(watched("build").arg("--build-tests"))?;
    let server = Server::start(house)?;
    let mut test = watched("test");
    test.args(["--skip-build", "--skip", "Vector"]);
    process::must_pass_through(test.env("FRONTDESK_TEST_SERVER", &server.line))?;
    Ok(ExitCode::SUCCESS)
}

/// The rows F4 and F6 of the fault matrix with as many calls and lives as are asked for.
pub(crate) fn soak(house: &House, calls: u32, lives: u32) -> Result<(), Stop> {
    let swift = setup::swift::ready(house)?;
    bindings::ready(house)?;
    place(house)?;
    process::captured(
        house,
        "swift-build",
        package(&swift, house, "build").arg("--build-tests"),
        warns,
    )?;
    let server = Server::start(house)?;
    let mut test = package(&swift, house, "test");
    test.args(["--skip-build", "--filter", "testF4|testF6"]);
    test.env("FRONTDESK_TEST_SERVER", &server.line)
        .env("FRONTDESK_CALLS", calls.to_string())
        .env("FRONTDESK_LIVES", lives.to_string());
    process::captured(house, "swift-soak", &mut test, |line| {
        line.contains("passed (") || line.contains("error:")
    })
    .map(drop)
}

/// Every story of `contract/scenarios`, told by the Swift driver.
fn scenarios(swift: &Swift, house: &House) -> Result<(), Stop> {
    let driver = script(swift, house, &house.target.join("drivers"))?;
    // With the features of everything, so that nothing is built a second time.
    let mut tests = house.cargo(["test", "--workspace", "--test", "scenarios"]);
    tests.env("FRONTDESK_DRIVER", driver);
    let told = process::captured(house, "swift-scenarios", &mut tests, |_| false)?;
    if told.contains("test result: ok. 1 passed") {
        Ok(())
    } else {
        Err(Stop::new("the scenarios did not run"))
    }
}

/// Builds the driver and leaves it as one program, `frontdesk-swift` in `folder`: a script, because the program may need
/// the toolchain's own C library.
pub(crate) fn driver(house: &House, folder: &Path) -> Result<PathBuf, Stop> {
    let swift = setup::swift::ready(house)?;
    bindings::ready(house)?;
    place(house)?;
    let mut build = package(&swift, house, "build");
    build.args(["--product", "frontdesk-swift"]);
    process::captured(house, "swift-driver", &mut build, warns)?;
    script(&swift, house, folder)
}

/// The program that starts the driver, which is built already.
fn script(swift: &Swift, house: &House, folder: &Path) -> Result<PathBuf, Stop> {
    let built = house.target.join("swift/build/debug/frontdesk-swift");
    let script = folder.join("frontdesk-swift");
    fs::create_dir_all(folder)?;
    fs::write(&script, format!("#!/bin/sh\n{}\n", swift.outside(&built)))?;
    process::captured(
        house,
        "swift-driver-mode",
        house.command("chmod").arg("+x").arg(&script),
        |_| false,
    )?;
    Ok(script)
}

/// Where the package's sources are.
pub(crate) fn sources(house: &House) -> PathBuf {
    house.root.join("bindings/swift")
}

/// SwiftPM with one of its commands, on the package.
pub(crate) fn package(swift: &Swift, house: &House, command: &str) -> Command {
    let mut package = swift.command(house, "swift");
    package.args([command, "--disable-sandbox", "--package-path"]);
    package.arg(sources(house)).arg("--scratch-path");
    package.arg(house.target.join("swift/build"));
    package.env("FRONTDESK_LIBRARY_DIR", Bindings::of(house).lib);
    package
}

/// Copies what `cargo xtask bindings` generated to where the package looks for it; untouched when it is the same, so
/// that nothing is built twice.
pub(crate) fn place(house: &House) -> Result<(), Stop> {
    let generated = Bindings::of(house).swift;
    let sources = sources(house).join("Sources");
    for (file, target, name) in [
        ("FrontdeskCore.swift", "FrontdeskCore", "FrontdeskCore.swift"),
        ("FrontdeskCoreFFI.h", "FrontdeskCoreFFI", "FrontdeskCoreFFI.h"),
        (
            "FrontdeskCoreFFI.modulemap",
            "FrontdeskCoreFFI",
            "module.modulemap",
        ),
    ] {
        let (from, to) = (generated.join(file), sources.join(target).join(name));
        let fresh = fs::read(&from).map_err(|error| Stop::new(format!("{}: {error}", from.display())))?;
        keep(&to, &fresh)?;
    }
    let core = fs::read_to_string(generated.join("FrontdeskCore.swift"))?;
    let matches = library_matches(&core)
        .ok_or_else(|| Stop::new("the generated Swift does not check its library where it used to"))?;
    keep(
        &sources.join("FrontdeskCore/LibraryMatches.swift"),
        matches.as_bytes(),
    )
}

fn keep(place: &Path, fresh: &[u8]) -> Result<(), Stop> {
    if fs::read(place).ok().as_deref() != Some(fresh) {
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(place, fresh)?;
    }
    Ok(())
}

/// The generated code stops the program when the library is not the one it was generated from. This is the same
/// question as a function with an answer, to be asked before.
fn library_matches(core: &str) -> Option<String> {
    let begin = "private let initializationResult: InitializationResult = {\n";
    let (_, rest) = core.split_once(begin)?;
    let (questions, _) = rest.split_once("\n    uniffiCallbackInit")?;
    let version = "let bindings_contract_version = ";
    if !questions.contains(version) || !questions.contains("uniffi_frontdesk_ffi_checksum_") {
        return None;
    }
    let questions = questions
        .replace(version, "let bindings_contract_version = off + ")
        .replace(
            "return InitializationResult.contractVersionMismatch",
            "return false",
        )
        .replace("return InitializationResult.apiChecksumMismatch", "return false");
    Some(format!(
        "// Written by `cargo xtask bindings` from FrontdeskCore.swift.\n\nimport FrontdeskCoreFFI\n\n\
         /// Whether the library is the one that these sources were generated from. Any thread; `off` is for tests.\n\
         public func libraryMatches(off: Int = 0) -> Bool {{\n{questions}\n    return true\n}}\n"
    ))
}

/// The hand-written code in language mode 5, for apps that are not in mode 6 yet.
fn older_mode(swift: &Swift, house: &House) -> Result<(), Stop> {
    let sources = sources(house).join("Sources");
    let mut check = swift.command(house, "swiftc");
    check.args([
        "-typecheck",
        "-swift-version",
        "5",
        "-warnings-as-errors",
        "-module-name",
    ]);
    check
        .arg("Frontdesk")
        .arg("-I")
        .arg(house.target.join("swift/build/debug/Modules"));
    check.arg("-I").arg(sources.join("FrontdeskCoreFFI"));
    check.args(swift_files(&sources.join("Frontdesk"))?);
    process::captured(house, "swift-mode-5", &mut check, |_| false).map(drop)
}

/// Every Swift file below a folder.
pub(crate) fn swift_files(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "swift") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// A warning about a file that is ours; what is generated is the generator's.
fn warns(line: &str) -> bool {
    line.contains(": warning: ") && !line.contains("/FrontdeskCore/")
}

/// The mock server, for as long as this lives: it ends with its input.
pub(crate) struct Server {
    child: Child,
    /// Its one line: address, keys, control.
    line: String,
}

impl Server {
    pub(crate) fn start(house: &House) -> Result<Self, Stop> {
        let mut command = house.command(house.dev_program("mock-server"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let output = child
            .stdout
            .take()
            .ok_or_else(|| Stop::new("the server has no output"))?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let line = line.trim().to_owned();
        if line.is_empty() {
            return Err(Stop::new("the server ended before it said where it is"));
        }
        Ok(Self { child, line })
    }

    /// What it said about itself, as tests read it.
    pub(crate) fn line(&self) -> &str {
        &self.line
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _already_gone = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_whether_the_library_matches_becomes_a_function() {
        let core = "x\nprivate let initializationResult: InitializationResult = {\n    \
            let bindings_contract_version = 30\n    if a {\n        \
            return InitializationResult.contractVersionMismatch\n    }\n    \
            if (uniffi_frontdesk_ffi_checksum_a() != 1) {\n        \
            return InitializationResult.apiChecksumMismatch\n    }\n\n    uniffiCallbackInitX()\n}()\n";
        let matches = library_matches(core).expect("a function");
        assert!(
            matches.contains("let bindings_contract_version = off + 30"),
            "{matches}"
        );
        assert!(
            !matches.contains("InitializationResult") && !matches.contains("Init"),
            "{matches}"
        );
        assert!(library_matches("something else").is_none());
    }

    #[test]
    fn warnings_of_generated_code_are_not_ours() {
        assert!(warns("/w/Sources/Frontdesk/A.swift:1:1: warning: unused"));
        assert!(!warns(
            "/w/Sources/FrontdeskCore/FrontdeskCore.swift:1:1: warning: unused"
        ));
        assert!(!warns("[1/2] Compiling"));
    }
}
