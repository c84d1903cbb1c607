//! `cargo xtask check-targets`: core and facade, type-checked for the platforms that phones have.
//!
//! Guarantees: each platform is checked and reported by itself; one that fails does not hide the others. A
//! type-check finds code that a platform does not have; it links nothing and runs nothing. Slow (minutes a
//! platform, more the first time), so it is no step of `cargo xtask test`.

use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use crate::house::House;
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
    process::captured(house, &format!("check-{target}"), &mut command, |_| false).map(drop)
}
