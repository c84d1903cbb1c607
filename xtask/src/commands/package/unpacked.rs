//! The package as an app's build meets it: taken apart, read and compiled against.
//!
//! Guarantee: a package that passes here has every file where Android's build tools look for it, sums that are
//! right, metadata that names files that exist, and an API that the example app compiles against. What only a
//! device or Gradle can prove is not proven here; docs/book/android.md says so. Called by the step `package`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::house::House;
use crate::process;
use crate::setup;
use crate::stop::Stop;

use super::aar::{self, ABIS, LIBRARY, PAGES};
use super::android::Made;
use super::maven::{Artifact, Repository, described};
use super::pom;

/// Takes the AAR apart and looks for everything that must be in it, and for what must not.
///
/// # Errors
/// Names what is missing or too much.
pub(crate) fn layout(house: &House, made: &Made) -> Result<(), Stop> {
    let inside = opened(house, made)?;
    let there = names(&inside)?;
    let mut faults = faults_of_names(&there, &made.missing, made.with_pages);
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
    for name in names(&classes)? {
        if !name.starts_with("dev/frontdesk/android/") && !name.starts_with("META-INF/") {
            faults.push(format!("classes.jar has {name}, which is not ours"));
        }
    }
    judged("the AAR", faults)
}

/// The files below `folder`, by the names that an archive of it would give them.
fn names(folder: &Path) -> Result<Vec<String>, Stop> {
    let name = |file: &PathBuf| {
        file.strip_prefix(folder)
            .unwrap_or(file)
            .to_string_lossy()
            .into_owned()
    };
    Ok(aar::files(folder)?.iter().map(name).collect())
}

/// What an AAR with these files lacks, and what it has too much.
fn faults_of_names(there: &[String], missing: &[&str], with_pages: bool) -> Vec<String> {
    let index = format!("{PAGES}/index.html");
    let mut expected: Vec<String> = [
        "AndroidManifest.xml",
        "classes.jar",
        "proguard.txt",
        "R.txt",
        "META-INF/com/android/build/gradle/aar-metadata.properties",
    ]
    .map(str::to_owned)
    .to_vec();
    if with_pages {
        expected.push(index);
    }
    for abi in ABIS.iter().filter(|abi| !missing.contains(abi)) {
        expected.push(format!("jni/{abi}/{LIBRARY}"));
    }
    let gaps = expected
        .iter()
        .filter(|name| !there.contains(name))
        .map(|name| format!("the AAR has no {name}"));
    let is_page = |name: &str| with_pages && name.starts_with(PAGES);
    let strangers = there
        .iter()
        .filter(|name| !is_page(name) && !expected.contains(name))
        .map(|name| format!("the AAR has {name}, which nobody expects"));
    gaps.chain(strangers).collect()
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
        faults.extend(faults_of_module(&folder, artifact, &module, made.documented));
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

fn faults_of_module(folder: &Path, artifact: &Artifact, module: &Value, documented: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let empty = Vec::new();
    let variants = module["variants"].as_array().unwrap_or(&empty);
    let mut wanted = vec!["apiElements", "runtimeElements", "sourcesElements"];
    if documented {
        wanted.push("javadocElements");
    }
    for wanted in wanted {
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
    faults
}

/// Compiles `examples/android` as a host elsewhere would: Maven reads the package as a repository, checks its sums and
/// brings along what its metadata names, nothing else.
///
/// # Errors
/// What Maven or the compiler says.
pub(crate) fn example(house: &House, made: &Made) -> Result<(), Stop> {
    let inside = opened(house, made)?;
    let out = house.target.join("package/android/example");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    // Maven never asks again for a version that it has: an earlier package must not be what is checked.
    for artifact in [&made.jvm, &made.android] {
        let kept = Repository::at(house.cache.join("maven")).folder(artifact);
        if kept.exists() {
            fs::remove_dir_all(kept)?;
        }
    }
    let mut maven = setup::jvm::maven(house)?;
    maven
        .arg("--file")
        .arg(house.root.join("examples/android/compile-check.xml"));
    for (name, place) in [
        ("repository", made.repository.root.as_path()),
        ("classes", &inside.join("classes.jar")),
        ("out", &out),
    ] {
        maven.arg(format!("-Dpackaged.{name}={}", place.display()));
    }
    maven
        .arg(format!("-Dpackaged.version={}", made.versions.own))
        .arg("compile");
    process::captured(house, "package-example", &mut maven, |_| false)?;
    let activity = out.join("classes/com/example/frontdesk/MainActivity.class");
    if activity.is_file() {
        return Ok(());
    }
    Err(Stop::new(format!("the example left no {}", activity.display())))
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_file_that_an_aar_lacks_or_has_too_much_is_named() {
        let mut there: Vec<String> = [
            "AndroidManifest.xml",
            "META-INF/com/android/build/gradle/aar-metadata.properties",
            "R.txt",
            "classes.jar",
            "jni/x86_64/libfrontdesk_ffi.so",
            "proguard.txt",
        ]
        .map(str::to_owned)
        .to_vec();
        let missing = ["arm64-v8a", "armeabi-v7a"];
        assert!(faults_of_names(&there, &missing, false).is_empty());
        let faults = faults_of_names(&there, &["arm64-v8a"], true).join(" ");
        assert!(
            faults.contains("no assets/frontdesk/messenger/index.html"),
            "{faults}"
        );
        assert!(faults.contains("no jni/armeabi-v7a/"), "{faults}");
        there.push("libs/stranger.jar".into());
        there.retain(|name| name != "proguard.txt");
        let faults = faults_of_names(&there, &missing, false).join(" ");
        assert!(
            faults.contains("no proguard.txt") && faults.contains("has libs/stranger.jar"),
            "{faults}"
        );
    }

    #[test]
    fn metadata_that_names_a_file_with_other_bytes_or_none_at_all_is_a_fault() {
        let dir = tempfile::tempdir().expect("a folder");
        let artifact = Artifact {
            name: "frontdesk",
            version: "1".into(),
        };
        fs::write(dir.path().join("one"), "one").expect("a file");
        let is = described("one".into(), b"one");
        let module = |file: Value| {
            let of = |name: &str| json!({"name": name, "files": [file.clone()]});
            json!({"variants": [of("apiElements"), of("runtimeElements"), of("sourcesElements")]})
        };
        let faults = |file: Value, documented| {
            faults_of_module(dir.path(), &artifact, &module(file), documented).join(" ")
        };
        let good = json!({"url": "one", "size": is.size, "sha1": is.sha1, "sha256": is.sha256});
        assert_eq!(faults(good.clone(), false), "");
        assert!(faults(good, true).contains("no variant javadocElements"));
        assert!(faults(json!({"url": "one", "size": 3}), false).contains("sums of one are wrong"));
        assert!(faults(json!({"url": "two"}), false).contains("names two, which is not there"));
    }
}
