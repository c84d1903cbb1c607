//! The native packages inside the npm package.
//!
//! Guarantees: taken as `cargo xtask package android` and `ios` left them, without sources, documentation and zips; what
//! is not there is named; the ABIs that are inside are written beside them, where the plugin's hook reads them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::house::House;
use crate::process;
use crate::stop::Stop;

use super::super::aar::{self, ABIS, LIBRARY};

/// What is inside.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// Whether the Android package is.
    pub(crate) android: bool,
    /// ABIs whose library is.
    pub(crate) abis: Vec<&'static str>,
    /// Whether the iOS package is.
    pub(crate) ios: bool,
}

impl Parts {
    /// Copies what there is to `native`.
    pub(super) fn taken(house: &House, native: &Path) -> Result<Self, Stop> {
        let packages = house.target.join("package");
        let mut parts = Self::default();
        if let Some(aar) = android_library(house) {
            let maven = packages.join("android/maven");
            for file in aar::files(&maven)?.iter().filter(|file| is_for_builds(file)) {
                let place = native
                    .join("android/maven")
                    .join(file.strip_prefix(&maven).unwrap_or(file));
                super::put(file, &place)?;
            }
            parts.android = true;
            parts.abis = abis(house, &aar)?;
            let list = serde_json::json!(parts.abis).to_string();
            fs::write(native.join("android/abis.json"), list)?;
        }
        let ios = packages.join("ios");
        if ios.join("FrontdeskCoreFFI.xcframework").is_dir() && ios.join("Package.swift").is_file() {
            for place in ["Package.swift", "Sources", "FrontdeskCoreFFI.xcframework"] {
                let from = ios.join(place);
                if from.is_file() {
                    super::put(&from, &native.join("ios").join(place))?;
                } else {
                    aar::copy_tree(&from, &native.join("ios").join(place))?;
                }
            }
            parts.ios = true;
        }
        Ok(parts)
    }

    /// One sentence for each thing that is not inside.
    pub(super) fn missing(&self) -> Vec<String> {
        let mut all = Vec::new();
        if !self.android {
            all.push(
                "the Android package; make it with `cargo xtask package android`, and this one again: without it \
                 `cordova plugin add` stops on Android with this sentence"
                    .to_owned(),
            );
        }
        let without: Vec<_> = ABIS
            .iter()
            .filter(|abi| !self.abis.contains(abi))
            .copied()
            .collect();
        if self.android && !without.is_empty() {
            all.push(format!(
                "{LIBRARY} for {}, which only the NDK can link (`cargo xtask native android`): the app builds, and \
                 calls on such a device answer `internal`",
                without.join(", ")
            ));
        }
        if !self.ios {
            all.push(
                "the iOS package, which only a Mac can build (`cargo xtask package ios --local`): an iOS app does \
                 not compile without it"
                    .to_owned(),
            );
        }
        all
    }
}

/// The AAR that `cargo xtask package android` left, when it did.
pub(crate) fn android_library(house: &House) -> Option<PathBuf> {
    let version = env!("CARGO_PKG_VERSION");
    let aar = house.target.join(format!(
        "package/android/maven/dev/frontdesk/frontdesk-android/{version}/frontdesk-android-{version}.aar"
    ));
    aar.is_file().then_some(aar)
}

/// What Gradle needs to build; not what a person reads.
fn is_for_builds(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    !name.contains("-sources.jar") && !name.contains("-javadoc.jar")
}

/// The ABIs whose library an AAR holds.
fn abis(house: &House, aar: &Path) -> Result<Vec<&'static str>, Stop> {
    let mut list = house.command("jar");
    list.args(["--list", "--file"]).arg(aar);
    let told = process::captured(house, "cordova-abis", &mut list, |_| false)?;
    let holds = |abi: &&str| {
        let name = format!("jni/{abi}/{LIBRARY}");
        told.lines().any(|line| line == name)
    };
    Ok(ABIS.iter().copied().filter(|abi| holds(abi)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_documentation_stay_out_and_sums_go_in() {
        for (name, goes) in [
            ("frontdesk-0.1.0.jar", true),
            ("frontdesk-0.1.0.jar.sha256", true),
            ("frontdesk-0.1.0.module", true),
            ("frontdesk-0.1.0-sources.jar", false),
            ("frontdesk-0.1.0-javadoc.jar.sha1", false),
        ] {
            assert_eq!(is_for_builds(Path::new(name)), goes, "{name}");
        }
    }

    #[test]
    fn each_thing_that_is_missing_is_one_sentence() {
        assert_eq!(Parts::default().missing().len(), 2);
        let half = Parts {
            android: true,
            abis: vec!["arm64-v8a"],
            ios: true,
        };
        let sentences = half.missing();
        assert!(
            sentences.len() == 1 && sentences[0].contains("armeabi-v7a, x86_64"),
            "{sentences:?}"
        );
        let whole = Parts {
            abis: ABIS.to_vec(),
            ..half
        };
        assert!(whole.missing().is_empty());
    }
}
