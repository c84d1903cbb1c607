//! Packages of Debian, where that is the system's way and nobody has to be asked for a password.
//!
//! Guarantee: nothing here is needed on another system; each function says what it could not do and the caller
//! decides whether that is a skip.

use crate::house::House;
use crate::process;
use crate::report;
use crate::stop::Stop;

/// Installs packages of the system.
///
/// # Errors
/// When this is no Debian, or not its administrator.
pub(crate) fn install(house: &House, names: &[&str]) -> Result<(), Stop> {
    report::forwarded(&format!("installing {}", names.join(", ")));
    let mut update = house.command("apt-get");
    update.args(["update", "--quiet"]);
    process::captured(house, "apt-update", &mut update, |_| false)?;
    let mut install = house.command("apt-get");
    install
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(names);
    process::captured(house, "apt-install", &mut install, |_| false).map(drop)
}

/// Where this machine gets Debian's packages from: as configured here, never written down. Needs the lists of
/// packages, which [`install`] leaves behind.
///
/// # Errors
/// When no source of packages is configured.
pub(crate) fn mirror(house: &House) -> Result<String, Stop> {
    let mut ask = house.command("apt-get");
    // The release itself comes before its updates, and only it has every suite beside it.
    ask.args(["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]);
    let told = process::captured(house, "apt-mirror", &mut ask, |_| false)?;
    told.lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .map(str::to_owned)
        .ok_or_else(|| Stop::new("no source of Debian's packages is configured"))
}
