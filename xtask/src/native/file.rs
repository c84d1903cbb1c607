//! What must be true of a shared library before a phone may load it.
//!
//! Guarantees: segments fit systems with pages of 16 KiB; no name is given out but those that Kotlin and Swift
//! call and those that their generator reads, so that a second copy of SQLite in the app never meets ours; nothing
//! is needed but what every system has. Called by the commands that build one, and by the step `library`.

use std::path::Path;

use super::elf::{self, Elf};
use super::{Build, LIBRARY};
use crate::commands::bindings;
use crate::house::House;
use crate::steps::Verdict;
use crate::stop::Stop;

/// Pages of the largest size that Android devices have.
pub(crate) const PAGE: u64 = 16 * 1024;

/// Beginnings of the names that may be given out.
const EXPORTS: [&str; 3] = [
    "uniffi_frontdesk_ffi_",
    "ffi_frontdesk_ffi_",
    // Read by the generator, by nobody at run time.
    "UNIFFI_META_",
];

/// Libraries that are there: the system's C library, in the names of Android and of Linux.
const SYSTEM: [&str; 7] = [
    "libc",
    "libm",
    "libdl",
    "liblog",
    "libgcc_s",
    "libpthread",
    "ld-linux",
];

/// Checks a file.
///
/// # Errors
/// Everything that is wrong with it, line by line.
pub(crate) fn check(path: &Path) -> Result<Elf, Stop> {
    let bytes = std::fs::read(path).map_err(|error| Stop::new(format!("{}: {error}", path.display())))?;
    let elf = elf::read(&bytes)?;
    let faults = faults(&elf);
    if faults.is_empty() {
        return Ok(elf);
    }
    let sentence = format!("{} must not ship", path.display());
    Err(Stop::with_tail(sentence, faults.join("\n")))
}

fn faults(elf: &Elf) -> Vec<String> {
    let mut faults = Vec::new();
    if elf.alignments.is_empty() {
        faults.push("it has no segment to load".to_owned());
    }
    for alignment in elf.alignments.iter().filter(|alignment| **alignment < PAGE) {
        faults.push(format!("a segment is aligned to {alignment} bytes, not {PAGE}"));
    }
    let strangers = elf
        .exports
        .iter()
        .filter(|name| !EXPORTS.iter().any(|begin| name.starts_with(begin)));
    faults.extend(strangers.map(|name| format!("it gives out {name}")));
    if elf.exports.is_empty() {
        faults.push("it gives out no name at all".to_owned());
    }
    let unknown = elf.needed.iter().filter(|name| {
        !SYSTEM
            .iter()
            .any(|known| name.split(['.', '-']).next() == Some(known) || name.starts_with(known))
    });
    faults.extend(unknown.map(|name| format!("it needs {name}")));
    let own = format!("lib{LIBRARY}.so");
    if elf.soname.as_deref() != Some(&own) {
        faults.push(format!("its own name is {:?}, not {own}", elf.soname));
    }
    faults
}

/// The step: the library of this machine, made with the same flags.
///
/// # Errors
/// When it cannot be built or must not ship.
pub(crate) fn step(house: &House) -> Result<Verdict, Stop> {
    if !cfg!(target_os = "linux") {
        return Ok(Verdict::Skipped("libraries of this system are not ELF".into()));
    }
    let places = bindings::ready(house)?;
    let elf = check(&places.lib.join(Build::HOST.file_name()))?;
    Ok(Verdict::Passed(format!(
        "{} segments on 16 KiB, {} names",
        elf.alignments.len(),
        elf.exports.len()
    )))
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;
    use std::process::Command;

    /// A library of one function.
    fn library(folder: &Path, page: &str, function: &str) -> std::path::PathBuf {
        let (source, library) = (folder.join("one.c"), folder.join("libone.so"));
        std::fs::write(&source, format!("int {function}(void) {{ return 1; }}")).expect("a source");
        let done = Command::new("cc")
            .args(["-shared", "-fPIC", "-nostdlib", "-Wl,-soname,libfrontdesk_ffi.so"])
            .arg(format!("-Wl,-z,max-page-size={page}"))
            .arg("-o")
            .arg(&library)
            .arg(&source)
            .status()
            .expect("a C compiler");
        assert!(done.success());
        library
    }

    #[test]
    fn segments_on_small_pages_and_names_of_others_are_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let good = library(folder.path(), "16384", "ffi_frontdesk_ffi_one");
        let elf = check(&good).expect("it may ship");
        assert_eq!(elf.exports, ["ffi_frontdesk_ffi_one"]);

        let small = library(folder.path(), "4096", "ffi_frontdesk_ffi_one");
        let stop = check(&small).expect_err("small pages");
        assert!(stop.tail.contains("aligned to 4096 bytes"), "{}", stop.tail);

        let strange = library(folder.path(), "16384", "sqlite3_open");
        let stop = check(&strange).expect_err("a name of SQLite");
        assert_eq!(stop.tail, "it gives out sqlite3_open");
    }
}
