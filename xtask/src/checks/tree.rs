//! Lists the work tree's own files: what a build, an install or git made is left out.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folders that hold no source of ours.
const NOT_OURS: &[&str] = &["target", "node_modules", "dist"];

/// Every file under `folder` whose name ends in `.ext`, sorted; hidden folders are left out. A folder
/// that does not exist has no files.
pub(super) fn files_with_extension(folder: &Path, ext: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            let kind = entry.file_type()?;
            if kind.is_dir() && !NOT_OURS.contains(&name.as_ref()) {
                folders.push(entry.path());
            } else if kind.is_file() && entry.path().extension().is_some_and(|found| found == ext) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}
