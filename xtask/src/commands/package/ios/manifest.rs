//! The `Package.swift` that apps take.
//!
//! Guarantee: the same targets, products, platforms and language modes as in development, with the core as a binary
//! target: by address and checksum, or by the folder beside it. Pure text.

use super::{FRAMEWORK, NO_CHECKSUM, OLDEST_IOS, Release};

/// The manifest.
pub(super) fn text(release: &Release) -> String {
    let mark = release.mark("//");
    let Release { version, .. } = release;
    let core = binary_target(release);
    let ios = OLDEST_IOS.0;
    format!(
        r#"// swift-tools-version: 6.0
{mark}// Frontdesk {version} for iOS {ios} and later. Written by `cargo xtask package ios`.

import PackageDescription

let package = Package(
    name: "Frontdesk",
    platforms: [.iOS(.v{ios})],
    products: [
        .library(name: "Frontdesk", targets: ["Frontdesk"]),
        .library(name: "FrontdeskUI", targets: ["FrontdeskUI"]),
    ],
    targets: [
        {core},
        .target(
            name: "FrontdeskCore",
            dependencies: ["{FRAMEWORK}"],
            swiftSettings: [.swiftLanguageMode(.v5)]
        ),
        .target(
            name: "Frontdesk",
            dependencies: ["FrontdeskCore"],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .target(
            name: "FrontdeskUI",
            dependencies: ["Frontdesk"],
            resources: [.copy("Resources/messenger"), .copy("PrivacyInfo.xcprivacy")],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
    ]
)
"#
    )
}

fn binary_target(release: &Release) -> String {
    if release.local {
        return format!(r#".binaryTarget(name: "{FRAMEWORK}", path: "{FRAMEWORK}.xcframework")"#);
    }
    let url = &release.url;
    let checksum = release.framework_checksum.as_deref().unwrap_or(NO_CHECKSUM);
    format!(
        r#".binaryTarget(
            name: "{FRAMEWORK}",
            url: "{url}/{FRAMEWORK}.xcframework.zip",
            checksum: "{checksum}"
        )"#
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::release;
    use super::*;

    #[test]
    fn the_tools_version_is_the_first_line_also_in_a_dry_run() {
        let dry = Release {
            framework_checksum: None,
            ..release()
        };
        for release in [release(), dry] {
            assert!(text(&release).starts_with("// swift-tools-version: 6.0\n"));
        }
    }

    #[test]
    fn the_core_is_named_by_address_and_checksum() {
        let text = text(&release());
        assert!(text.contains(r#"url: "https://example.org/files/FrontdeskCoreFFI.xcframework.zip""#));
        assert!(text.contains(&"ab".repeat(32)) && !text.contains("DRY RUN"));
        assert!(text.contains("platforms: [.iOS(.v15)]"));
    }

    #[test]
    fn a_local_package_names_the_folder_beside_it_and_no_address() {
        let text = text(&Release {
            local: true,
            ..release()
        });
        assert!(text.contains(r#"path: "FrontdeskCoreFFI.xcframework""#) && !text.contains("url:"));
    }

    #[test]
    fn a_dry_run_has_zeros_where_the_checksum_belongs() {
        let text = text(&Release {
            framework_checksum: None,
            ..release()
        });
        assert!(text.contains(NO_CHECKSUM) && text.contains("// DRY RUN"));
    }
}
