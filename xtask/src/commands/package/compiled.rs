//! The compiled Kotlin modules that the package is made of.
//!
//! Guarantee: built by the same Maven build as the tests', and built again only when a source is newer than what is
//! there: right behind the step `kotlin` there is nothing to do. Called once per package, on the main thread.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::commands::bindings::Bindings;
use crate::house::House;
use crate::process;
use crate::setup;
use crate::stop::Stop;

use super::aar;
use super::shrunk::DRIVER;

/// The modules, by folder and by name. The driver is not published; the check runs it.
const MODULES: [(&str, &str); 3] = [
    ("frontdesk", "frontdesk"),
    ("frontdesk-android", "frontdesk-android"),
    (DRIVER, "frontdesk-driver"),
];

/// Builds the jars of the modules, without their tests, unless they are there and new.
///
/// # Errors
/// When Maven cannot run or a module does not compile.
pub(crate) fn ready(house: &House, version: &str) -> Result<(), Stop> {
    let jar = |(_, name): (&str, &str)| {
        let folder = house.target.join("kotlin").join(name);
        folder.join(format!("{name}-{version}.jar"))
    };
    if newer(&MODULES.map(jar), &sources(house))? {
        return Ok(());
    }
    let mut build = setup::jvm::maven(house)?;
    build.args(["-Dmaven.test.skip=true", "package"]);
    process::captured(house, "package-build", &mut build, |_| false).map(drop)
}

/// Everything that the modules are compiled from, as files and folders.
pub(crate) fn sources(house: &House) -> Vec<PathBuf> {
    let kotlin = house.root.join("bindings/kotlin");
    let mut places = vec![Bindings::of(house).kotlin, kotlin.join("pom.xml")];
    for (module, _) in MODULES {
        places.push(kotlin.join(module).join("src/main"));
        places.push(kotlin.join(module).join("pom.xml"));
    }
    places
}

/// Whether each of `made` is there and newer than every file in `from`. A folder counts by its own time too, so that
/// a file that went away is seen.
///
/// # Errors
/// When a file of `from` cannot be looked at.
pub(crate) fn newer(made: &[PathBuf], from: &[PathBuf]) -> Result<bool, Stop> {
    let mut newest = SystemTime::UNIX_EPOCH;
    for place in from {
        newest = newest.max(changed(place)?);
    }
    Ok(made.iter().all(|file| {
        fs::metadata(file)
            .and_then(|it| it.modified())
            .is_ok_and(|time| time > newest)
    }))
}

/// The last change of a file, or of anything in a folder.
fn changed(place: &Path) -> Result<SystemTime, Stop> {
    let mut newest = fs::metadata(place)?.modified()?;
    for file in aar::files(place)? {
        newest = newest.max(fs::metadata(&file)?.modified()?);
        if let Some(folder) = file.parent() {
            newest = newest.max(fs::metadata(folder)?.modified()?);
        }
    }
    Ok(newest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn what_is_made_is_old_when_a_source_changed_came_or_went() {
        let dir = tempfile::tempdir().expect("a folder");
        let (source, made) = (dir.path().join("source"), dir.path().join("made"));
        fs::create_dir_all(source.join("deep")).expect("a folder");
        fs::write(source.join("deep/one"), "1").expect("a file");
        fs::write(source.join("deep/two"), "1").expect("a file");
        let from = [source.clone()];
        let fresh = || newer(std::slice::from_ref(&made), &from).expect("times");
        let make = || {
            let file = fs::File::create(&made).expect("a file");
            let soon = SystemTime::now() + Duration::from_millis(50);
            file.set_modified(soon).expect("a time");
        };
        let later = |path: &Path| {
            let late = SystemTime::now() + Duration::from_secs(5);
            fs::File::open(path)
                .and_then(|it| it.set_modified(late))
                .expect("a time");
        };
        assert!(!fresh(), "nothing is made yet");
        make();
        assert!(fresh());
        later(&source.join("deep/one"));
        assert!(!fresh(), "a file changed");
        fs::remove_file(source.join("deep/one")).expect("a file less");
        later(&source.join("deep"));
        assert!(!fresh(), "a file went");
    }
}
