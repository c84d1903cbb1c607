//! The package inside an app that R8 has shrunk: whether the rules in the AAR keep what the native library needs.
//!
//! Guarantee: R8 sees what it sees in an app (the AAR's classes and rules, JNA, Kotlin's libraries, Android and its
//! components) and no rule of ours but those in the AAR; what it leaves is run, with the real native library against
//! the real server, by the scenarios that [`TOLD`] names. The program around it is the driver. Called once per check,
//! on the main thread; takes half a minute of one core.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::bindings::Bindings;
use crate::house::House;
use crate::process;
use crate::setup;
use crate::stop::Stop;

use super::aar;
use super::android::Made;
use super::pom::element;

/// R8's newest release, from Google's repository; Android's own build brings one like it.
const R8: &str = "com.android.tools:r8:9.5.28";

/// Google's repository, as Maven's plugin writes it.
const GOOGLE: &str = "google::::https://dl.google.com/dl/android/maven2";

/// Copies one artifact, without a project around it.
const COPY: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy";

/// Parts of the names of the scenarios that are told: records both ways, waiting calls, events, presenter, kills.
const TOLD: [&str; 2] = ["conversation-o", "messenger"];

/// The module whose program calls the package.
pub(crate) const DRIVER: &str = "driver";

/// Shrinks and runs.
///
/// # Errors
/// When R8 cannot be had or finds a class missing, when it took something that Android looks for by name, or when a
/// scenario fails.
pub(crate) fn proof(house: &House, made: &Made) -> Result<(), Stop> {
    let r8 = r8(house)?;
    let folder = house.target.join("package/android/shrunk");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let app = folder.join("app.jar");
    gathered(house, &folder.join("classes"), &app)?;
    let shrunk = folder.join("shrunk.jar");
    let unpacked = house.target.join("package/android/unpacked/aar");
    let driver = house.root.join("bindings/kotlin").join(DRIVER);
    let mut command = house.command("java");
    // Short work: the quick compiler alone is done sooner.
    command.args(["-Xmx2g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"]);
    command.arg(r8).arg("com.android.tools.r8.R8");
    command.args(["--release", "--classfile", "--lib"]);
    command.arg(jdk(house)?).arg("--lib").arg(android(house)?);
    command
        .arg("--pg-conf")
        .arg(unpacked.join("proguard.txt"))
        .arg("--pg-conf")
        .arg(driver.join("shrunk.pro"))
        .arg("--output")
        .arg(&shrunk)
        .arg(&app)
        .arg(unpacked.join("classes.jar"))
        .arg(made.repository.folder(&made.jvm).join(made.jvm.file(".jar")));
    process::captured(house, "package-r8", &mut command, |_| false)?;
    left(house, &shrunk)?;
    let program = script(house, &folder)?;
    for part in TOLD {
        let mut scenarios = house.cargo(["test", "--package", "frontdesk-tests", "--test", "scenarios"]);
        scenarios
            .env("FRONTDESK_DRIVER", &program)
            .env("FRONTDESK_SCENARIO", part);
        process::captured(house, "package-shrunk", &mut scenarios, |_| false)?;
    }
    Ok(())
}

/// R8, from the cache or from Google's repository.
fn r8(house: &House) -> Result<PathBuf, Stop> {
    let version = R8.rsplit(':').next().unwrap_or_default();
    let folder = house.cache.join("r8");
    let jar = folder.join(format!("r8-{version}.jar"));
    if !jar.is_file() {
        let mut maven = setup::jvm::maven(house)?;
        maven
            .arg(COPY)
            .arg(format!("-Dartifact={R8}"))
            .arg(format!("-DremoteRepositories={GOOGLE}"))
            .arg(format!("-DoutputDirectory={}", folder.display()));
        process::captured(house, "package-r8-copy", &mut maven, |_| false)?;
    }
    Ok(jar)
}

/// The driver and the libraries of an app, but not the package, as one jar.
fn gathered(house: &House, folder: &Path, jar: &Path) -> Result<(), Stop> {
    let built = house.target.join("kotlin/frontdesk-driver");
    // A library of the driver's alone: its rules would help ours.
    let brings_rules = |name: &str| name.starts_with("kotlinx-serialization");
    let mut jars = Vec::new();
    for place in [built.join("jars"), built] {
        for entry in fs::read_dir(place)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let is_package = name.starts_with("frontdesk-") && !name.starts_with("frontdesk-driver");
            if name.ends_with(".jar") && !is_package {
                jars.push((!brings_rules(&name), path));
            }
        }
    }
    jars.sort();
    fs::create_dir_all(folder)?;
    let rules = folder.join("META-INF");
    for (keeps_rules, path) in jars {
        let mut unpack = house.command("jar");
        unpack.current_dir(folder).args(["--extract", "--file"]).arg(path);
        process::captured(house, "package-unpack", &mut unpack, |_| false)?;
        if !keeps_rules && rules.exists() {
            fs::remove_dir_all(&rules)?;
        }
    }
    aar::packed(house, folder, jar)
}

/// What Android and JNA look for by name must be there, and something must be gone.
fn left(house: &House, shrunk: &Path) -> Result<(), Stop> {
    let mut list = house.command("jar");
    list.args(["--list", "--file"]).arg(shrunk);
    let listed = process::captured(house, "package-shrunk-list", &mut list, |_| false)?;
    let has = |class: &str| listed.lines().any(|line| line == format!("{class}.class"));
    let android = ["FrontdeskInitProvider", "MessengerActivity", "DeliveryJobService"];
    let mut faults: Vec<String> = android
        .map(|class| format!("dev/frontdesk/android/{class}"))
        .into_iter()
        .chain(["com/sun/jna/Native", "dev/frontdesk/core/CoreClient"].map(str::to_owned))
        .filter(|class| !has(class))
        .map(|class| format!("R8 removed {class}, which is found by its name"))
        .collect();
    if has("dev/frontdesk/Frontdesk") && has("dev/frontdesk/android/AndroidPresenter") {
        faults.push("R8 renamed nothing: the rules keep everything".to_owned());
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(Stop::with_tail(
        "the shrunk app is not as it must be",
        faults.join("\n"),
    ))
}

/// A program that takes the driver's arguments and runs what R8 left.
fn script(house: &House, folder: &Path) -> Result<PathBuf, Stop> {
    let script = folder.join("frontdesk-shrunk");
    let text = format!(
        "#!/bin/sh\nexec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Djna.library.path='{}' \
         -cp '{}' dev.frontdesk.driver.MainKt \"$@\"\n",
        Bindings::of(house).lib.display(),
        folder.join("shrunk.jar").display()
    );
    fs::write(&script, text)?;
    let mut mode = house.command("chmod");
    mode.arg("+x").arg(&script);
    process::captured(house, "package-shrunk-mode", &mut mode, |_| false)?;
    Ok(script)
}

/// Where the JDK is: Java's own classes, which Android brings along.
fn jdk(house: &House) -> Result<String, Stop> {
    let mut ask = house.command("java");
    ask.args(["-XshowSettings:properties", "-version"]);
    let told = process::captured(house, "package-jdk", &mut ask, |_| false)?;
    told.lines()
        .find_map(|line| line.trim().strip_prefix("java.home = "))
        .map(str::to_owned)
        .ok_or_else(|| Stop::new("java does not say where it is"))
}

/// Android's classes, as the example was compiled against them.
fn android(house: &House) -> Result<PathBuf, Stop> {
    let asked = fs::read_to_string(house.root.join("examples/android/compile-check.xml"))?;
    let version = element(&asked, "android.all").unwrap_or_default();
    let jar = house
        .cache
        .join("maven/org/robolectric/android-all")
        .join(version)
        .join(format!("android-all-{version}.jar"));
    if jar.is_file() {
        return Ok(jar);
    }
    Err(Stop::new(format!("{} is not there", jar.display())))
}
