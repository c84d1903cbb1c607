//! The Cordova plugin: its JavaScript, its npm package, and what the real `cordova` program makes of it.
//!
//! Guarantees: what is tested is the package that is handed out, made a moment ago; the projects that Cordova generates
//! are looked at file by file; where Node, a Chromium or Swift cannot be had the step says loudly what it did not do. The
//! plugin's Android classes run in the step `kotlin`, which has the set-up for them.

mod android;
mod capacitor;
mod driver;
mod ionic;
mod projects;
mod refusals;
mod scenarios;
mod swift;

pub(crate) use android::driver as android_driver;
pub(crate) use driver::driver;
pub(crate) use scenarios::{android_soak, android_step, browser_step};

use crate::commands::package::{self, cordova};
use crate::commands::{bindings, messenger};
use crate::house::House;
use crate::process;
use crate::report;
use crate::setup::{self, node};
use crate::steps::Verdict;
use crate::stop::Stop;

/// Checks, builds, packs and installs the plugin.
///
/// # Errors
/// When a test fails or a generated project lacks something.
pub(crate) fn step(house: &House) -> Result<Verdict, Stop> {
    let tools = match setup::cordova::tools(house) {
        Ok(tools) => tools,
        Err(stop) => return Ok(Verdict::Skipped(format!("nothing of Cordova ran: {stop}"))),
    };
    if let Err(stop) = package::android_ready(house) {
        return Ok(Verdict::Skipped(format!("the plugin was not packed: {stop}")));
    }
    cordova::built(house)?;
    cordova::script(house, "check")?;
    let logic = messenger::counted(&cordova::script(house, "test:unit")?)?;
    cordova::script(house, "test:types")?;
    let made = cordova::proven(house)?;
    for (name, bytes) in cordova::sizes(&made)? {
        report::forwarded(&format!("{bytes:>11} bytes  {name}"));
    }
    let project = projects::checked(house, &tools, &made)?;
    capacitor::checked(house, &made)?;
    let chromium = match node::chromium(house) {
        Ok(program) => program,
        Err(stop) => {
            return Ok(Verdict::Skipped(format!(
                "the browser platform was not tested: {stop}"
            )));
        }
    };
    let ionic = ionic::app(house)?;
    bindings::programs(house)?;
    let mut browser = messenger::npm(house, &house.root.join("cordova-plugin"), "test:browser");
    browser
        .env("FRONTDESK_CHROMIUM", chromium)
        .env("FRONTDESK_IONIC_APP", ionic)
        .env("FRONTDESK_CORDOVA_APP", project.join("platforms/browser/www"));
    let told = process::captured(house, "cordova-browser", &mut browser, |_| false)?;
    let pages = messenger::counted(&told)?;
    match swift::checked(house, &project) {
        Ok(()) => Ok(Verdict::Passed(format!(
            "{logic} tests of logic, {pages} in Chromium, three platforms and Capacitor installed, Swift type-checked and its refusals run"
        ))),
        Err(swift::Unchecked::Missing(why)) => Ok(Verdict::Skipped(format!(
            "the plugin's Swift was not checked: {why}"
        ))),
        Err(swift::Unchecked::Wrong(stop)) => Err(stop),
    }
}
