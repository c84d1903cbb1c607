//! The documentation of a Kotlin module, as pages, in the jar that build tools call `javadoc`.
//!
//! Guarantee: made by Dokka from the same sources as the library; a module without pages is a stop, never an empty
//! jar. Called once per module by the package of Android.

use std::fs;
use std::path::{Path, PathBuf};

use crate::house::House;
use crate::process;
use crate::setup;
use crate::stop::Stop;

use super::aar::packed;

/// Dokka's newest; it runs inside Maven and is fetched by it.
const DOKKA: &str = "org.jetbrains.dokka:dokka-maven-plugin:2.2.0:dokka";

/// Writes the pages of both modules; each leaves them in its own folder of Maven's.
///
/// # Errors
/// When Maven cannot run or Dokka fails.
pub(crate) fn written(house: &House, modules: &[&str]) -> Result<(), Stop> {
    let mut maven = setup::jvm::maven(house)?;
    maven
        .args(["--projects", &modules.join(",")])
        .args(["compile", DOKKA]);
    process::captured(house, "package-dokka", &mut maven, |_| false).map(drop)
}

/// The jar with the pages that lie in `pages`.
///
/// # Errors
/// When there are none.
pub(crate) fn jar(house: &House, pages: &Path, archive: PathBuf) -> Result<PathBuf, Stop> {
    if !pages.join("index.html").is_file() {
        return Err(Stop::new(format!(
            "Dokka left no index.html in {}",
            pages.display()
        )));
    }
    if let Some(folder) = archive.parent() {
        fs::create_dir_all(folder)?;
    }
    packed(house, pages, &archive)?;
    Ok(archive)
}
