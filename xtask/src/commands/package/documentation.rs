//! The documentation of a Kotlin module, as pages, in the jar that build tools call `javadoc`.
//!
//! Guarantee: made by Dokka from the same sources as the library; a public item without a word about it and a module
//! without pages are a stop, never a gap or an empty jar. Called once per module by the package of Android.

use std::fs;
use std::path::{Path, PathBuf};

use crate::house::House;
use crate::process;
use crate::setup;
use crate::stop::Stop;

use super::aar::packed;
use super::compiled;

/// What Dokka is asked for, and of which release it is.
const ASKED: &str = "documentation.xml";

/// Writes the pages of both modules, each into its own folder of Maven's; pages that are newer than everything they
/// are made from stay.
///
/// # Errors
/// When Maven cannot run, a public item has no documentation, or Dokka fails.
pub(crate) fn written(house: &House, modules: &[&str]) -> Result<(), Stop> {
    let pages = |module: &&str| house.target.join("kotlin").join(module).join("dokka/index.html");
    let asked = house.root.join("bindings/kotlin").join(ASKED);
    let made_from = [compiled::sources(house), vec![asked.clone()]].concat();
    if compiled::newer(&modules.iter().map(pages).collect::<Vec<_>>(), &made_from)? {
        return Ok(());
    }
    let mut maven = setup::jvm::maven(house)?;
    maven.arg("--file").arg(asked).arg("package");
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
