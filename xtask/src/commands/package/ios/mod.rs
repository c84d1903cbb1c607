//! `cargo xtask package ios`: what an iOS app takes, under `target/package/ios`: the XCFramework and its zip, the
//! Swift sources, `Package.swift` with address and checksum, and the podspecs.
//!
//! Guarantees: what is handed out was built in the size profile for iOS 15 and later, for devices and both
//! simulators; a library that asks for a newer system, or that calls an interface of Apple's the privacy manifest
//! does not name, is a stop. Without Apple's tools (that is, anywhere but on macOS) nothing can be built: the
//! command says so and fails, and `--dry-run` writes the texts alone, marked as such. Called by a person, by the
//! iOS workflow, and dry by the step `swift`.

mod manifest;
mod pods;
mod privacy;
mod sources;
mod xcframework;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::commands::swift as swift_package;
use crate::house::House;
use crate::process;
use crate::report;
use crate::setup::swift::Swift;
use crate::stop::Stop;

/// The name of the XCFramework, which is the name of the C module inside.
const FRAMEWORK: &str = "FrontdeskCoreFFI";

/// The oldest iOS that everything runs on.
const OLDEST_IOS: (u32, u32) = (15, 0);

/// Stands where a checksum belongs while there is nothing to sum up.
const NO_CHECKSUM: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// How to make the package.
#[derive(Debug, Default, Args)]
pub(crate) struct IosArgs {
    /// Write the texts without building anything; they carry a mark and no checksum
    #[arg(long)]
    dry_run: bool,
    /// Let Package.swift name the XCFramework beside it instead of a released zip
    #[arg(long)]
    local: bool,
    /// The folder on the web in which the zips will be
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

/// What the texts are written from.
#[derive(Debug, Clone)]
struct Release {
    version: String,
    repository: String,
    /// The folder of the zips, without a slash at its end.
    url: String,
    /// Of the XCFramework's zip; `None` in a dry run.
    framework_checksum: Option<String>,
    /// Of the pods' zip; `None` in a dry run.
    pods_checksum: Option<String>,
    /// Package.swift names the folder beside it.
    local: bool,
}

impl Release {
    fn planned(args: &IosArgs) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let repository = env!("CARGO_PKG_REPOSITORY").to_owned();
        let url = match &args.url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("{repository}/releases/download/v{version}"),
        };
        Self {
            version,
            repository,
            url,
            framework_checksum: None,
            pods_checksum: None,
            local: args.local,
        }
    }

    /// The first line of every text of a dry run; nothing otherwise.
    fn mark(&self, comment: &str) -> String {
        if self.framework_checksum.is_some() {
            String::new()
        } else {
            format!("{comment} DRY RUN: nothing was built, the checksums are zeros. Not for an app.\n")
        }
    }
}

/// Makes the package.
pub(crate) fn run(house: &House, args: &IosArgs) -> Result<ExitCode, Stop> {
    let mut release = Release::planned(args);
    if args.dry_run {
        let folder = dry(house, &release)?;
        report::doing(&format!("texts only, nothing built: {}", folder.display()));
        return Ok(ExitCode::SUCCESS);
    }
    if !cfg!(target_os = "macos") {
        return Err(Stop::new(
            "the iOS package is built on macOS with Xcode: `cargo rustc` for iOS needs Apple's SDK to compile \
             SQLite and ring, `lipo`, `xcodebuild -create-xcframework` and `ditto` exist nowhere else. \
             What can be made here, Package.swift, the podspecs and the sources, `--dry-run` writes",
        ));
    }
    let folder = fresh(house, "ios")?;
    sources::laid_out(house, &folder)?;
    let zips = xcframework::built(house, &folder)?;
    privacy::declared(house, &zips.symbols)?;
    release.framework_checksum = Some(zips.framework_checksum);
    release.pods_checksum = Some(zips.pods_checksum);
    written(&folder, &release)?;
    report::doing(&format!("iOS package: {}", folder.display()));
    Ok(ExitCode::SUCCESS)
}

/// Writes the texts of a dry run and lets SwiftPM read the manifest in both forms.
///
/// # Errors
/// When a text cannot be written or SwiftPM does not understand it.
pub(crate) fn readable(house: &House, swift: &Swift) -> Result<(), Stop> {
    for local in [false, true] {
        let args = IosArgs {
            local,
            ..IosArgs::default()
        };
        let folder = dry(house, &Release::planned(&args))?;
        let mut dump = swift.command(house, "swift");
        dump.args(["package", "--disable-sandbox", "--package-path"])
            .arg(&folder);
        dump.arg("--scratch-path")
            .arg(house.target.join("swift/manifest"))
            .arg("dump-package");
        let told = process::captured(house, "swift-manifest", &mut dump, |_| false)?;
        for product in ["Frontdesk", "FrontdeskUI"] {
            if !told.contains(&format!("\"name\" : \"{product}\"")) {
                return Err(Stop::with_tail(
                    format!("the written Package.swift offers no {product}"),
                    told,
                ));
            }
        }
    }
    Ok(())
}

fn dry(house: &House, release: &Release) -> Result<PathBuf, Stop> {
    let folder = fresh(house, "ios-dry-run")?;
    sources::laid_out(house, &folder)?;
    written(&folder, release)?;
    Ok(folder)
}

/// An empty folder below `target/package`.
fn fresh(house: &House, name: &str) -> Result<PathBuf, Stop> {
    let folder = house.target.join("package").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn written(folder: &std::path::Path, release: &Release) -> Result<(), Stop> {
    fs::write(folder.join("Package.swift"), manifest::text(release))?;
    for pod in pods::ALL {
        fs::write(folder.join(format!("{}.podspec", pod.name)), pod.text(release))?;
    }
    Ok(())
}

/// Where the Swift package's sources are in the work tree.
fn package(house: &House) -> PathBuf {
    swift_package::sources(house)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn release() -> Release {
        Release {
            version: "1.2.3".into(),
            repository: "https://example.org/desk".into(),
            url: "https://example.org/files".into(),
            framework_checksum: Some("ab".repeat(32)),
            pods_checksum: Some("cd".repeat(32)),
            local: false,
        }
    }

    #[test]
    fn a_release_is_looked_for_beside_its_tag_unless_said_otherwise() {
        let planned = Release::planned(&IosArgs::default());
        assert!(
            planned
                .url
                .ends_with(&format!("/releases/download/v{}", planned.version))
        );
        let args = IosArgs {
            url: Some("https://files.example.org/ios/".into()),
            ..IosArgs::default()
        };
        assert_eq!(Release::planned(&args).url, "https://files.example.org/ios");
    }

    #[test]
    fn a_text_of_a_dry_run_says_so_and_a_released_one_does_not() {
        assert_eq!(release().mark("//"), "");
        let dry = Release {
            framework_checksum: None,
            ..release()
        };
        assert!(dry.mark("#").starts_with("# DRY RUN"));
    }

    #[cfg(not(target_os = "macos"))]
    #[test]
    fn without_apples_tools_the_command_fails_and_says_what_it_can_do() {
        let dir = tempfile::tempdir().expect("a folder");
        let house = House {
            root: dir.path().into(),
            target: dir.path().join("target"),
            cache: dir.path().join("cache"),
            ci: false,
        };
        let stop = run(&house, &IosArgs::default()).expect_err("a refusal");
        let said = stop.to_string();
        assert!(said.contains("macOS") && said.contains("--dry-run"), "{said}");
        assert!(!house.target.exists(), "a refusal leaves nothing behind");
    }
}
