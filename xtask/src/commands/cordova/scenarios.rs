//! The scenarios through the plugin: on the browser platform, in Chromium.
//!
//! Guarantee: all of them run, or the step says loudly that none did.

use std::fs;

use crate::commands::cordova::driver;
use crate::commands::scenarios;
use crate::house::House;
use crate::setup::node;
use crate::steps::Verdict;
use crate::stop::Stop;

/// Every story of `contract/scenarios`, told by the plugin's own JavaScript on its browser platform.
///
/// # Errors
/// When the driver does not build, or a scenario is not kept.
pub(crate) fn browser_step(house: &House) -> Result<Verdict, Stop> {
    if let Err(stop) = node::ready(house).and_then(|()| node::shell(house).map(drop)) {
        return Ok(Verdict::Skipped(format!("no scenario ran in a browser: {stop}")));
    }
    let folder = house.target.join("drivers");
    fs::create_dir_all(&folder)?;
    let program = driver(house, &folder)?;
    let kept = scenarios::kept(house, "cordova-scenarios", &program)?;
    Ok(Verdict::Passed(format!("{kept} scenarios")))
}
