//! The driver of the plugin for conformance scenarios: its own JavaScript on the browser platform's proxy, in a page of
//! the browser twin's driver.
//!
//! Guarantees: the calls that the plugin has go through the functions that apps call. The program is the browser twin's,
//! with another page. Called by `cargo xtask drivers`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::messenger;
use crate::commands::package::cordova;
use crate::house::House;
use crate::process;
use crate::stop::Stop;

/// Builds the page and leaves the driver as the script `frontdesk-cordova` in `folder`.
///
/// # Errors
/// When there is no Node or no Chromium, or the page does not build.
pub(crate) fn driver(house: &House, folder: &Path) -> Result<PathBuf, Stop> {
    let web = messenger::driver(house, folder)?;
    cordova::packages(house)?;
    cordova::script(house, "driver")?;
    let page = house.root.join("cordova-plugin/.driver/page.js");
    let program = folder.join("frontdesk-cordova");
    let text = format!(
        "#!/bin/sh\nFRONTDESK_DRIVER_PAGE='{}' exec '{}' \"$@\"\n",
        page.display(),
        web.display()
    );
    fs::write(&program, text)?;
    let mut mode = house.command("chmod");
    mode.arg("+x").arg(&program);
    process::captured(house, "cordova-driver-mode", &mut mode, |_| false)?;
    Ok(program)
}
