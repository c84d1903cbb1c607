//! Lays the Swift sources out as the package has them.
//!
//! Guarantees: the hand-written sources as they are in the work tree, the generated ones as `cargo xtask bindings`
//! wrote them, the messenger's pages from its own build when there is one; nothing else (no tests, no stubs, no
//! driver).

use std::fs;
use std::path::Path;

use super::package;
use crate::commands::bindings;
use crate::house::House;
use crate::report;
use crate::stop::Stop;

/// Copies everything into the package's folder.
pub(super) fn laid_out(house: &House, folder: &Path) -> Result<(), Stop> {
    let sources = folder.join("Sources");
    for module in ["Frontdesk", "FrontdeskUI"] {
        copy(
            &package(house).join("Sources").join(module),
            &sources.join(module),
        )?;
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(house.root.join(licence), folder.join(licence))?;
    }
    let generated = bindings::Bindings::of(house).swift.join("FrontdeskCore.swift");
    if !generated.exists() {
        bindings::ready(house)?;
    }
    let core = sources.join("FrontdeskCore");
    fs::create_dir_all(&core)?;
    fs::copy(generated, core.join("FrontdeskCore.swift"))?;
    pages(house, &sources.join("FrontdeskUI/Resources/messenger"))
}

/// The messenger's own pages take the place of the plain one, whole.
fn pages(house: &House, place: &Path) -> Result<(), Stop> {
    let built = house.root.join("messenger/dist");
    if !built.join("index.html").is_file() {
        report::forwarded("messenger/dist is not built: the package carries the plain page");
        return Ok(());
    }
    fs::remove_dir_all(place)?;
    copy(&built, place)
}

/// A folder with all that is in it; hidden files are nobody's sources.
fn copy(from: &Path, to: &Path) -> Result<(), Stop> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &place)?;
        } else {
            fs::copy(entry.path(), place)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(root: &Path) -> House {
        House {
            root: root.into(),
            target: root.join("target"),
            cache: root.join("cache"),
            ci: false,
        }
    }

    fn put(root: &Path, file: &str) {
        let path = root.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, file).expect("written");
    }

    fn tree() -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a folder");
        for file in [
            "bindings/swift/Sources/Frontdesk/Calls/A.swift",
            "bindings/swift/Sources/Frontdesk/.hidden",
            "bindings/swift/Sources/FrontdeskUI/B.swift",
            "bindings/swift/Sources/FrontdeskUI/Resources/messenger/index.html",
            "bindings/swift/Sources/FrontdeskDriver/C.swift",
            "bindings/swift/Stubs/UIKit/D.swift",
            "target/bindings/swift/FrontdeskCore.swift",
            "LICENSE-MIT",
            "LICENSE-APACHE",
        ] {
            put(dir.path(), file);
        }
        dir
    }

    #[test]
    fn the_package_holds_its_modules_and_nothing_that_only_builds_them() {
        let dir = tree();
        let place = dir.path().join("package");
        laid_out(&house(dir.path()), &place).expect("laid out");
        let sources = place.join("Sources");
        assert!(sources.join("Frontdesk/Calls/A.swift").is_file());
        assert!(sources.join("FrontdeskCore/FrontdeskCore.swift").is_file());
        assert!(
            sources
                .join("FrontdeskUI/Resources/messenger/index.html")
                .is_file()
        );
        assert!(!sources.join("Frontdesk/.hidden").exists());
        assert!(!sources.join("FrontdeskDriver").exists() && !place.join("Stubs").exists());
    }

    #[test]
    fn the_messengers_own_pages_take_the_place_of_the_plain_one() {
        let dir = tree();
        put(dir.path(), "messenger/dist/index.html");
        put(dir.path(), "messenger/dist/assets/app.js");
        put(
            dir.path(),
            "bindings/swift/Sources/FrontdeskUI/Resources/messenger/plain.js",
        );
        let place = dir.path().join("package");
        laid_out(&house(dir.path()), &place).expect("laid out");
        let pages = place.join("Sources/FrontdeskUI/Resources/messenger");
        assert!(pages.join("assets/app.js").is_file() && !pages.join("plain.js").exists());
    }
}
