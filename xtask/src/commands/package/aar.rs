//! An Android library as one file, put together from what Maven compiled.
//!
//! Guarantees: the layout is the one Android's build tools document; equal input gives an equal file (sorted
//! names, one date); native libraries are there per ABI or named as missing. Works on `target` alone.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::house::House;
use crate::process;
use crate::stop::Stop;

/// The ABIs that phones and emulators have.
pub(crate) const ABIS: [&str; 3] = ["arm64-v8a", "armeabi-v7a", "x86_64"];

/// The native library's name in each of them.
pub(crate) const LIBRARY: &str = "libfrontdesk_ffi.so";

/// Where the app finds the messenger's pages; `MessengerAssets` of frontdesk-android reads the same place.
pub(crate) const PAGES: &str = "assets/frontdesk/messenger";

/// The oldest Android, as the manifest says it.
const MIN_SDK: u32 = 24;

/// What an AAR is made from.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    /// The module in the work tree: its manifest and its rules.
    pub(crate) module: PathBuf,
    /// The compiled classes.
    pub(crate) classes: PathBuf,
    /// The messenger's pages, when the package carries them.
    pub(crate) pages: Option<PathBuf>,
    /// The folder with one folder per ABI.
    pub(crate) jni: &'a Path,
}

/// Puts the AAR together in `folder` and returns it with the ABIs that are missing.
///
/// # Errors
/// When a part is missing or the packing fails.
pub(crate) fn assembled(
    house: &House,
    parts: &Parts<'_>,
    folder: &Path,
) -> Result<(PathBuf, Vec<&'static str>), Stop> {
    let inside = folder.join("aar");
    if inside.exists() {
        fs::remove_dir_all(&inside)?;
    }
    fs::create_dir_all(&inside)?;
    fs::copy(
        parts.module.join("src/main/AndroidManifest.xml"),
        inside.join("AndroidManifest.xml"),
    )?;
    fs::copy(
        parts.module.join("consumer-rules.pro"),
        inside.join("proguard.txt"),
    )?;
    // The library has no resources: strings come from the app, everything else is drawn.
    fs::write(inside.join("R.txt"), "")?;
    let metadata = inside.join("META-INF/com/android/build/gradle/aar-metadata.properties");
    fs::create_dir_all(metadata.parent().unwrap_or(&inside))?;
    fs::write(
        metadata,
        format!(
            "aarFormatVersion=1.0\naarMetadataVersion=1.0\nminCompileSdk={MIN_SDK}\nminCompileSdkExtension=0\n\
             minAndroidGradlePluginVersion=1.0.0\ncoreLibraryDesugaringEnabled=false\n"
        ),
    )?;
    if let Some(pages) = &parts.pages {
        copy_tree(pages, &inside.join(PAGES))?;
    }
    let mut missing = Vec::new();
    for abi in ABIS {
        let library = parts.jni.join(abi).join(LIBRARY);
        if library.is_file() {
            let place = inside.join("jni").join(abi);
            fs::create_dir_all(&place)?;
            fs::copy(&library, place.join(LIBRARY))?;
        } else {
            missing.push(abi);
        }
    }
    packed(house, &parts.classes, &inside.join("classes.jar"))?;
    let aar = folder.join("frontdesk-android.aar");
    packed(house, &inside, &aar)?;
    Ok((aar, missing))
}

/// Packs the files of `folder` into one archive, sorted and with one date.
///
/// # Errors
/// When there is nothing to pack or no JDK to pack with.
pub(crate) fn packed(house: &House, folder: &Path, archive: &Path) -> Result<(), Stop> {
    let files = files(folder)?;
    if files.is_empty() {
        return Err(Stop::new(format!("nothing to pack in {}", folder.display())));
    }
    // One name per line in a file: a long list does not fit on every system's command line.
    let mut list = String::new();
    for file in &files {
        let name = file.strip_prefix(folder).unwrap_or(file).to_string_lossy();
        // Writing to a String cannot fail.
        let _always_ok = writeln!(list, "-C \"{}\" \"{name}\"", folder.display());
    }
    let arguments = archive.with_extension("files");
    fs::write(&arguments, list)?;
    let mut jar = house.command("jar");
    jar.args([
        "--create",
        "--no-manifest",
        "--date=1980-01-02T00:00:00Z",
        "--file",
    ])
    .arg(archive)
    .arg(format!("@{}", arguments.display()));
    process::captured(house, "package-jar", &mut jar, |_| false)?;
    fs::remove_file(arguments)?;
    Ok(())
}

/// Copies every file below `from` to the same place below `to`.
///
/// # Errors
/// When a file cannot be read or written.
pub(crate) fn copy_tree(from: &Path, to: &Path) -> Result<(), Stop> {
    for file in files(from)? {
        let place = to.join(file.strip_prefix(from).unwrap_or(&file));
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, place)?;
    }
    Ok(())
}

/// Every file below `folder`, sorted; a folder that does not exist has none.
///
/// # Errors
/// When a folder cannot be read.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
