//! Node, the packages of a lock file, and a Chromium to test pages in.
//!
//! Guarantees: npm keeps what it downloads in the cache and not in the home folder, runs no script of a package, and
//! installs exactly what the lock file says; what was installed is remembered beside it, so a second run installs
//! nothing. Called by the steps that run JavaScript.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::house::House;
use crate::process;
use crate::report;
use crate::setup::apt;
use crate::stop::Stop;

/// The oldest Node whose test runner, and whose build tools, run.
const NODE: u32 = 20;

/// Chromium without what is only for people to look at, as Debian packs it: it starts with half the work.
const SHELL: &str = "chromium-headless-shell";

/// The program itself: what is on the path starts it as a child, which would outlive a kill.
const SHELL_PROGRAM: &str = "/usr/lib/chromium/chromium-headless-shell";

/// Names that a Chromium has on different systems.
const CHROMIUMS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Node and npm on the path, after installing them where there are none.
///
/// # Errors
/// When there is no Node, or an old one.
pub(crate) fn ready(house: &House) -> Result<(), Stop> {
    let ask = || {
        let mut asked = house.command("node");
        asked.arg("--version");
        process::captured(house, "node-version", &mut asked, |_| false)
    };
    let version = match ask() {
        Ok(version) => version,
        // Where packages cannot be installed, what is missing is the thing to say.
        Err(missing) => {
            apt::install(house, &["nodejs", "npm"]).map_err(|_| missing)?;
            ask()?
        }
    };
    if major(&version) < NODE {
        return Err(Stop::new(format!(
            "node {} is too old, {NODE} is needed",
            version.trim()
        )));
    }
    Ok(())
}

/// Installs what the lock file in `place` names, once.
///
/// # Errors
/// When npm cannot install it.
pub(crate) fn packages(house: &House, place: &Path, what: &str) -> Result<(), Stop> {
    let lock = place.join("package-lock.json");
    let installed = place.join("node_modules/.installed-from");
    if same(&lock, &installed) {
        return Ok(());
    }
    report::forwarded(&format!("installing {what}"));
    let mut install = house.command("npm");
    install
        .current_dir(place)
        .env("npm_config_cache", house.cache.join("npm"))
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::captured(house, "npm-install", &mut install, |_| false)?;
    fs::copy(&lock, &installed)?;
    Ok(())
}

/// A Chromium, after installing Debian's where there is none.
///
/// # Errors
/// When there is none and none can be installed here.
pub(crate) fn chromium(house: &House) -> Result<PathBuf, Stop> {
    if let Some(there) = on_the_path(house) {
        return Ok(there);
    }
    apt::install(house, &["chromium"]).map_err(|stop| Stop::new(format!("a Chromium is needed: {stop}")))?;
    on_the_path(house).ok_or_else(|| Stop::new("chromium was installed and is not on the path"))
}

/// A Chromium for steps that start it a hundred times and draw nothing: the shell where it can be had, else any.
///
/// # Errors
/// When there is none and none can be installed here.
pub(crate) fn shell(house: &House) -> Result<PathBuf, Stop> {
    let program = PathBuf::from(SHELL_PROGRAM);
    // Older releases, other systems and people who are not the administrator have no such package.
    if runs(house, &program) || (apt::install(house, &[SHELL]).is_ok() && runs(house, &program)) {
        return Ok(program);
    }
    chromium(house)
}

fn on_the_path(house: &House) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut places = std::env::split_paths(&path).flat_map(|place| CHROMIUMS.map(|name| place.join(name)));
    places.find(|program| runs(house, program))
}

fn runs(house: &House, program: &Path) -> bool {
    let mut ask = house.command(program);
    ask.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    program.is_file() && ask.status().is_ok_and(|status| status.success())
}

fn major(version: &str) -> u32 {
    let digits = version.trim().trim_start_matches('v').split('.').next();
    digits.and_then(|major| major.parse().ok()).unwrap_or(0)
}

/// Whether what is installed came from this lock file.
pub(super) fn same(lock: &Path, installed: &Path) -> bool {
    match (fs::read(lock), fs::read(installed)) {
        (Ok(lock), Ok(installed)) => lock == installed,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_of_a_version_is_read() {
        assert_eq!(major("v20.19.2\n"), 20);
        assert_eq!(major("22.1.0"), 22);
        assert_eq!(major("no node"), 0);
    }
}
