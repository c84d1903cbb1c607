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

/// The database's home, as cargo-deny asks git for it.
const DATABASE: &str = "https://github.com/RustSec/advisory-db";

/// Where the database comes from.
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    /// A local clone of the advisory database, for machines that do not reach its home
    #[arg(long, value_name = "FOLDER")]
    database: Option<PathBuf>,
}

/// Runs the advisories part of cargo-deny.
pub(crate) fn run(house: &House, args: &AuditArgs) -> Result<ExitCode, Stop> {
    let mut command = house.command(setup::cargo_deny::ready(house)?);
    command.args([
        "--workspace",
        "--all-features",
        "check",
        "--hide-inclusion-graph",
        "advisories",
    ]);
    if let Some(folder) = &args.database {
        // git itself takes the local clone for the database's address, for this command only.
        let folder = std::fs::canonicalize(folder)?;
        command.env("GIT_CONFIG_COUNT", "1");
        command.env(
            "GIT_CONFIG_KEY_0",
            format!("url.file://{}.insteadOf", folder.display()),
        );
        command.env("GIT_CONFIG_VALUE_0", DATABASE);
    }
    process::must_pass_through(&mut command)?;
    Ok(ExitCode::SUCCESS)
}
