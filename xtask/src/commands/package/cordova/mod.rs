//! `cargo xtask package cordova`: the npm package of the Cordova plugin, `target/package/cordova-plugin-frontdesk-*.tgz`.
//!
//! Guarantees: JavaScript is built anew; the Android and iOS packages are inside when `cargo xtask package android` and
//! `ios` left them in `target/package`, otherwise the output says so in one sentence and the plugin's own hook says it
//! to whoever adds it; sizes are listed. Called by a person, by the release's workflow and by the step `cordova`.

mod parts;
mod unpacked;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::commands::messenger;
use crate::house::House;
use crate::process;
use crate::report;
use crate::setup::node;
use crate::stop::Stop;

use super::aar;
use parts::Parts;

pub(crate) use parts::android_library;

/// The plugin's id, which is the package's name.
pub(crate) const ID: &str = "cordova-plugin-frontdesk";

/// How to make the package.
#[derive(Debug, Default, Clone, Args)]
pub(crate) struct CordovaArgs {
    /// Fail when the Android or the iOS package is not there
    #[arg(long)]
    require_native: bool,
    /// Take the package apart again
    #[arg(long)]
    check: bool,
}

/// A package that was made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) tarball: PathBuf,
    pub(crate) parts: Parts,
}

/// Makes the package and says what is in it.
pub(crate) fn run(house: &House, args: &CordovaArgs) -> Result<ExitCode, Stop> {
    built(house)?;
    let made = made(house)?;
    if args.check {
        unpacked::checked(house, &made)?;
        report::doing("taken apart: every file that plugin.xml names is there, and nothing else");
    }
    report::doing(&format!("npm package: {}", made.tarball.display()));
    for (name, bytes) in sizes(&made)? {
        report::doing(&format!("{bytes:>11} bytes  {name}"));
    }
    let missing = made.parts.missing();
    for sentence in &missing {
        report::doing(&format!("LEFT OUT: {sentence}"));
    }
    if args.require_native && !missing.is_empty() {
        return Err(Stop::new("native packages are missing"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds the plugin's JavaScript, with Node's packages set up.
///
/// # Errors
/// When there is no Node, or it does not build.
pub(crate) fn built(house: &House) -> Result<(), Stop> {
    packages(house)?;
    script(house, "build").map(drop)
}

/// Node, and its packages for the plugin's build.
///
/// # Errors
/// When there is no Node, or npm cannot install them.
pub(crate) fn packages(house: &House) -> Result<(), Stop> {
    node::ready(house)?;
    let place = house.root.join("cordova-plugin");
    // The messenger's page inside the browser platform is the messenger's own build.
    node::packages(house, &house.root.join("messenger"), "the messenger's build")?;
    node::packages(house, &place, "the Cordova plugin's build")
}

/// One of the plugin's npm scripts.
///
/// # Errors
/// When it fails.
pub(crate) fn script(house: &House, name: &str) -> Result<String, Stop> {
    let mut run = messenger::npm(house, &house.root.join("cordova-plugin"), name);
    let log = format!("cordova-{}", name.replace(':', "-"));
    process::captured(house, &log, &mut run, |_| false)
}

/// Lays the package out from what is built, and packs it.
///
/// # Errors
/// When a part is missing that must be there, or npm does not pack.
pub(crate) fn made(house: &House) -> Result<Made, Stop> {
    let stage = house.target.join("package/cordova");
    if stage.exists() {
        fs::remove_dir_all(&stage)?;
    }
    let plugin = house.root.join("cordova-plugin");
    for file in ["package.json", "plugin.xml", "Package.swift", "README.md"] {
        put(&plugin.join(file), &stage.join(file))?;
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        put(&house.root.join(licence), &stage.join(licence))?;
    }
    for folder in [
        "dist/www",
        "dist/browser",
        "types",
        "hooks",
        "src/android",
        "src/ios",
    ] {
        aar::copy_tree(&plugin.join(folder), &stage.join(folder))?;
    }
    let parts = Parts::taken(house, &stage.join("native"))?;
    let version = env!("CARGO_PKG_VERSION");
    let out = house.target.join("package");
    let tarball = out.join(format!("{ID}-{version}.tgz"));
    if tarball.exists() {
        fs::remove_file(&tarball)?;
    }
    let mut pack = house.command("npm");
    pack.current_dir(&stage)
        .env("npm_config_cache", house.cache.join("npm"))
        .args(["pack", "--ignore-scripts", "--silent", "--pack-destination"])
        .arg(&out);
    process::captured(house, "cordova-pack", &mut pack, |_| false)?;
    if !tarball.is_file() {
        return Err(Stop::new(format!("npm packed no {}", tarball.display())));
    }
    Ok(Made { tarball, parts })
}

/// Makes the package and takes it apart again.
///
/// # Errors
/// Names what is missing or too much.
pub(crate) fn proven(house: &House) -> Result<Made, Stop> {
    let made = made(house)?;
    unpacked::checked(house, &made)?;
    Ok(made)
}

fn put(from: &Path, to: &Path) -> Result<(), Stop> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).map_err(|error| Stop::new(format!("{}: {error}", from.display())))?;
    Ok(())
}

/// What weighs how much.
pub(crate) fn sizes(made: &Made) -> Result<Vec<(&'static str, u64)>, Stop> {
    let stage = made.tarball.with_file_name("cordova");
    let weight = |place: &str| -> Result<u64, Stop> {
        let mut sum = 0;
        for file in aar::files(&stage.join(place))? {
            sum += fs::metadata(file)?.len();
        }
        Ok(sum)
    };
    Ok(vec![
        ("JavaScript of every platform (dist/www)", weight("dist/www")?),
        (
            "browser platform with the messenger (dist/browser)",
            weight("dist/browser")?,
        ),
        (
            "Kotlin that an app compiles (src/android)",
            weight("src/android")?,
        ),
        ("Swift that an app compiles (src/ios)", weight("src/ios")?),
        ("Android package (native/android)", weight("native/android")?),
        ("iOS package (native/ios)", weight("native/ios")?),
        ("the npm package, packed", fs::metadata(&made.tarball)?.len()),
    ])
}
