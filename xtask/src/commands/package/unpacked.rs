//! The package as an app's build meets it: taken apart, read and compiled against.
//!
//! Guarantee: a package that passes here has every file where Android's build tools look for it, sums that are
//! right, metadata that names files that exist, and an API that the example app compiles against. What only a
//! device or Gradle can prove is not proven here; docs/android.md says so. Called by the step `kotlin`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::house::House;
use crate::process;
use crate::setup;
use crate::stop::Stop;

use super::aar::{self, ABIS, LIBRARY, PAGES};
use super::android::Made;
use super::maven::{Artifact, described};
use super::pom;

/// Takes the AAR apart and looks for everything that must be in it, and for what must not.
///
/// # Errors
/// Names what is missing or too much.
pub(crate) fn layout(house: &House, made: &Made) -> Result<(), Stop> {
    let inside = opened(house, made)?;
    let mut expected = vec![
        "AndroidManifest.xml".to_owned(),
        "classes.jar".to_owned(),
        "proguard.txt".to_owned(),
        "R.txt".to_owned(),
        "META-INF/com/android/build/gradle/aar-metadata.properties".to_owned(),
    ];
    if made.with_pages {
        expected.push(format!("{PAGES}/index.html"));
    }
    for abi in ABIS.iter().filter(|abi| !made.missing.contains(abi)) {
        expected.push(format!("jni/{abi}/{LIBRARY}"));
    }
    let mut faults: Vec<String> = expected
        .iter()
        .filter(|name| !inside.join(name).is_file())
        .map(|name| format!("the AAR has no {name}"))
        .collect();
    for file in aar::files(&inside)? {
        let name = file
            .strip_prefix(&inside)
            .unwrap_or(&file)
            .to_string_lossy()
            .into_owned();
        let is_page = made.with_pages && name.starts_with(PAGES);
        if !is_page && !name.starts_with("classes/") && !expected.contains(&name) {
            faults.push(format!("the AAR has {name}, which nobody expects"));
        }
    }
    let manifest = fs::read_to_string(inside.join("AndroidManifest.xml"))?;
    if !manifest.contains("android:minSdkVersion=\"24\"") {
        faults.push("the manifest does not state minSdkVersion 24".to_owned());
    }
    let classes = house.target.join("package/android/unpacked/classes");
    extract(house, &inside.join("classes.jar"), &classes)?;
    for class in [
        "FrontdeskAndroid",
        "FrontdeskInitProvider",
        "MessengerActivity",
        "DeliveryJobService",
    ] {
        if !classes
            .join(format!("dev/frontdesk/android/{class}.class"))
            .is_file()
        {
            faults.push(format!("classes.jar has no {class}"));
        }
    }
    for file in aar::files(&classes)? {
        let name = file
            .strip_prefix(&classes)
            .unwrap_or(&file)
            .to_string_lossy()
            .into_owned();
        if !name.starts_with("dev/frontdesk/android/") && !name.starts_with("META-INF/") {
            faults.push(format!("classes.jar has {name}, which is not ours"));
        }
    }
    judged("the AAR", faults)
}

/// Reads `.module` and `.pom` and holds them to the files beside them.
///
/// # Errors
/// Names what does not fit.
pub(crate) fn metadata(made: &Made) -> Result<(), Stop> {
    let mut faults = Vec::new();
    for (artifact, packaging) in [(&made.jvm, "jar"), (&made.android, "aar")] {
        let folder = made.repository.folder(artifact);
        let pom = fs::read_to_string(folder.join(artifact.file(".pom")))?;
        for (name, value) in [
            ("artifactId", artifact.name),
            ("version", artifact.version.as_str()),
            ("packaging", packaging),
        ] {
            if pom::element(&pom, name) != Some(value) {
                faults.push(format!("{}: <{name}> is not {value}", artifact.file(".pom")));
            }
        }
        let text = fs::read_to_string(folder.join(artifact.file(".module")))?;
        let module: Value = serde_json::from_str(&text).map_err(|error| Stop::new(error.to_string()))?;
        faults.extend(faults_of_module(&folder, artifact, &module)?);
        for file in aar::files(&folder)? {
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let is_sum = name.ends_with(".sha1") || name.ends_with(".sha256");
            let sum = PathBuf::from(format!("{}.sha256", file.display()));
            if !is_sum
                && fs::read_to_string(&sum).ok() != Some(described(String::new(), &fs::read(&file)?).sha256)
            {
                faults.push(format!("{name} has no .sha256, or a wrong one"));
            }
        }
    }
    judged("the metadata", faults)
}

fn faults_of_module(folder: &Path, artifact: &Artifact, module: &Value) -> Result<Vec<String>, Stop> {
    let mut faults = Vec::new();
    let empty = Vec::new();
    let variants = module["variants"].as_array().unwrap_or(&empty);
    for wanted in [
        "apiElements",
        "runtimeElements",
        "sourcesElements",
        "javadocElements",
    ] {
        if !variants.iter().any(|variant| variant["name"] == wanted) {
            faults.push(format!("{}: no variant {wanted}", artifact.file(".module")));
        }
    }
    for file in variants
        .iter()
        .flat_map(|variant| variant["files"].as_array().unwrap_or(&empty))
    {
        let name = file["url"].as_str().unwrap_or_default();
        let Ok(bytes) = fs::read(folder.join(name)) else {
            faults.push(format!(
                "{}: names {name}, which is not there",
                artifact.file(".module")
            ));
            continue;
        };
        let is = described(name.to_owned(), &bytes);
        if file["size"] != is.size || file["sha1"] != is.sha1 || file["sha256"] != is.sha256 {
            faults.push(format!(
                "{}: size or sums of {name} are wrong",
                artifact.file(".module")
            ));
        }
    }
    Ok(faults)
}

/// Compiles `examples/android` against the files of the package, with the versions that its `.pom` names.
///
/// # Errors
/// What the compiler says.
pub(crate) fn example(house: &House, made: &Made) -> Result<(), Stop> {
    let inside = opened(house, made)?;
    let jar = made.repository.folder(&made.jvm).join(made.jvm.file(".jar"));
    let mut maven = setup::jvm::maven(house)?;
    maven
        .arg("--file")
        .arg(house.root.join("examples/android/compile-check.xml"))
        .arg(format!("-Dpackaged.jvm={}", jar.display()))
        .arg(format!(
            "-Dpackaged.android={}",
            inside.join("classes.jar").display()
        ))
        .arg(format!("-Dpackaged.version={}", made.versions.own))
        .arg("compile");
    process::captured(house, "package-example", &mut maven, |_| false).map(drop)
}

/// The AAR's files, unpacked once per package.
fn opened(house: &House, made: &Made) -> Result<PathBuf, Stop> {
    let aar = made
        .repository
        .folder(&made.android)
        .join(made.android.file(".aar"));
    let inside = house.target.join("package/android/unpacked/aar");
    extract(house, &aar, &inside)?;
    Ok(inside)
}

fn extract(house: &House, archive: &Path, folder: &Path) -> Result<(), Stop> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut jar = house.command("jar");
    jar.current_dir(folder).args(["--extract", "--file"]).arg(archive);
    process::captured(house, "package-unpack", &mut jar, |_| false).map(drop)
}

fn judged(what: &str, faults: Vec<String>) -> Result<(), Stop> {
    if faults.is_empty() {
        return Ok(());
    }
    Err(Stop::with_tail(
        format!("{what} is not as it must be"),
        faults.join("\n"),
    ))
}
