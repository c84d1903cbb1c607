//! What the real `cordova` program makes of the npm package: an app with three platforms, the plugin added, removed, added
//! again, and a platform that goes and comes back.
//!
//! Guarantees: every file of the plugin is where that platform's build looks for it, every entry of plugin.xml in the
//! file that it belongs to, and after a removal nothing of it is left. Neither Android's nor Apple's build runs here:
//! that they would compile is the business of the other checks.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::package::cordova::{ID, Made};
use crate::house::House;
use crate::process;
use crate::setup;
use crate::stop::Stop;

/// Preferences of an app, as the documentation writes them.
const PREFERENCES: &str = r#"    <preference name="frontdesk-server-url" value="https://desk.example.com" />
    <preference name="intercom-app-id" value="abc12345" />
    <preference name="intercom-ios-api-key" value="ios_sdk-key" />
    <preference name="frontdesk-camera-usage" value="To show us what you see &amp; mean" />
    <preference name="intercom-android-api-key" value="android_sdk-key" />
</widget>"#;

/// Where the Kotlin sources go.
const KOTLIN: &str = "platforms/android/app/src/main/kotlin/dev/frontdesk/cordova";

/// Goes through the life of a plugin in an app and leaves the app with it. Returns the app's folder.
///
/// # Errors
/// Names what a generated project lacks, or has too much.
pub(super) fn checked(house: &House, tools: &Path, made: &Made) -> Result<PathBuf, Stop> {
    let app = tools.join("app");
    if app.exists() {
        fs::remove_dir_all(&app)?;
    }
    fs::create_dir_all(tools.join("home"))?;
    let run = |folder: &Path, words: &[&str]| {
        let mut cordova = setup::cordova::command(house, tools, folder);
        cordova.args(words);
        process::captured(house, "cordova-cli", &mut cordova, |_| false)
    };
    // As the book says it: a path alone is taken for a name.
    let name = made.tarball.file_name().unwrap_or_default();
    fs::copy(&made.tarball, tools.join(name))?;
    let tarball = format!("file:../{}", name.to_string_lossy());
    run(tools, &["create", "app", "com.example.frontdesk", "Frontdesk"])?;
    let config = app.join("config.xml");
    let text = fs::read_to_string(&config)?;
    fs::write(&config, text.replace("</widget>", PREFERENCES))?;
    // By name: Cordova finds what is installed beside the app.
    run(
        &app,
        &[
            "platform",
            "add",
            "cordova-android",
            "cordova-ios",
            "cordova-browser",
        ],
    )?;
    run(&app, &["plugin", "add", &tarball])?;
    // As a build does first: hooks of the plugin run then.
    run(&app, &["prepare"])?;
    judged("after adding the plugin", installed(&app, made)?)?;
    run(&app, &["plugin", "rm", ID])?;
    judged("after removing the plugin", left_behind(&app)?)?;
    run(&app, &["plugin", "add", &tarball])?;
    run(&app, &["platform", "rm", "android"])?;
    run(&app, &["platform", "add", "cordova-android"])?;
    run(&app, &["prepare"])?;
    judged("after the platform came back", installed(&app, made)?)?;
    Ok(app)
}

fn judged(when: &str, faults: Vec<String>) -> Result<(), Stop> {
    if faults.is_empty() {
        return Ok(());
    }
    Err(Stop::with_tail(
        format!("the generated projects are not as they must be {when}"),
        faults.join("\n"),
    ))
}

/// One thing that must stand in a file.
type Wanted<'a> = (&'a str, &'a str);

/// What the projects with the plugin lack.
fn installed(app: &Path, made: &Made) -> Result<Vec<String>, Stop> {
    let android = "platforms/android/app/src/main";
    let gradle = format!("platforms/android/{ID}/frontdesk-frontdesk.gradle");
    let manifest = format!("{android}/AndroidManifest.xml");
    let config = format!("{android}/res/xml/config.xml");
    let swift = format!("platforms/ios/packages/{ID}/Package.swift");
    let plist = "platforms/ios/App/App-Info.plist";
    let all = "platforms/ios/packages/cordova-ios-plugins/Package.swift";
    let mut wanted: Vec<Wanted<'_>> = vec![
        (&config, "dev.frontdesk.cordova.FrontdeskPlugin"),
        (&config, "frontdesk-server-url"),
        (&config, "GradlePluginKotlinEnabled"),
        (&manifest, "dev.frontdesk.cordova.StartProvider"),
        (&manifest, "${applicationId}.frontdesk.cordova"),
        (
            "platforms/android/cdv-gradle-config.json",
            "\"IS_GRADLE_PLUGIN_KOTLIN_ENABLED\": true",
        ),
        ("platforms/android/project.properties", "frontdesk.gradle"),
        (&swift, "../cordova-ios"),
        (&swift, "native/ios"),
        (all, "../cordova-plugin-frontdesk"),
        (plist, "<key>NSCameraUsageDescription</key>"),
        (plist, "To show us what you see &amp; mean"),
        (all, ".iOS(\"15.0\")"),
        ("platforms/ios/App/config.xml", "FrontdeskPlugin"),
        ("platforms/browser/www/config.xml", "intercom-app-id"),
    ];
    let pages = [
        "platforms/android/app/src/main/assets/www",
        "platforms/ios/www",
        "platforms/browser/www",
    ];
    let lists: Vec<String> = pages
        .iter()
        .map(|page| format!("{page}/cordova_plugins.js"))
        .collect();
    for list in &lists {
        wanted.push((list, "cordova.plugins.intercom"));
        wanted.push((list, "plugin.intercomContent"));
        wanted.push((list, "\"frontdesk\""));
    }
    let mut faults = Vec::new();
    for (file, text) in wanted {
        match fs::read_to_string(app.join(file)) {
            Ok(found) if found.contains(text) => {}
            Ok(_) => faults.push(format!("{file} does not say {text}")),
            Err(error) => faults.push(format!("{file}: {error}")),
        }
    }
    for page in pages {
        for module in ["intercom.js", "content.js"] {
            there(
                app,
                &format!("{page}/plugins/{ID}/dist/www/{module}"),
                &mut faults,
            );
        }
    }
    there(app, &gradle, &mut faults);
    there(
        app,
        "platforms/browser/www/frontdesk/messenger/index.html",
        &mut faults,
    );
    let camera = fs::read_to_string(app.join(plist)).unwrap_or_default();
    if camera.matches("NSCameraUsageDescription").count() != 1 || camera.contains("NSMicrophone") {
        faults.push("Info.plist has a sentence twice, or one that the app did not word".to_owned());
    }
    // Removing any plugin leaves an empty one.
    if fs::read_to_string(app.join("platforms/ios/Podfile")).is_ok_and(|pods| pods.contains("pod '")) {
        faults.push("the iOS app needs CocoaPods".to_owned());
    }
    there(
        app,
        &format!("platforms/ios/packages/{ID}/src/ios/FrontdeskPlugin.swift"),
        &mut faults,
    );
    if made.parts.android {
        there(
            app,
            &format!("plugins/{ID}/native/android/maven/dev/frontdesk/frontdesk-android"),
            &mut faults,
        );
    }
    let sources = fs::read_dir(app.join("plugins").join(ID).join("src/android"))?;
    for source in sources {
        let name = source?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".kt") {
            there(app, &format!("{KOTLIN}/{name}"), &mut faults);
        }
    }
    Ok(faults)
}

fn there(app: &Path, place: &str, faults: &mut Vec<String>) {
    if !app.join(place).exists() {
        faults.push(format!("there is no {place}"));
    }
}

/// What is left of the plugin where there must be nothing.
fn left_behind(app: &Path) -> Result<Vec<String>, Stop> {
    let mut faults = Vec::new();
    let mut folders = vec![app.join("platforms"), app.join("plugins")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let shown = path.strip_prefix(app).unwrap_or(&path).display().to_string();
            if path.is_dir() {
                // Cordova leaves empty folders of sources; their files would name us below.
                if shown.contains(ID) {
                    faults.push(format!("{shown} is left"));
                } else {
                    folders.push(path);
                }
                continue;
            }
            let sentences = shown.ends_with("-Info.plist");
            let names_it = fs::read_to_string(&path).is_ok_and(|text| {
                text.contains("dev.frontdesk.cordova")
                    || text.contains(ID)
                    || sentences && text.contains("NSCameraUsageDescription")
            });
            if names_it {
                faults.push(format!("{shown} still names it"));
            }
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_removal_leaves_is_named() {
        let dir = tempfile::tempdir().expect("a folder");
        for folder in ["platforms/android", "plugins"] {
            fs::create_dir_all(dir.path().join(folder)).expect("made");
        }
        assert!(left_behind(dir.path()).expect("read").is_empty());
        fs::write(
            dir.path().join("platforms/android/x.properties"),
            format!("a={ID}"),
        )
        .expect("written");
        fs::create_dir_all(dir.path().join("platforms/browser/plugins").join(ID)).expect("made");
        let faults = left_behind(dir.path()).expect("read").join("\n");
        assert!(faults.contains("x.properties still names it"), "{faults}");
        assert!(faults.contains("is left"), "{faults}");
    }
}
