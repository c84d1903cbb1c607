//! `cargo xtask check-targets`: core and facade, type-checked for the platforms that phones have.
//!
//! Guarantees: each platform is checked and reported by itself; one that fails does not hide the others. A
//! type-check finds code that a platform does not have; it links nothing and runs nothing. What the linker of Android
//! would be told is looked at all the same: pages of 16 KiB. Slow (minutes a platform, more the first time), so it is no
//! step of `cargo xtask test`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Instant, SystemTime};

use clap::Args;

use crate::house::House;
use crate::native::file;
use crate::process;
use crate::report;
use crate::setup::cross;
use crate::stop::Stop;

/// Devices, and the simulators and emulators beside them.
const TARGETS: [&str; 5] = [
    "aarch64-linux-android",
    "armv7-linux-androideabi",
    "x86_64-linux-android",
    "aarch64-apple-ios",
    "aarch64-apple-ios-sim",
];

/// Which platforms.
#[derive(Debug, Args)]
pub(crate) struct CheckTargetsArgs {
    /// Only these; all when none is named
    targets: Vec<String>,
}

/// Checks them, one after the other.
pub(crate) fn run(house: &House, args: &CheckTargetsArgs) -> Result<ExitCode, Stop> {
    if let Some(unknown) = args.targets.iter().find(|name| !TARGETS.contains(&name.as_str())) {
        return Err(Stop::new(format!("{unknown} is none of {}", TARGETS.join(", "))));
    }
    let wanted = |target: &&str| args.targets.is_empty() || args.targets.iter().any(|name| name == target);
    let (mut passed, mut failed) = (0, 0);
    let chosen: Vec<_> = TARGETS.into_iter().filter(wanted).collect();
    for (index, target) in chosen.iter().enumerate() {
        report::step_begins(index + 1, chosen.len(), target, "");
        let begun = Instant::now();
        match check(house, target) {
            Ok(()) => {
                passed += 1;
                report::step_passed(begun.elapsed(), "");
            }
            Err(stop) => {
                failed += 1;
                report::step_failed(target, begun.elapsed(), &stop);
            }
        }
    }
    report::closing(passed, failed, 0);
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn check(house: &House, target: &str) -> Result<(), Stop> {
    let mut command = cross::ready(house, target)?.check(house, target);
    command.args(["--package", "frontdesk-ffi"]);
    process::captured(house, &format!("check-{target}"), &mut command, |_| false)?;
    if target.contains("android") {
        fits_large_pages(&cross::folder(house).join(target).join("debug/build"))?;
    }
    Ok(())
}

/// What the facade's build script has just told cargo about linking, in the newest of its folders.
fn fits_large_pages(scripts: &Path) -> Result<(), Stop> {
    let mut newest: Option<(SystemTime, String)> = None;
    for entry in fs::read_dir(scripts)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with("frontdesk-ffi-") {
            continue;
        }
        let output = entry.path().join("output");
        if let (Ok(about), Ok(told)) = (fs::metadata(&output), fs::read_to_string(&output)) {
            let written = about.modified()?;
            if newest.as_ref().is_none_or(|(before, _)| *before < written) {
                newest = Some((written, told));
            }
        }
    }
    let flag = format!("rustc-cdylib-link-arg=-Wl,-zmax-page-size={}", file::PAGE);
    match newest {
        Some((_, told)) if told.lines().any(|line| line.ends_with(&flag)) => Ok(()),
        Some((_, told)) => Err(Stop::with_tail("the linker is not told of pages of 16 KiB", told)),
        None => Err(Stop::new("the facade's build script told nothing")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_without_large_pages_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let script = folder.path().join("frontdesk-ffi-1");
        fs::create_dir(&script).expect("a folder");
        let told = |line: &str| {
            fs::write(script.join("output"), line).expect("an output");
            fits_large_pages(folder.path())
        };
        told("cargo::rustc-cdylib-link-arg=-Wl,-zmax-page-size=16384\n").expect("large pages");
        assert!(told("cargo::rustc-cdylib-link-arg=-Wl,-zmax-page-size=4096\n").is_err());
        assert!(told("").is_err());
    }
}
