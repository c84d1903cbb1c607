//! `@frontdesk/ionic` and `examples/ionic` as an app has them: compiled by Angular's own compiler with strict templates,
//! against the real Angular and Ionic, and bundled into a `www` for Chromium.
//!
//! Guarantees: the wrapper is its built package and the plugin's types are those of the npm package; the sources are those
//! of the example, unchanged. Called by the step `cordova`; the page is tested by `cordova-plugin/tests/browser`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::house::House;
use crate::process;
use crate::setup;
use crate::stop::Stop;

/// What Angular's own projects say, and what a library's user may ask besides.
const OPTIONS: &str = r#"{
  "compilerOptions": {
    "target": "ES2022", "lib": ["ES2022", "DOM"], "module": "ESNext", "moduleResolution": "bundler", "strict": true,
    "experimentalDecorators": true, "importHelpers": true, "outDir": "out", "rootDir": "src", "types": []
  },
  "angularCompilerOptions": {
    "strictTemplates": true, "strictInjectionParameters": true, "strictInputAccessModifiers": true
  },
  "include": ["src"]
}"#;

/// Compiles the example and says where its `www` is.
///
/// # Errors
/// When the tools cannot be installed, or it does not compile.
pub(super) fn app(house: &House) -> Result<PathBuf, Stop> {
    let tools = setup::cordova::angular(house)?;
    let app = tools.join("app");
    if app.exists() {
        fs::remove_dir_all(&app)?;
    }
    let plugin = house.root.join("cordova-plugin");
    let packages = app.join("node_modules");
    copied(house, &house.root.join("examples/ionic/src"), &app)?;
    for part in ["package.json", "dist"] {
        copied(
            house,
            &plugin.join("ionic").join(part),
            &packages.join("@frontdesk/ionic"),
        )?;
    }
    for part in ["package.json", "types"] {
        copied(
            house,
            &plugin.join(part),
            &packages.join("cordova-plugin-frontdesk"),
        )?;
    }
    fs::write(app.join("tsconfig.json"), OPTIONS)?;
    let mut compile = house.command("node");
    compile
        .arg(tools.join("node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js"))
        .arg("--project")
        .arg(app.join("tsconfig.json"));
    process::captured(house, "cordova-ngc", &mut compile, |_| false)?;
    let www = tools.join("www");
    let mut bundle = house.command("node");
    bundle
        .current_dir(&plugin)
        .arg("scripts/ionic.mjs")
        .arg(&app)
        .arg(&www);
    process::captured(house, "cordova-ionic-app", &mut bundle, |_| false)?;
    Ok(www)
}

/// Puts a file or a folder into a folder.
fn copied(house: &House, from: &Path, to: &Path) -> Result<(), Stop> {
    fs::create_dir_all(to)?;
    let mut copy = house.command("cp");
    copy.arg("-R").arg(from).arg(to);
    process::captured(house, "cordova-copy", &mut copy, |_| false).map(drop)
}
