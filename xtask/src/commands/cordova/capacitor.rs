//! What Capacitor's own program makes of the npm package: an app with Android and iOS (as a Swift package), the plugin
//! installed, synchronised twice.
//!
//! Guarantees: every source is where the generated Gradle module compiles it, the plugin's Gradle file is applied and
//! finds its Maven folder from there, manifest, config.xml and the page's list of plugins name it; on iOS the app's package
//! depends on the plugin's, which Capacitor has pointed to its own Cordova. Neither Gradle nor Xcode runs here. Called by
//! the step `cordova`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::commands::package::cordova::{ID, Made};
use crate::house::House;
use crate::process;
use crate::setup;
use crate::stop::Stop;

/// As the book says it.
const CONFIG: &str = r#"{"appId": "com.example.frontdesk", "appName": "Frontdesk", "webDir": "www", "cordova": {"preferences": {
  "frontdesk-server-url": "https://desk.example.com", "intercom-app-id": "abc12345",
  "intercom-android-api-key": "android_sdk-key", "intercom-ios-api-key": "ios_sdk-key"}}}"#;

/// Makes the app and looks at it.
///
/// # Errors
/// When a command fails; names what the generated projects lack.
pub(super) fn checked(house: &House, made: &Made) -> Result<(), Stop> {
    let tools = setup::cordova::capacitor(house)?;
    let app = tools.join("app");
    if app.exists() {
        fs::remove_dir_all(&app)?;
    }
    let plugin = app.join("node_modules").join(ID);
    fs::create_dir_all(&plugin)?;
    fs::create_dir_all(app.join("www"))?;
    fs::write(
        app.join("www/index.html"),
        "<!doctype html><html><head></head><body></body></html>",
    )?;
    fs::write(app.join("capacitor.config.json"), CONFIG)?;
    let package = fs::read_to_string(tools.join("package.json"))?;
    let with_plugin = package.replacen(
        "\"dependencies\": {",
        &format!("\"dependencies\": {{ \"{ID}\": \"*\","),
        1,
    );
    fs::write(app.join("package.json"), with_plugin)?;
    let mut unpack = house.command("tar");
    unpack
        .arg("-xzf")
        .arg(&made.tarball)
        .arg("-C")
        .arg(&plugin)
        .arg("--strip-components=1");
    process::captured(house, "capacitor-unpack", &mut unpack, |_| false)?;

    let run = |words: &[&str]| {
        process::captured(
            house,
            "capacitor",
            &mut capacitor(house, &tools, &app, words),
            |_| false,
        )
    };
    run(&["add", "android"])?;
    // It makes the project, and then asks for a Podfile that a project of Swift packages has not.
    let _asks_for_pods = run(&["add", "ios", "--packagemanager", "SPM"]);
    raise_ios(&app)?;
    run(&["sync"])?;
    let faults = faults(&app, made)?;
    if faults.is_empty() {
        return Ok(());
    }
    Err(Stop::with_tail(
        "the projects that Capacitor generates are not as they must be",
        faults.join("\n"),
    ))
}

fn capacitor(house: &House, tools: &Path, app: &Path, words: &[&str]) -> Command {
    let mut command = house.command("node");
    command
        .arg(tools.join("node_modules/@capacitor/cli/bin/capacitor"))
        .args(words)
        .current_dir(app)
        .env("CI", "1")
        .env("HOME", tools.join("home"))
        .env("NO_COLOR", "1");
    command
}

/// The oldest iOS of Frontdesk's package, as an app sets it in Xcode.
fn raise_ios(app: &Path) -> Result<(), Stop> {
    let file = app.join("ios/App/App.xcodeproj/project.pbxproj");
    let text =
        fs::read_to_string(&file).map_err(|error| Stop::new(format!("{}: {error}", file.display())))?;
    fs::write(
        file,
        text.replace(
            "IPHONEOS_DEPLOYMENT_TARGET = 14.0",
            "IPHONEOS_DEPLOYMENT_TARGET = 15.0",
        ),
    )?;
    Ok(())
}

fn faults(app: &Path, made: &Made) -> Result<Vec<String>, Stop> {
    let module = "android/capacitor-cordova-android-plugins";
    let gradle = format!("{module}/build.gradle");
    let manifest = format!("{module}/src/main/AndroidManifest.xml");
    let android = "android/app/src/main";
    let config = format!("{android}/res/xml/config.xml");
    let package = format!("node_modules/{ID}/Package.swift");
    let all = "ios/App/CapApp-SPM/Package.swift";
    let mut wanted = vec![
        (gradle.clone(), "src/android/frontdesk.gradle"),
        (gradle.clone(), "apply plugin: 'kotlin-android'"),
        (gradle, "src/main/kotlin"),
        (manifest, "dev.frontdesk.cordova.StartProvider"),
        (config.clone(), "dev.frontdesk.cordova.FrontdeskPlugin"),
        (config, "frontdesk-server-url"),
        ("ios/App/App/config.xml".to_owned(), "FrontdeskPlugin"),
        ("ios/App/App/config.xml".to_owned(), "intercom-ios-api-key"),
        (
            all.to_owned(),
            ".product(name: \"cordova-plugin-frontdesk\", package: \"cordova-plugin-frontdesk\")",
        ),
        (all.to_owned(), ".iOS(.v15)"),
        (package, "ionic-team/capacitor-swift-pm.git"),
    ];
    for page in [&format!("{android}/assets/public"), "ios/App/App/public"] {
        wanted.push((format!("{page}/cordova.js"), "cordova/exec"));
        for name in [
            "cordova.plugins.intercom",
            "plugin.intercomContent",
            "\"frontdesk\"",
        ] {
            wanted.push((format!("{page}/cordova_plugins.js"), name));
        }
        wanted.push((
            format!("{page}/plugins/{ID}/dist/www/intercom.js"),
            "presentSpace",
        ));
        wanted.push((
            format!("{page}/plugins/{ID}/dist/www/content.js"),
            "articleWithArticleId",
        ));
    }
    let mut faults = Vec::new();
    for (file, text) in wanted {
        match fs::read_to_string(app.join(&file)) {
            Ok(found) if found.contains(text) => {}
            Ok(_) => faults.push(format!("{file} does not say {text}")),
            Err(error) => faults.push(format!("{file}: {error}")),
        }
    }
    for source in fs::read_dir(app.join("node_modules").join(ID).join("src/android"))? {
        let name = source?.file_name().to_string_lossy().into_owned();
        let place = format!("{module}/src/main/kotlin/dev/frontdesk/cordova/{name}");
        if name.ends_with(".kt") && !app.join(&place).exists() {
            faults.push(format!("there is no {place}"));
        }
    }
    // Where frontdesk.gradle looks, from Capacitor's root project.
    let maven = format!("android/../node_modules/{ID}/native/android/maven");
    if made.parts.android && !app.join(&maven).is_dir() {
        faults.push(format!("there is no {maven}"));
    }
    Ok(faults)
}
