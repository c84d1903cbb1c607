//! The npm package as `cordova plugin add` meets it: taken apart and held to its own plugin.xml.
//!
//! Guarantee: a package that passes has every file that plugin.xml names, one version everywhere, one table of actions
//! on Android and iOS, and nothing that only builds it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::house::House;
use crate::process;
use crate::stop::Stop;

use super::super::aar;
use super::{ID, Made};

/// Unpacks the tarball and looks.
pub(super) fn checked(house: &House, made: &Made) -> Result<(), Stop> {
    let folder = house.target.join("package/cordova-unpacked");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut tar = house.command("tar");
    tar.arg("-xzf").arg(&made.tarball).arg("-C").arg(&folder);
    process::captured(house, "cordova-unpack", &mut tar, |_| false)?;
    let package = folder.join("package");
    let mut faults = faults_of_files(&package)?;
    faults.extend(faults_of_versions(&package)?);
    faults.extend(faults_of_tables(&package)?);
    if made.parts.android && !package.join("native/android/abis.json").is_file() {
        faults.push("the Android package is inside without its list of ABIs".to_owned());
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(Stop::with_tail(
        "the npm package is not as it must be",
        faults.join("\n"),
    ))
}

/// What plugin.xml names and is not there; what is there and belongs to nobody.
fn faults_of_files(package: &Path) -> Result<Vec<String>, Stop> {
    let xml = fs::read_to_string(package.join("plugin.xml"))?;
    let mut faults: Vec<String> = values(&xml, "src")
        .filter(|src| !package.join(src).exists())
        .map(|src| format!("plugin.xml names {src}, which is not there"))
        .collect();
    for file in aar::files(package)? {
        let name = file
            .strip_prefix(package)
            .unwrap_or(&file)
            .to_string_lossy()
            .into_owned();
        let ours = ["dist/", "types/", "hooks/", "src/android/", "src/ios/", "native/"];
        let top = [
            "package.json",
            "plugin.xml",
            "Package.swift",
            "README.md",
            "LICENSE-MIT",
            "LICENSE-APACHE",
        ];
        if !ours.iter().any(|room| name.starts_with(room)) && !top.contains(&name.as_str()) {
            faults.push(format!("the package has {name}, which nobody expects"));
        }
        let kotlin = name.starts_with("src/android/") && name.ends_with(".kt");
        let page = name.starts_with("dist/browser/messenger/");
        if (kotlin || page) && !xml.contains(&format!("src=\"{name}\"")) {
            faults.push(format!("plugin.xml does not name {name}"));
        }
    }
    Ok(faults)
}

fn faults_of_versions(package: &Path) -> Result<Vec<String>, Stop> {
    let version = env!("CARGO_PKG_VERSION");
    let mut faults = Vec::new();
    for (file, wanted) in [
        ("package.json", format!("\"version\": \"{version}\"")),
        ("plugin.xml", format!("id=\"{ID}\" version=\"{version}\"")),
        ("Package.swift", format!("name: \"{ID}\"")),
        (
            "src/android/frontdesk.gradle",
            format!("frontdesk-android:{version}'"),
        ),
    ] {
        if !fs::read_to_string(package.join(file))?.contains(&wanted) {
            faults.push(format!("{file} does not say {wanted}"));
        }
    }
    Ok(faults)
}

/// The same names on both platforms, and on iOS a method for each.
fn faults_of_tables(package: &Path) -> Result<Vec<String>, Stop> {
    let kotlin = joined(&package.join("src/android"), "Actions.kt")?;
    let swift = joined(&package.join("src/ios"), "Actions.swift")?;
    let plugin = fs::read_to_string(package.join("src/ios/FrontdeskPlugin.swift"))?;
    let android = names(&kotlin, "\" to ");
    let ios = names(&swift, "\": ");
    let methods: BTreeSet<String> = plugin
        .lines()
        .filter_map(|line| line.trim().strip_prefix("@objc(")?.split_once(":)"))
        .map(|(name, _)| name.to_owned())
        .collect();
    if android.len() < 30 {
        return Ok(vec![format!("only {} actions were found", android.len())]);
    }
    let differ = |what: &str, one: &BTreeSet<String>, other: &BTreeSet<String>| {
        let odd: Vec<_> = one.symmetric_difference(other).cloned().collect();
        (!odd.is_empty()).then(|| format!("{what} differ: {}", odd.join(", ")))
    };
    Ok([
        differ("the tables of Android and iOS", &android, &ios),
        differ("the table and the methods of iOS", &ios, &methods),
    ]
    .into_iter()
    .flatten()
    .collect())
}

fn joined(folder: &Path, ending: &str) -> Result<String, Stop> {
    let mut text = String::new();
    for file in aar::files(folder)? {
        if file.to_string_lossy().ends_with(ending) {
            text.push_str(&fs::read_to_string(file)?);
        }
    }
    Ok(text)
}

/// The names of a table: lines of one level that begin with a text, followed by `mark`.
fn names(source: &str, mark: &str) -> BTreeSet<String> {
    source
        .lines()
        .filter_map(|line| line.strip_prefix("    \"")?.split_once(mark))
        .map(|(name, _)| name.to_owned())
        .filter(|name| !name.is_empty() && name.chars().all(char::is_alphabetic))
        .collect()
}

/// The values of an attribute, wherever it stands.
fn values<'a>(xml: &'a str, attribute: &str) -> impl Iterator<Item = &'a str> {
    let mark = format!(" {attribute}=\"");
    let parts: Vec<&str> = xml.split(mark.as_str()).skip(1).collect();
    parts.into_iter().filter_map(|rest| rest.split('"').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_table_are_read_in_both_languages() {
        let kotlin = "    \"logout\" to ask { it },\n        \"deep\" to 1,\n    \"conversation_id\" to x,\n";
        assert_eq!(
            names(kotlin, "\" to ").into_iter().collect::<Vec<_>>(),
            ["logout"]
        );
        let swift = "    \"logout\": .ask {\n        \"title\": 1\n    }\n    \"hide\": hide,\n";
        assert_eq!(
            names(swift, "\": ").into_iter().collect::<Vec<_>>(),
            ["hide", "logout"]
        );
    }

    #[test]
    fn a_file_that_plugin_xml_names_and_a_stranger_are_told() {
        let dir = tempfile::tempdir().expect("a folder");
        let put = |name: &str, text: &str| {
            let place = dir.path().join(name);
            fs::create_dir_all(place.parent().expect("a folder")).expect("made");
            fs::write(place, text).expect("written");
        };
        put(
            "plugin.xml",
            "<a src=\"dist/one.js\" /><b x=\"1\" src=\"dist/two.js\"/>",
        );
        put("dist/one.js", "");
        put("src/android/New.kt", "");
        put("tests/one.ts", "");
        let faults = faults_of_files(dir.path()).expect("read").join("\n");
        assert!(faults.contains("names dist/two.js"), "{faults}");
        assert!(faults.contains("does not name src/android/New.kt"), "{faults}");
        assert!(faults.contains("has tests/one.ts"), "{faults}");
        assert_eq!(faults.lines().count(), 3, "{faults}");
    }
}
