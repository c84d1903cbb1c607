//! Cordova's own program, its platforms, the vendor's plugin that ours is held against; and Capacitor's.
//!
//! Guarantees: exactly what the lock files in `cordova-plugin/tests` name, installed once into the build folder,
//! without running a script of any package; the work tree stays as it is. Called by the steps that need one of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::house::House;
use crate::setup::node;
use crate::stop::Stop;

/// The folder whose `node_modules` holds everything, after installing it.
///
/// # Errors
/// When there is no Node, or npm cannot install.
pub(crate) fn tools(house: &House) -> Result<PathBuf, Stop> {
    installed(house, "cordova", "cli", "Cordova's tools and platforms")
}

/// The folder whose `node_modules` holds Capacitor's tools and platforms, after installing them.
///
/// # Errors
/// When there is no Node, or npm cannot install.
pub(crate) fn capacitor(house: &House) -> Result<PathBuf, Stop> {
    let place = installed(house, "capacitor", "capacitor", "Capacitor's tools and platforms")?;
    fs::create_dir_all(place.join("home"))?;
    Ok(place)
}

/// The folder whose `node_modules` holds Angular, its compiler and Ionic, after installing them.
///
/// # Errors
/// When there is no Node, or npm cannot install.
pub(crate) fn angular(house: &House) -> Result<PathBuf, Stop> {
    installed(house, "angular", "angular", "Angular's compiler and Ionic")
}

/// What `cordova-plugin/tests/{lock}` names, in the build folder's `place`.
fn installed(house: &House, place: &str, lock: &str, what: &str) -> Result<PathBuf, Stop> {
    node::ready(house)?;
    let place = house.target.join(place);
    fs::create_dir_all(&place)?;
    for file in ["package.json", "package-lock.json"] {
        let fresh = fs::read(house.root.join("cordova-plugin/tests").join(lock).join(file))?;
        if fs::read(place.join(file)).ok().as_ref() != Some(&fresh) {
            fs::write(place.join(file), fresh)?;
        }
    }
    node::packages(house, &place, what)?;
    Ok(place)
}

/// Cordova's Android platform, whose sources the Android tests compile against.
pub(crate) fn android(tools: &Path) -> PathBuf {
    tools.join("node_modules/cordova-android")
}

/// Cordova's program, to run in `folder`: asks nothing, tells nobody, and keeps its notes in the build folder.
pub(crate) fn command(house: &House, tools: &Path, folder: &Path) -> Command {
    let mut cordova = house.command("node");
    cordova
        .arg(tools.join("node_modules/cordova/bin/cordova"))
        .current_dir(folder)
        .env("CI", "1")
        .env("HOME", tools.join("home"))
        .env("npm_config_cache", house.cache.join("npm"))
        .env("npm_config_audit", "false")
        .env("npm_config_fund", "false")
        .env("NO_COLOR", "1");
    cordova
}
