//! `cargo xtask soak`: the crash test, as long as one likes; the Swift tests under the thread sanitizer; the boundary of
//! Kotlin and Swift with the full numbers of the fault matrix; the Cordova plugin's scenarios on two Androids.
//!
//! Builds the program `crash-soak` of `frontdesk-tests` in the dev profile (its fail points need debug
//! assertions) and hands over the terminal. The tests run it with a fixed number of kills and a fresh
//! seed, which is printed, so a failure can be repeated.

use std::process::{Command, ExitCode};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use clap::{Args, Subcommand};

use crate::commands::{bindings, cordova, kotlin, swift};
use crate::house::House;
use crate::process;
use crate::report;
use crate::steps::Verdict;
use crate::stop::Stop;

/// Kills in one run of the tests.
const KILLS_PER_TEST: u64 = 300;

/// What to repeat.
#[derive(Debug, Subcommand)]
pub(crate) enum Soak {
    /// Kill the client with SIGKILL at random moments and compare what it promised with what arrived
    Kills(KillArgs),
    /// Run the Swift package's tests under the compiler's thread sanitizer
    SwiftThreads,
    /// Run the rows F4 and F6 of the fault matrix with their full numbers, through Kotlin and Swift
    Boundary(BoundaryArgs),
    /// Run all scenarios through the Cordova plugin under Robolectric, on the oldest and the newest Android
    CordovaAndroid,
}

/// A language, and its run.
type Boundary = (&'static str, fn(&House, u32, u32) -> Result<(), Stop>);

const BOUNDARIES: [Boundary; 2] = [("kotlin", kotlin::soak), ("swift", swift::soak)];

/// How many.
#[derive(Debug, Args)]
pub(crate) struct BoundaryArgs {
    /// `kotlin` or `swift`; both when none is named
    #[arg(value_parser = ["kotlin", "swift"])]
    languages: Vec<String>,
    /// Calls of each of the 64 threads
    #[arg(long, default_value_t = 10_000)]
    calls: u32,
    /// Clients that come and go
    #[arg(long, default_value_t = 100_000)]
    lives: u32,
}

/// How often, and from which seed.
#[derive(Debug, Args)]
pub(crate) struct KillArgs {
    /// How many kills
    #[arg(long, default_value_t = 2_000)]
    n: u64,
    /// Seed of every random choice; taken from the clock when not given, and printed
    #[arg(long)]
    seed: Option<u64>,
    /// Also write the figures as JSON to this file
    #[arg(long, value_name = "PATH")]
    json: Option<std::path::PathBuf>,
}

/// Builds and runs; the exit code tells whether anything was lost or doubled.
pub(crate) fn run(house: &House, kind: &Soak) -> Result<ExitCode, Stop> {
    let args = match kind {
        Soak::Kills(args) => args,
        Soak::SwiftThreads => return swift::under_thread_sanitizer(house),
        Soak::Boundary(args) => return boundary(house, args),
        Soak::CordovaAndroid => {
            cordova::android_soak(house)?;
            return Ok(ExitCode::SUCCESS);
        }
    };
    report::doing("building the crash test");
    process::must_pass_through(&mut build(house))?;
    let mut command = kills(house, args.n, args.seed.unwrap_or_else(fresh_seed));
    if let Some(path) = &args.json {
        command.arg("--json").arg(path);
    }
    process::must_pass_through(&mut command)?;
    Ok(ExitCode::SUCCESS)
}

fn boundary(house: &House, args: &BoundaryArgs) -> Result<ExitCode, Stop> {
    let wanted =
        |language: &str| args.languages.is_empty() || args.languages.iter().any(|name| name == language);
    for (language, soak) in BOUNDARIES.into_iter().filter(|(language, _)| wanted(language)) {
        let begun = Instant::now();
        report::doing(&format!(
            "{language}: 64 threads of {} calls, {} clients that come and go",
            args.calls, args.lives
        ));
        soak(house, args.calls, args.lives)?;
        report::doing(&format!("{language}: done in {} s", begun.elapsed().as_secs()));
    }
    Ok(ExitCode::SUCCESS)
}

/// The crash test as a step of the tests.
pub(crate) fn step(house: &House) -> Result<Verdict, Stop> {
    bindings::programs(house)?;
    let seed = fresh_seed();
    let mut command = kills(house, KILLS_PER_TEST, seed);
    process::captured(house, "kills", &mut command, |line| line.starts_with("lost ")).map_err(|stop| {
        stop.of(format!(
            "cargo xtask soak kills --n {KILLS_PER_TEST} --seed {seed}"
        ))
    })?;
    Ok(Verdict::Passed(format!("{KILLS_PER_TEST} kills, seed {seed}")))
}

fn build(house: &House) -> Command {
    house.cargo(["build", "--package", "frontdesk-tests", "--bins"])
}

fn kills(house: &House, n: u64, seed: u64) -> Command {
    let mut command = house.command(house.dev_program("crash-soak"));
    command.args(["--n", &n.to_string(), "--seed", &seed.to_string()]);
    command
}

fn fresh_seed() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(1, |since| since.as_secs())
}
