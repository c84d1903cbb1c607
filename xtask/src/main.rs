//! `cargo xtask`: the house's one task runner.
//!
//! What it guarantees: a person, `.ci/run` and the hosted workflow run the same commands, because each
//! of them is a room of this crate and nothing is written twice. Everything happens on the main thread;
//! the programs it starts are its children and end before it does.

mod checks;
mod commands;
mod house;
mod native;
mod process;
mod report;
mod setup;
mod steps;
mod stop;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::house::House;

/// The house's task runner: the same commands for a person, for CI and for a release.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run every test there is, set-up included; stops at the first step that fails
    Test(commands::test::TestArgs),
    /// Run what CI runs: every test, and a skipped step counts as a failed one
    Ci,
    /// Build everything and play the offline, crash and log-in story against a real server
    Demo(commands::demo::DemoArgs),
    /// Measure beside raw SQLite; a table on standard output, JSON in target/bench
    Bench(commands::bench::BenchArgs),
    /// Run one fault over and over, with a seed
    #[command(subcommand)]
    Soak(commands::soak::Soak),
    /// Build the program that conformance scenarios speak to, into target/drivers
    Drivers,
    /// Build the native library of Kotlin and Swift and write the sources that call it, into target/bindings
    Bindings,
    /// Lay out what an app's build takes, into target/package
    #[command(subcommand)]
    Package(commands::package::Package),
    /// Build the library as it ships, or look at one
    #[command(subcommand)]
    Native(commands::native::Native),
    /// Type-check core and facade for Android and iOS; slow, installs a compiler once
    CheckTargets(commands::check_targets::CheckTargetsArgs),
    /// Check dependencies against the RustSec advisory database (needs that database)
    Audit(commands::audit::AuditArgs),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = House::find().and_then(|house| match cli.task {
        Task::Test(args) => commands::test::run(&house, &args),
        Task::Ci => commands::test::run(&house.as_ci(), &commands::test::TestArgs::default()),
        Task::Demo(args) => commands::demo::run(&house, &args),
        Task::Bench(args) => commands::bench::run(&house, &args),
        Task::Soak(kind) => commands::soak::run(&house, &kind),
        Task::Drivers => commands::drivers::run(&house),
        Task::Bindings => commands::bindings::run(&house),
        Task::Package(package) => commands::package::run(&house, &package),
        Task::Native(task) => commands::native::run(&house, &task),
        Task::CheckTargets(args) => commands::check_targets::run(&house, &args),
        Task::Audit(args) => commands::audit::run(&house, &args),
    });
    match done {
        Ok(code) => code,
        Err(stop) => {
            report::stopped(&stop);
            ExitCode::FAILURE
        }
    }
}
