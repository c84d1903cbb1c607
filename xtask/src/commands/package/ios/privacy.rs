//! Holds the privacy manifest to what the library really calls.
//!
//! Guarantee: a library that calls one of the interfaces for which Apple wants a declared reason is only handed out
//! when `PrivacyInfo.xcprivacy` declares that category. The list is Apple's, as far as C symbols go; the hand-written
//! Swift uses none of its Objective-C ones (`UserDefaults`, active keyboards), which a reader can see.

use std::collections::BTreeSet;
use std::fs;

use super::package;
use crate::house::House;
use crate::stop::Stop;

/// Categories and the symbols that belong to them.
const CATEGORIES: &[(&str, &[&str])] = &[
    (
        "NSPrivacyAccessedAPICategoryFileTimestamp",
        &[
            "stat",
            "fstat",
            "lstat",
            "fstatat",
            "getattrlist",
            "fgetattrlist",
            "getattrlistat",
            "getattrlistbulk",
        ],
    ),
    (
        "NSPrivacyAccessedAPICategoryDiskSpace",
        &["statfs", "fstatfs", "statvfs", "fstatvfs"],
    ),
    (
        "NSPrivacyAccessedAPICategorySystemBootTime",
        &["mach_absolute_time"],
    ),
];

/// Checks the undefined symbols of the built libraries (`nm -u`) against the manifest.
pub(super) fn declared(house: &House, symbols: &str) -> Result<(), Stop> {
    let manifest = fs::read_to_string(package(house).join("Sources/FrontdeskUI/PrivacyInfo.xcprivacy"))?;
    let missing: Vec<_> = used(symbols)
        .into_iter()
        .filter(|(category, _)| !manifest.contains(category))
        .map(|(category, symbol)| format!("{symbol} belongs to {category}"))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Stop::with_tail(
        "PrivacyInfo.xcprivacy does not declare what the library calls",
        missing.join("\n"),
    ))
}

/// The categories in use, with the symbol that tells so.
fn used(symbols: &str) -> BTreeSet<(&'static str, String)> {
    let mut used = BTreeSet::new();
    for symbol in symbols.lines().filter_map(|line| line.split_whitespace().last()) {
        // C symbols begin with an underscore; old ones may end in a version of their interface.
        let Some(name) = symbol.strip_prefix('_') else {
            continue;
        };
        let name = name.split('$').next().unwrap_or(name);
        for (category, names) in CATEGORIES {
            if names.contains(&name) {
                used.insert((*category, name.to_owned()));
            }
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYMBOLS: &str =
        "\n/x/libfrontdesk_ffi.a(sqlite3.o):\n_fstatfs\n_lstat$INODE64\n                 U _malloc\n";

    #[test]
    fn symbols_are_known_with_and_without_a_version() {
        let used: Vec<_> = used(SYMBOLS).into_iter().map(|(_, symbol)| symbol).collect();
        assert_eq!(used, ["fstatfs", "lstat"]);
    }

    #[test]
    fn a_category_that_is_used_and_not_declared_is_a_stop() {
        let dir = tempfile::tempdir().expect("a folder");
        let house = House {
            root: dir.path().into(),
            target: dir.path().join("target"),
            cache: dir.path().join("cache"),
            ci: false,
        };
        let place = package(&house).join("Sources/FrontdeskUI");
        fs::create_dir_all(&place).expect("made");
        let manifest = place.join("PrivacyInfo.xcprivacy");
        fs::write(&manifest, "NSPrivacyAccessedAPICategoryFileTimestamp").expect("written");
        let stop = declared(&house, SYMBOLS).expect_err("a fault");
        assert!(
            stop.tail
                .contains("fstatfs belongs to NSPrivacyAccessedAPICategoryDiskSpace")
        );
        assert!(!stop.tail.contains("lstat"));
        fs::write(
            &manifest,
            "NSPrivacyAccessedAPICategoryFileTimestamp NSPrivacyAccessedAPICategoryDiskSpace",
        )
        .expect("written");
        declared(&house, SYMBOLS).expect("declared");
    }

    #[test]
    fn the_manifest_of_the_package_declares_what_sqlite_calls() {
        let house = House::find().expect("a house");
        declared(&house, "_stat\n_fstat\n_lstat\n_statfs\n_fstatfs\n").expect("declared");
    }
}
