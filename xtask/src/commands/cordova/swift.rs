//! The plugin's Swift, type-checked where there is no Apple SDK, and the packages that Cordova generates, read by SwiftPM.
//!
//! Guarantees: `src/ios` compiles without a warning against the real modules `Frontdesk` and `FrontdeskUI` and a stub of
//! Cordova's interface (`tests/swift`); the check is proven able to fail; the plugin's Package.swift, as Cordova rewrote
//! it, is understood by SwiftPM and has the product that Cordova asks for. `@objc` is taken away first, because Linux does
//! not compile it; that each name has its method is checked as text with the npm package.

use std::fs;
use std::path::{Path, PathBuf};

use super::refusals;
use crate::commands::bindings;
use crate::commands::package::cordova::ID;
use crate::commands::swift::{package, place, swift_files};
use crate::commands::swift_ui;
use crate::house::House;
use crate::process;
use crate::setup::swift::{self, Swift};
use crate::stop::Stop;

/// Why nothing, or nothing good, was checked.
pub(super) enum Unchecked {
    /// There is no toolchain here.
    Missing(Stop),
    /// The sources are wrong.
    Wrong(Stop),
}

impl From<Stop> for Unchecked {
    fn from(stop: Stop) -> Self {
        Self::Wrong(stop)
    }
}

impl From<std::io::Error> for Unchecked {
    fn from(error: std::io::Error) -> Self {
        Self::Wrong(error.into())
    }
}

/// Checks the sources, and the packages in `project` that Cordova wrote for iOS.
pub(super) fn checked(house: &House, project: &Path) -> Result<(), Unchecked> {
    let swift = swift::ready(house).map_err(Unchecked::Missing)?;
    bindings::ready(house)?;
    place(house)?;
    let mut build = package(&swift, house, "build");
    build.args(["--target", "FrontdeskUI"]);
    process::captured(house, "cordova-swift-build", &mut build, |_| false)?;
    let plain = plain(house)?;
    // Capacitor brings a Cordova of its own.
    let others = stub(&swift, house, "Capacitor")?;
    compiled(&swift, house, &others, &plain).map_err(Unchecked::Wrong)?;
    let stub = stub(&swift, house, "Cordova")?;
    compiled(&swift, house, &stub, &plain).map_err(Unchecked::Wrong)?;
    can_fail(&swift, house, &stub, &plain)?;
    refusals::answered(&swift, house, &stub, &plain)?;
    understood(&swift, house, project)?;
    Ok(())
}

/// Compiles an interface of Cordova into a module and says where it is.
fn stub(swift: &Swift, house: &House, whose: &str) -> Result<PathBuf, Stop> {
    let modules = house.target.join("cordova/swift/modules").join(whose);
    fs::create_dir_all(&modules)?;
    let mut build = swift.command(house, "swiftc");
    build.args([
        "-emit-library",
        "-static",
        "-parse-as-library",
        "-swift-version",
        "5",
    ]);
    build.arg("-o").arg(modules.join("libCordova.a"));
    build.args(["-module-name", "Cordova", "-emit-module", "-emit-module-path"]);
    build.arg(modules.join("Cordova.swiftmodule"));
    build.args(swift_files(
        &house.root.join("cordova-plugin/tests/swift").join(whose),
    )?);
    process::captured(house, "cordova-swift-stub", &mut build, |_| false)?;
    Ok(modules)
}

/// The plugin's sources without what Linux does not compile.
fn plain(house: &House) -> Result<PathBuf, Stop> {
    let folder = house.target.join("cordova/swift/sources");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for file in swift_files(&house.root.join("cordova-plugin/src/ios"))? {
        let text = fs::read_to_string(&file)?;
        fs::write(
            folder.join(file.file_name().unwrap_or_default()),
            without_objc(&text),
        )?;
    }
    Ok(folder)
}

fn without_objc(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("@objc(") {
        text.push_str(before);
        rest = after.split_once(')').map_or(after, |(_, after)| after);
    }
    text.push_str(rest);
    text
}

fn compiled(swift: &Swift, house: &House, stub: &Path, folder: &Path) -> Result<String, Stop> {
    let mut check = swift_ui::compiler(swift, house, stub, "5", "FrontdeskCordova");
    check.args(swift_files(folder)?);
    process::captured(house, "cordova-swift-check", &mut check, |_| false)
}

/// A check that accepts anything would look just like one that found nothing.
fn can_fail(swift: &Swift, house: &House, stub: &Path, folder: &Path) -> Result<(), Stop> {
    let wrong = folder.join("Wrong.swift");
    fs::write(
        &wrong,
        "func wrong(_ desk: Frontdesk) { desk.noSuchCall() }\nimport Frontdesk\n",
    )?;
    let told = compiled(swift, house, stub, folder);
    fs::remove_file(wrong)?;
    match told {
        Ok(_) => Err(Stop::new(
            "a call that does not exist compiles: the check checks nothing",
        )),
        Err(stop) if stop.tail.contains("noSuchCall") => Ok(()),
        Err(stop) => Err(stop),
    }
}

/// The plugin's package and the one that lists all plugins, as they lie in the generated project.
fn understood(swift: &Swift, house: &House, project: &Path) -> Result<(), Stop> {
    let packages = project.join("platforms/ios/packages");
    for name in [ID, "cordova-ios-plugins"] {
        let mut dump = swift.command(house, "swift");
        dump.args(["package", "--disable-sandbox", "--package-path"])
            .arg(packages.join(name));
        dump.arg("--scratch-path")
            .arg(house.target.join("cordova/swift/manifest"));
        dump.arg("dump-package");
        let told = process::captured(house, "cordova-swift-manifest", &mut dump, |_| false)?;
        if !told.contains(&format!("\"{ID}\"")) {
            return Err(Stop::with_tail(
                format!("the package {name} does not name {ID}"),
                told,
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_for_objective_c_are_taken_away_and_nothing_else() {
        let source = "@objc(A)\npublic class A {\n    @objc(logout:) func logout(_ c: C) { make(c) }\n}\n";
        let plain = "\npublic class A {\n     func logout(_ c: C) { make(c) }\n}\n";
        assert_eq!(without_objc(source), plain);
    }
}
