//! Looking for what must not be there.
//!
//! Guarantees: every file under a folder is read whole, whatever it is called. Called on test threads.

use std::path::{Path, PathBuf};

/// The files under `folder` that contain one of the `canaries`, each with the canary.
pub fn traces_of(folder: &Path, canaries: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for file in files_under(folder) {
        // A journal of SQLite that went away meanwhile holds nothing.
        let Ok(bytes) = std::fs::read(&file) else { continue };
        for canary in canaries {
            if bytes
                .windows(canary.len())
                .any(|window| window == canary.as_bytes())
            {
                found.push((file.clone(), (*canary).to_owned()));
            }
        }
    }
    found
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => files.extend(files_under(&path)),
            path => files.push(path),
        }
    }
    files
}
