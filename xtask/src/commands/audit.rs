//! `cargo xtask audit`: dependencies against the RustSec advisory database.
//!
//! Kept apart from the tests because the database lives in a git repository that no package registry
//! carries: a machine that reaches only registries can run every test but not this. The hosted workflow
//! runs it daily and on every change of the lock file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::house::House;
use crate::process;
use crate::setup;
use crate::stop::Stop;

/// Where the database comes from.
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    /// Use the databases already in cargo's home, without fetching
    #[arg(long)]
    offline: bool,
    /// A configuration to use instead of deny.toml (for instance one that names a local database)
    #[arg(long, value_name = "PATH")]
    config: Option<PathBuf>,
}

/// Runs the advisories part of cargo-deny.
pub(crate) fn run(house: &House, args: &AuditArgs) -> Result<ExitCode, Stop> {
    let mut command = house.command(setup::cargo_deny::ready(house)?);
    command.args(["--workspace", "--all-features"]);
    if args.offline {
        command.arg("--offline");
    }
    command.arg("check");
    if let Some(config) = &args.config {
        command.arg("--config").arg(config);
    }
    command.arg("advisories");
    process::must_pass_through(&mut command)?;
    Ok(ExitCode::SUCCESS)
}
