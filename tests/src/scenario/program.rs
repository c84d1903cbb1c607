//! Which driver program speaks.
//!
//! Guarantees: this workspace's own driver is built from the present sources before it is used. Called on test
//! threads.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The driver: `FRONTDESK_DRIVER`, or the `frontdesk` program of this workspace, built if need be.
pub fn driver_program() -> PathBuf {
    if let Some(program) = std::env::var_os("FRONTDESK_DRIVER") {
        return PathBuf::from(program);
    }
    // …/target/<profile>/deps/scenarios-<hash>
    let test = std::env::current_exe().expect("a test knows where it is");
    let profile = test
        .parent()
        .and_then(Path::parent)
        .expect("tests lie in target/<profile>/deps")
        .to_owned();
    let target = profile.parent().expect("a profile lies in target");
    let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Both packages together resolve to the features of a build of everything, so that the core is not built
    // a second time.
    let packages = ["--package", "frontdesk-cli", "--package", "frontdesk-tests"];
    build
        .args(["build", "--quiet", "--bin", "frontdesk"])
        .args(packages)
        .arg("--target-dir")
        .arg(target);
    if profile.ends_with("release") {
        build.arg("--release");
    }
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let status = build
        .args(["--manifest-path", manifest])
        .status()
        .expect("cargo runs");
    assert!(status.success(), "the driver does not build");
    profile.join(format!("frontdesk{}", std::env::consts::EXE_SUFFIX))
}
