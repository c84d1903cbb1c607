//! What the plugin's Swift answers, run where there is no Apple SDK: the rows of `cordova-plugin/tests/refusals.json`,
//! which Android and the browser platform are held to as well.
//!
//! Guarantees: what runs are the plugin's own sources with the real library and the real server; only Cordova's classes
//! are stand-ins (`tests/swift/Cordova`). The folder of the client is fresh. Called by the check of the plugin's Swift,
//! which has built the modules.

use std::fs;
use std::path::Path;

use crate::commands::bindings::Bindings;
use crate::commands::swift::{Server, sources, swift_files};
use crate::house::House;
use crate::process;
use crate::setup::swift::Swift;
use crate::stop::Stop;

/// What is linked of the package, besides the library.
const MODULES: [&str; 3] = ["FrontdeskUI", "Frontdesk", "FrontdeskCore"];

/// Compiles the sources in `plain` with the program that reads the rows, and runs it.
///
/// # Errors
/// When it does not compile, or an answer is another one than the row's; each such row is named.
pub(super) fn answered(swift: &Swift, house: &House, modules: &Path, plain: &Path) -> Result<(), Stop> {
    let tests = house.root.join("cordova-plugin/tests");
    let folder = house.target.join("cordova/swift");
    let built = house.target.join("swift/build/debug");
    let library = Bindings::of(house).lib;
    let program = folder.join("refusals");
    let mut build = swift.command(house, "swiftc");
    build.args([
        "-swift-version",
        "5",
        "-warnings-as-errors",
        "-module-name",
        "Refusals",
    ]);
    build.arg("-I").arg(modules).arg("-I").arg(built.join("Modules"));
    build
        .arg("-I")
        .arg(sources(house).join("Sources/FrontdeskCoreFFI"));
    build.args(swift_files(plain)?);
    build.arg(tests.join("swift/Refusals/main.swift"));
    build.arg(modules.join("libCordova.a"));
    for module in MODULES {
        build.args(objects(&built.join(format!("{module}.build")))?);
    }
    build.arg("-L").arg(&library).arg("-lfrontdesk_ffi");
    build.args(["-Xlinker", "-rpath", "-Xlinker"]).arg(&library);
    build.arg("-o").arg(&program);
    process::captured(house, "cordova-swift-refusals-build", &mut build, |_| false)?;

    let client = folder.join("client");
    if client.exists() {
        fs::remove_dir_all(&client)?;
    }
    fs::create_dir_all(&client)?;
    let server = Server::start(house)?;
    let mut run = swift.command(house, program.to_string_lossy().as_ref());
    run.arg(tests.join("refusals.json")).arg(&client);
    run.env("FRONTDESK_TEST_SERVER", server.line());
    let told = process::captured(house, "cordova-swift-refusals", &mut run, |_| false)?;
    if told.contains(" refusals") {
        Ok(())
    } else {
        Err(Stop::with_tail("the refusals on iOS were not gone through", told))
    }
}

/// What a module was compiled to.
fn objects(folder: &Path) -> Result<Vec<std::path::PathBuf>, Stop> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "o") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
