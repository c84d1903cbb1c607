//! The fonts in which the book's pictures are drawn, the same on every machine: Debian's packages of one release.
//!
//! Guarantee: an answer means that a file of each is there. Called by the step that compares the pictures.

use std::path::Path;

use crate::house::House;
use crate::setup::apt;
use crate::stop::Stop;

/// Packages, and what each of them brings; the same as in `messenger/tests/pictures/fonts.ts`, which uses them.
const FONTS: [(&str, &str); 5] = [
    ("fonts-inter", "/usr/share/fonts/opentype/inter"),
    (
        "fonts-noto-core",
        "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf",
    ),
    (
        "fonts-noto-cjk",
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    ),
    (
        "fonts-dejavu-core",
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    ),
    (
        "fonts-noto-color-emoji",
        "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
    ),
];

/// Installs what is missing.
///
/// # Errors
/// When something is missing and cannot be installed here.
pub(crate) fn ready(house: &House) -> Result<(), Stop> {
    let missing = || FONTS.iter().filter(|(_, place)| !Path::new(place).exists());
    let names: Vec<&str> = missing().map(|(name, _)| *name).collect();
    if names.is_empty() {
        return Ok(());
    }
    apt::install(house, &names).map_err(|stop| Stop::new(format!("fonts are needed: {stop}")))?;
    match missing().next() {
        None => Ok(()),
        Some((name, place)) => Err(Stop::new(format!(
            "{name} was installed and {place} is not there"
        ))),
    }
}
