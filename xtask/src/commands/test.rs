//! `cargo xtask test`: every test there is, from a clean clone, with its set-up.
//!
//! What it guarantees: the list below is the whole list, for a person and for CI alike. What is planned
//! and has nothing to run yet stands in `NOT_YET` with its reason and is printed by every run, so a
//! missing part can never look like a passing one.

use std::process::ExitCode;

use clap::Args;

use crate::checks;
use crate::commands::{clients, cordova, demo, features, kotlin, messenger, package, soak, swift};
use crate::house::House;
use crate::native::{file, needs};
use crate::process;
use crate::report;
use crate::setup;
use crate::steps::{self, Step, Verdict};
use crate::stop::Stop;

/// Every step, cheap ones first.
const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        what: "sources are formatted",
        run: fmt,
    },
    Step {
        name: "files",
        what: "modules open with //! and stay under 400 lines",
        run: checks::files::run,
    },
    Step {
        name: "links",
        what: "relative links in the documents lead somewhere",
        run: checks::links::run,
    },
    Step {
        name: "delivery",
        what: "every promise in DELIVERY.md names a real test",
        run: checks::delivery::run,
    },
    Step {
        name: "platforms",
        what: "every place says the same oldest Android and iOS",
        run: needs::step,
    },
    Step {
        name: "clippy",
        what: "lints, all targets, warnings are errors",
        run: clippy,
    },
    Step {
        name: "deny",
        what: "licences, bans and sources of all dependencies",
        run: deny,
    },
    Step {
        name: "rust",
        what: "cargo test --workspace, doc tests included",
        run: rust,
    },
    Step {
        name: "features",
        what: "every part that may be left out compiles alone; the core works without all",
        run: features::step,
    },
    Step {
        name: "library",
        what: "the native library fits large pages and gives out our names alone",
        run: file::step,
    },
    Step {
        name: "kills",
        what: "300 kills of the client: nothing lost, nothing doubled",
        run: soak::step,
    },
    Step {
        name: "demo",
        what: "the demo's table is as it must be",
        run: demo::step,
    },
    Step {
        name: "clients",
        what: "the official Node and Python clients drive the operator API",
        run: clients::step,
    },
    Step {
        name: "kotlin",
        what: "the Kotlin packages, their tests, and all scenarios through their driver",
        run: kotlin::step,
    },
    Step {
        name: "swift",
        what: "the Swift package, its tests, and all scenarios through its driver",
        run: swift::step,
    },
    Step {
        name: "messenger",
        what: "the messenger's pages: types, logic, build, and the built page in Chromium",
        run: messenger::step,
    },
    Step {
        name: "web",
        what: "the web API in Chromium on the real server",
        run: messenger::web_step,
    },
    Step {
        name: "twin",
        what: "all scenarios through the browser twin's driver, in Chromium",
        run: messenger::twin_step,
    },
    Step {
        name: "package",
        what: "the Android package: layout, metadata, the example against it",
        run: package::android_step,
    },
    Step {
        name: "cordova",
        what: "the Cordova plugin: logic, npm package, real cordova projects, Chromium, Swift types",
        run: cordova::step,
    },
    Step {
        name: "cordova-scenarios",
        what: "all scenarios through the Cordova plugin on its browser platform, in Chromium",
        run: cordova::browser_step,
    },
    Step {
        name: "cordova-android",
        what: "all scenarios through the Cordova plugin on Android, under Robolectric",
        run: cordova::android_step,
    },
    Step {
        name: "lock",
        what: "Cargo.lock is the one that git has",
        run: checks::lock::run,
    },
];

/// Steps of the plan whose crate or file does not exist yet, and why they do not run.
const NOT_YET: &[(Step, &str)] = &[];

/// Which steps to run.
#[derive(Debug, Default, Args)]
pub(crate) struct TestArgs {
    /// Only these steps, by name; all when none is named
    steps: Vec<String>,
    /// Print the steps and leave
    #[arg(long)]
    list: bool,
}

/// Runs the steps and prints the closing line.
pub(crate) fn run(house: &House, args: &TestArgs) -> Result<ExitCode, Stop> {
    if args.list {
        for step in STEPS {
            anstream::println!("{:<11} {}", step.name, step.what);
        }
        return Ok(ExitCode::SUCCESS);
    }
    // A step of the plan may be tried by name before it is registered.
    let chosen = chosen(&args.steps)?;
    let tally = steps::walk(house, &chosen);
    if args.steps.is_empty() {
        for (step, why) in NOT_YET {
            report::not_registered(step.name, why);
        }
    }
    report::closing(tally.passed, tally.failed, tally.skipped);
    Ok(if tally.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn chosen(names: &[String]) -> Result<Vec<Step>, Stop> {
    if names.is_empty() {
        return Ok(STEPS.to_vec());
    }
    // A step of the plan may be tried by name before it is registered.
    let known: Vec<Step> = STEPS
        .iter()
        .chain(NOT_YET.iter().map(|(step, _)| step))
        .copied()
        .collect();
    if let Some(name) = names
        .iter()
        .find(|name| !known.iter().any(|step| step.name == name.as_str()))
    {
        let words: Vec<_> = known.iter().map(|step| step.name).collect();
        return Err(Stop::new(format!(
            "no step is named {name}; there are {}",
            words.join(", ")
        )));
    }
    Ok(known
        .into_iter()
        .filter(|step| names.iter().any(|name| name == step.name))
        .collect())
}

fn fmt(house: &House) -> Result<Verdict, Stop> {
    process::captured(
        house,
        "fmt",
        &mut house.cargo(["fmt", "--all", "--check"]),
        |_| false,
    )?;
    Ok(Verdict::Passed(String::new()))
}

fn clippy(house: &House) -> Result<Verdict, Stop> {
    let mut command = house.cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    process::captured(house, "clippy", &mut command, |_| false)?;
    Ok(Verdict::Passed(String::new()))
}

fn deny(house: &House) -> Result<Verdict, Stop> {
    let cargo_deny = match setup::cargo_deny::ready(house) {
        Ok(program) => program,
        Err(stop) => {
            return Ok(Verdict::Skipped(format!(
                "cargo-deny cannot be installed: {stop}"
            )));
        }
    };
    let mut command = house.command(cargo_deny);
    // Errors alone: the long list of duplicate versions is for `cargo deny check bans`.
    command.args([
        "--log-level",
        "error",
        "--workspace",
        "--all-features",
        "check",
        "licenses",
        "bans",
        "sources",
    ]);
    process::captured(house, "deny", &mut command, |_| false)?;
    Ok(Verdict::Passed("advisories: cargo xtask audit".into()))
}

fn rust(house: &House) -> Result<Verdict, Stop> {
    let text = process::captured(
        house,
        "rust",
        &mut house.cargo(["test", "--workspace"]),
        worth_seeing,
    )?;
    let (passed, ignored) = counted(&text);
    if passed == 0 {
        return Err(Stop::new("cargo test ran no test"));
    }
    Ok(Verdict::Passed(format!("{passed} tests, {ignored} ignored")))
}

/// The lines of `cargo test` that say what ran and how it ended; failures come with the tail.
fn worth_seeing(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("test result: ") || line.starts_with("Running ") || line.starts_with("Doc-tests ")
}

/// Sums the passed and ignored counts over all `test result` lines.
fn counted(text: &str) -> (usize, usize) {
    let mut sums = (0, 0);
    for line in text.lines().filter(|line| line.starts_with("test result: ")) {
        for part in line.split(['.', ';']) {
            let mut words = part.split_whitespace();
            if let (Some(number), Some(kind)) = (
                words.next().and_then(|word| word.parse::<usize>().ok()),
                words.next(),
            ) {
                match kind {
                    "passed" => sums.0 += number,
                    "ignored" => sums.1 += number,
                    _ => {}
                }
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_lines_of_several_test_programs_are_summed() {
        let text = "running 3 tests\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: ok. 40 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s\n";
        assert_eq!(counted(text), (42, 1));
    }

    #[test]
    fn a_step_that_does_not_exist_is_refused_by_name() {
        let stop = chosen(&["klippy".into()]).err().expect("a refusal");
        assert!(
            stop.to_string().contains("klippy") && stop.to_string().contains("clippy,"),
            "{stop}"
        );
    }

    #[test]
    fn a_step_is_either_registered_or_not_yet_never_both() {
        for (missing, _) in NOT_YET {
            assert!(
                !STEPS.iter().any(|step| step.name == missing.name),
                "{} is in both lists",
                missing.name
            );
        }
    }
}
