//! Builds of the messenger that were served before: their parts stay loadable.
//!
//! What it guarantees: a page that was opened before the operator laid another build into the folder still loads the
//! parts of the one it began with, also after a restart; what is kept is what a part is, nothing of it is the script
//! or the frame's page, and the oldest builds go. A build is kept when its script is asked for. Kept in the data
//! folder as `widget/{build}`; a server without a data folder keeps none. What goes wrong here is logged and
//! costs nobody an answer. Called on request tasks; the disk is reached on tokio's blocking threads.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

use super::folder::{Found, Stamp, is_plain, kind, lasts};
use crate::config::DataLocation;

/// Builds that are kept, the present one among them.
const MOST_BUILDS: usize = 4;
/// A folder deeper or fuller than this was not made by the messenger's build.
const DEEPEST: usize = 4;
const MOST_PARTS: usize = 500;
/// An operator may still be laying files into the folder when the script is asked for.
const LOOKED_AGAIN: Duration = Duration::from_secs(60);
/// Holds a number: the higher, the later its build was served. No clock is asked.
const SERVED: &str = ".served";

/// The builds beside the data.
pub(crate) struct Builds {
    dir: Option<PathBuf>,
    /// The script whose build was kept last, and when.
    last: Mutex<Option<(PathBuf, Stamp, Instant)>>,
}

impl Builds {
    pub(crate) fn new(data: &DataLocation) -> Self {
        Self {
            dir: match data {
                DataLocation::Memory => None,
                DataLocation::Dir(dir) => Some(dir.join("widget")),
            },
            last: Mutex::default(),
        }
    }

    /// Keeps the build that this script belongs to, unless that was done a moment ago or is being done.
    pub(super) async fn keep(&self, script: &Found) {
        let (Some(dir), Ok(mut last)) = (self.dir.clone(), self.last.try_lock()) else {
            return;
        };
        let is_known = |(path, stamp, when): &(PathBuf, Stamp, Instant)| {
            *path == script.path && *stamp == script.stamp && when.elapsed() < LOOKED_AGAIN
        };
        if last.as_ref().is_some_and(is_known) {
            return;
        }
        let Some(folder) = script.path.parent().map(Path::to_owned) else {
            return;
        };
        let kept = tokio::task::spawn_blocking(move || copy(&folder, &dir)).await;
        if let Ok(Err(error)) = kept {
            tracing::warn!(kind = %error.kind(), "a build of the messenger cannot be kept");
        }
        *last = Some((script.path.clone(), script.stamp, Instant::now()));
    }

    /// A part of a build of before.
    pub(super) async fn find(&self, name: &str) -> Option<Found> {
        let dir = self.dir.clone().filter(|_| lasts(name))?;
        let builds = tokio::task::spawn_blocking(move || newest_first(&dir))
            .await
            .ok()?
            .ok()?;
        for build in builds {
            if let Ok(Some(found)) = Found::at(build.join(name)).await {
                return Some(found);
            }
        }
        None
    }
}

/// Copies the parts of the build in `folder` to a folder of its own in `dir`, and lets the oldest ones go.
fn copy(folder: &Path, dir: &Path) -> io::Result<()> {
    let mut names = Vec::new();
    parts(folder, "", DEEPEST, &mut names)?;
    names.sort_unstable();
    let mut digest = Sha256::new();
    for name in &names {
        digest.update(name);
        digest.update(b"\n");
    }
    let build = dir.join(&hex::encode(digest.finalize())[..16]);
    for name in &names {
        let (from, to) = (folder.join(name), build.join(name));
        // One of another length was still being laid into the folder when it was copied.
        if length(&to).is_some_and(|there| length(&from) == Some(there)) {
            continue;
        }
        if let Some(place) = to.parent() {
            fs::create_dir_all(place)?;
        }
        // Whole or not at all: what has its real name is complete.
        let unfinished = to.with_extension("part");
        fs::copy(from, &unfinished)?;
        fs::rename(unfinished, to)?;
    }
    fs::create_dir_all(&build)?;
    let latest = served(dir)?.into_iter().max();
    if latest.as_ref().is_none_or(|(_, path)| *path != build) {
        let number = latest.map_or(0, |(number, _)| number) + 1;
        fs::write(build.join(SERVED), number.to_string())?;
    }
    for old in newest_first(dir)?.into_iter().skip(MOST_BUILDS) {
        fs::remove_dir_all(old)?;
    }
    Ok(())
}

fn length(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().map(|about| about.len())
}

/// The names of all parts below `folder`.
fn parts(folder: &Path, within: &str, depth: usize, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder.join(within))? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let name = if within.is_empty() {
            name
        } else {
            format!("{within}/{name}")
        };
        if !is_plain(&name) || names.len() >= MOST_PARTS {
            continue;
        }
        let about = entry.file_type()?;
        if about.is_dir() && depth > 1 {
            parts(folder, &name, depth - 1, names)?;
        } else if about.is_file() && lasts(&name) && kind(&name).is_some() {
            names.push(name);
        }
    }
    Ok(())
}

/// The kept builds, the one that was served last before the others.
fn newest_first(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut builds = served(dir)?;
    builds.sort_unstable_by(|a, b| b.cmp(a));
    Ok(builds.into_iter().map(|(_, path)| path).collect())
}

/// The kept builds with their numbers; one that is only begun has none yet.
fn served(dir: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut builds = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let number = fs::read_to_string(path.join(SERVED)).ok();
        if let Some(number) = number.and_then(|number| number.trim().parse().ok()) {
            builds.push((number, path));
        }
    }
    Ok(builds)
}
