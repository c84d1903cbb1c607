//! The scenarios through the plugin: on the browser platform, in Chromium, and on Android, under Robolectric.
//!
//! Guarantee: all of them run, or the step says loudly that none did.

use std::fs;

use crate::commands::cordova::android::{self, Android};
use crate::commands::cordova::driver;
use crate::commands::scenarios;
use crate::house::House;
use crate::report;
use crate::setup::{self, jvm, node};
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

/// Every story of `contract/scenarios`, told by the plugin on Android.
///
/// # Errors
/// When the driver does not build, or a scenario is not kept.
pub(crate) fn android_step(house: &House) -> Result<Verdict, Stop> {
    let ready = jvm::maven(house).and_then(|_| setup::cordova::tools(house));
    if let Err(stop) = ready {
        return Ok(Verdict::Skipped(format!(
            "no scenario ran under Robolectric: {stop}"
        )));
    }
    let kept = on_android(house, Android::Oldest)?;
    Ok(Verdict::Passed(format!("{kept} scenarios")))
}

/// The same on the oldest and the newest Android, for the soak.
///
/// # Errors
/// As [`android_step`].
pub(crate) fn android_soak(house: &House) -> Result<(), Stop> {
    for android in [Android::Oldest, Android::Newest] {
        let kept = on_android(house, android)?;
        report::doing(&format!("{android:?} Android: {kept} scenarios"));
    }
    Ok(())
}

fn on_android(house: &House, android: Android) -> Result<usize, Stop> {
    let folder = house.target.join("drivers");
    fs::create_dir_all(&folder)?;
    let program = android::driver_on(house, &folder, android)?;
    scenarios::kept(house, "cordova-android-scenarios", &program)
}
