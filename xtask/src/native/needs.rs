//! The oldest systems that an app with Frontdesk runs on, and every place that must say the same.
//!
//! Guarantees: written once, in `[workspace.metadata.frontdesk]`; a manifest, package or workflow that says
//! something else is named. Called by the step `platforms` and by the builds for phones.

use std::fs;

use crate::house::House;
use crate::steps::Verdict;
use crate::stop::Stop;

/// The oldest systems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Needs {
    /// Android's API level.
    pub(crate) android_api: String,
    /// The version of iOS.
    pub(crate) ios: String,
}

/// A place that repeats one of them: the file, and what stands before the value.
type Place = (&'static str, &'static [&'static str]);

const ANDROID: &[Place] = &[
    (
        "bindings/kotlin/frontdesk-android/src/main/AndroidManifest.xml",
        &["android:minSdkVersion=\""],
    ),
    ("examples/android/app/build.gradle.kts", &["minSdk = "]),
    (
        "examples/android/app/build.gradle",
        &["minSdk ", "minSdkVersion "],
    ),
    (
        "examples/android/src/main/AndroidManifest.xml",
        &["android:minSdkVersion=\""],
    ),
];

const IOS: &[Place] = &[
    ("bindings/swift/Package.swift", &[".iOS(.v", ".iOS(\""]),
    (
        "bindings/swift/Frontdesk.podspec",
        &["ios.deployment_target = \"", "ios.deployment_target = '"],
    ),
    (
        "bindings/swift/FrontdeskUI.podspec",
        &["ios.deployment_target = \"", "ios.deployment_target = '"],
    ),
    (
        "xtask/src/commands/package/ios/mod.rs",
        &["OLDEST_IOS: (u32, u32) = ("],
    ),
    ("examples/ios/project.yml", &["iOS: \"", "deploymentTarget: \""]),
];

impl Needs {
    /// Reads them.
    ///
    /// # Errors
    /// When the workspace's manifest does not say them.
    pub(crate) fn of(house: &House) -> Result<Self, Stop> {
        let manifest = fs::read_to_string(house.root.join("Cargo.toml"))?;
        let value = |key: &str| {
            manifest
                .lines()
                .skip_while(|line| *line != "[workspace.metadata.frontdesk]")
                .skip(1)
                .take_while(|line| !line.starts_with('['))
                .find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))
                .map(|value| value.trim().trim_matches('"').to_owned())
                .ok_or_else(|| Stop::new(format!("[workspace.metadata.frontdesk] has no {key}")))
        };
        Ok(Self {
            android_api: value("android-min-api")?,
            ios: value("ios-min")?,
        })
    }

    /// Every place of `text` that says another version; how many said this one.
    fn compare(text: &str, (file, keys): Place, wanted: &str) -> (usize, Vec<String>) {
        let mut same = 0;
        let mut others = Vec::new();
        for key in keys {
            for (at, _) in text.match_indices(key) {
                let rest = &text[at + key.len()..];
                let end = rest
                    .find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_')
                    .unwrap_or(rest.len());
                let found = rest[..end].replace('_', ".");
                // `15` and `15.0` are one version.
                let same_version = |version: &str| version.strip_suffix(".0").map(str::to_owned);
                let plain = |version: &str| same_version(version).unwrap_or_else(|| version.to_owned());
                if plain(&found) == plain(wanted) {
                    same += 1;
                } else {
                    others.push(format!("{file}: {found}, not {wanted}"));
                }
            }
        }
        (same, others)
    }
}

/// The step.
///
/// # Errors
/// When a place says another version, or none of the places exists.
pub(crate) fn step(house: &House) -> Result<Verdict, Stop> {
    let needs = Needs::of(house)?;
    let android = ANDROID.iter().map(|place| (place, &needs.android_api));
    let ios = IOS.iter().map(|place| (place, &needs.ios));
    let (mut same, mut others) = (0, Vec::new());
    for (place, wanted) in android.chain(ios) {
        let Ok(text) = fs::read_to_string(house.root.join(place.0)) else {
            continue;
        };
        let (agreeing, differing) = Needs::compare(&text, *place, wanted);
        same += agreeing;
        others.extend(differing);
    }
    if !others.is_empty() {
        return Err(Stop::with_tail(
            "the oldest systems are those of [workspace.metadata.frontdesk]",
            others.join("\n"),
        ));
    }
    if same == 0 {
        return Err(Stop::new("no file says what the oldest systems are"));
    }
    Ok(Verdict::Passed(format!(
        "Android API {}, iOS {}, in {same} places",
        needs.android_api, needs.ios
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_says_both() {
        let house = House::find().expect("a house");
        let needs = Needs::of(&house).expect("both");
        assert!(needs.android_api.parse::<u32>().expect("a level") >= 24);
        assert!(needs.ios.ends_with(".0"));
    }

    #[test]
    fn a_place_that_says_something_else_is_named() {
        let place = ("Package.swift", &[".iOS(.v"] as &[&str]);
        assert_eq!(
            Needs::compare("platforms: [.iOS(.v15)]", place, "15.0"),
            (1, vec![])
        );
        let (same, others) = Needs::compare("platforms: [.iOS(.v13_4)]", place, "15.0");
        assert_eq!((same, others.len()), (0, 1));
        assert_eq!(others[0], "Package.swift: 13.4, not 15.0");
    }
}
