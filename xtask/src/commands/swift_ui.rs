//! The screens of the Swift package, type-checked where there is no Apple SDK.
//!
//! Guarantees: `FrontdeskUI` compiles in language modes 5 and 6 without a warning against the interface stubs in
//! `bindings/swift/Stubs` and the real module `Frontdesk`; the check is proven able to fail by a file that must
//! not compile; the example app's sources are checked the same way, those that need SwiftUI parsed. On a system
//! with UIKit there is nothing to stand in for, and SwiftPM's own build is the check. Called by the step `swift`
//! after the package was built.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::commands::swift::{sources, swift_files};
use crate::house::House;
use crate::process;
use crate::setup::swift::Swift;
use crate::stop::Stop;

/// The frameworks that have stubs, each after what it imports.
const STUBS: [&str; 4] = ["UIKit", "WebKit", "UserNotifications", "Network"];

/// How many mistakes `Stubs/Negative/WrongCalls.swift` makes.
const MISTAKES: usize = 4;

/// Checks the screens in both language modes, and that the check can fail.
///
/// # Errors
/// When something does not compile, warns, or when what must not compile does.
pub(crate) fn checked(swift: &Swift, house: &House) -> Result<(), Stop> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let modules = stubs(swift, house)?;
    let screens = swift_files(&sources(house).join("Sources/FrontdeskUI"))?;
    for mode in ["6", "5"] {
        let mut check = compiler(swift, house, &modules, mode, "FrontdeskUI");
        check.args(&screens);
        process::captured(house, &format!("swift-ui-mode-{mode}"), &mut check, |_| false)?;
    }
    can_fail(swift, house, &modules)?;
    example(swift, house, &modules)
}

/// Compiles the stubs into modules and says where they are.
fn stubs(swift: &Swift, house: &House) -> Result<PathBuf, Stop> {
    let modules = house.target.join("swift/stubs");
    fs::create_dir_all(&modules)?;
    for name in STUBS {
        let mut build = swift.command(house, "swiftc");
        build.args(["-emit-module", "-parse-as-library", "-swift-version", "6"]);
        build.args(["-warnings-as-errors", "-module-name", name, "-I"]);
        build.arg(&modules).arg("-emit-module-path");
        build.arg(modules.join(format!("{name}.swiftmodule")));
        build.args(swift_files(&sources(house).join("Stubs").join(name))?);
        process::captured(house, "swift-ui-stubs", &mut build, |_| false)?;
    }
    Ok(modules)
}

/// Type-checks a module against stand-ins for Apple's frameworks and the package that was built here; the caller names
/// the sources.
pub(crate) fn compiler(swift: &Swift, house: &House, modules: &Path, mode: &str, name: &str) -> Command {
    let mut check = swift.command(house, "swiftc");
    check.args(["-typecheck", "-warnings-as-errors", "-swift-version", mode]);
    check.args(["-module-name", name, "-I"]).arg(modules);
    check
        .arg("-I")
        .arg(house.target.join("swift/build/debug/Modules"));
    check
        .arg("-I")
        .arg(sources(house).join("Sources/FrontdeskCoreFFI"));
    check
}

/// A check that accepts anything would look just like one that found nothing.
fn can_fail(swift: &Swift, house: &House, modules: &Path) -> Result<(), Stop> {
    let mut check = compiler(swift, house, modules, "6", "WrongCalls");
    check.args(swift_files(&sources(house).join("Stubs/Negative"))?);
    let log = "swift-ui-must-fail";
    match process::captured(house, log, &mut check, |_| false) {
        Ok(_) => Err(Stop::new(
            "the wrong calls in Stubs/Negative compile: the check checks nothing",
        )),
        Err(stop) => match errors(&stop.tail) {
            MISTAKES => Ok(()),
            found => Err(Stop::with_tail(
                format!("{found} errors in Stubs/Negative instead of {MISTAKES}"),
                stop.tail,
            )),
        },
    }
}

/// The example app: what the stubs cover is type-checked, all of it is parsed.
fn example(swift: &Swift, house: &House, modules: &Path) -> Result<(), Stop> {
    let folder = house.root.join("examples/ios");
    let files = swift_files(&folder)?;
    let (delegate, rest): (Vec<_>, Vec<_>) = files
        .iter()
        .cloned()
        .partition(|file| file.ends_with("AppDelegate.swift"));
    if delegate.is_empty() || rest.is_empty() {
        return Err(Stop::new("examples/ios has no sources to check"));
    }
    let mut check = compiler(swift, house, modules, "6", "FrontdeskExample");
    check.args(["-parse-as-library"]).args(delegate);
    process::captured(house, "swift-ui-example", &mut check, |_| false)?;
    let mut parse = swift.command(house, "swiftc");
    parse.args(["-frontend", "-parse"]).args(files);
    process::captured(house, "swift-ui-example-parse", &mut parse, |_| false).map(drop)
}

/// The compiler's errors, each counted once however often it is shown.
fn errors(text: &str) -> usize {
    let mut places: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("WrongCalls.swift:") && line.contains(": error: "))
        .filter_map(|line| line.split(": error: ").next())
        .collect();
    places.sort_unstable();
    places.dedup();
    places.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_is_shown_twice_is_one_mistake() {
        let text = "/s/WrongCalls.swift:9:14: error: no such name\n\
            9 |  view.addSubView(view)\n\
            /s/WrongCalls.swift:9:14: error: no such name\n\
            /s/WrongCalls.swift:10:9: error: another type\n\
            /s/WrongCalls.swift:10:9: note: declared here\n\
            error: emit-module command failed\n";
        assert_eq!(errors(text), 2);
    }
}
