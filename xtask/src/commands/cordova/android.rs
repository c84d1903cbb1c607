//! The driver of the plugin on Android for conformance scenarios: the plugin's own JavaScript in Cordova's real page
//! script, the app around it under Robolectric.
//!
//! Guarantees: the calls that the plugin has go through the functions that apps call, and through exec actions; a driver
//! that is killed takes its app along. Called by `cargo xtask drivers`, by the step and by the soak.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::kotlin;
use crate::commands::package::cordova;
use crate::house::House;
use crate::process;
use crate::setup::node;
use crate::stop::Stop;

/// An Android that Robolectric runs, by its API level.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Android {
    /// The oldest that is supported. It starts with half the work: a newer one unpacks all its fonts first.
    Oldest,
    /// The newest whose classes the JDK here reads.
    Newest,
}

impl Android {
    fn level(self) -> &'static str {
        match self {
            Self::Oldest => "24",
            Self::Newest => "35",
        }
    }
}

/// Builds it and leaves it as the script `frontdesk-cordova-android` in `folder`, on the oldest Android.
///
/// # Errors
/// When there is no Node or no Maven, or something does not build.
pub(crate) fn driver(house: &House, folder: &Path) -> Result<PathBuf, Stop> {
    driver_on(house, folder, Android::Oldest)
}

/// The same on the Android that is asked for.
///
/// # Errors
/// As [`driver`].
pub(crate) fn driver_on(house: &House, folder: &Path, android: Android) -> Result<PathBuf, Stop> {
    node::ready(house)?;
    cordova::packages(house)?;
    cordova::script(house, "driver")?;
    let tools = kotlin::cordova_built(house)?;
    let app = app(house, folder, android)?;
    let plugin = house.root.join("cordova-plugin");
    let cordova_js = tools.join("node_modules/cordova-android/templates/project/assets/www/cordova.js");
    let text = format!(
        "#!/bin/sh\nFRONTDESK_APP='{}' FRONTDESK_CORDOVA_JS='{}' FRONTDESK_PLUGIN_JS='{}' exec node '{}' \"$@\"\n",
        app.display(),
        cordova_js.display(),
        plugin.join(".driver/plugin.js").display(),
        plugin.join("tests/driver/android.mjs").display()
    );
    program(house, &folder.join("frontdesk-cordova-android"), &text)
}

/// The script that starts the app. A short life is spent in the interpreter and the fast compiler; classes come from
/// jars that were verified when they were built.
fn app(house: &House, folder: &Path, android: Android) -> Result<PathBuf, Stop> {
    let built = house.target.join("kotlin/frontdesk-cordova");
    let level = android.level();
    let configuration = folder.join(format!("cordova-android-{level}"));
    fs::create_dir_all(&configuration)?;
    fs::write(
        configuration.join("robolectric.properties"),
        format!("sdk={level}\ngraphicsMode=LEGACY\n"),
    )?;
    let class_path = [
        configuration.display().to_string(),
        built.join("test-classes").display().to_string(),
        built.join("classes").display().to_string(),
        fs::read_to_string(built.join("class-path"))?.trim().to_owned(),
    ];
    let text = format!(
        "#!/bin/sh\nexec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx700m -XX:+UnlockDiagnosticVMOptions \\\n    \
         -XX:-BytecodeVerificationRemote -XX:+DisplayVMOutputToStderr -Djna.library.path='{}' \\\n    \
         -Drobolectric.offline=true -Drobolectric.dependency.dir='{}' -Drobolectric.logging=stderr \\\n    \
         -Drobolectric.enabledSdks={level} -cp '{}' dev.frontdesk.cordova.driver.MainKt\n",
        house.target.join("bindings/lib").display(),
        house
            .target
            .join("kotlin/frontdesk-android/android-all")
            .display(),
        class_path.join(":")
    );
    program(house, &folder.join("cordova-android-app"), &text)
}

/// Writes a program.
fn program(house: &House, place: &Path, text: &str) -> Result<PathBuf, Stop> {
    fs::write(place, text)?;
    let mut mode = house.command("chmod");
    mode.arg("+x").arg(place);
    process::captured(house, "cordova-driver-mode", &mut mode, |_| false)?;
    Ok(place.to_path_buf())
}
