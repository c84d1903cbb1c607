//! Files on disk, beside the database: written whole or not at all, named by us alone.
//!
//! A file gets a random name; what a device calls it is in the database only, so no name of a request ever
//! becomes a path. A file is written under a temporary name, synced and then renamed: whatever has its
//! real name is complete. Called on request tasks; the disk is reached on tokio's blocking threads.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use crate::config::DataLocation;
use crate::domain::file_types::HEAD_BYTES;
use crate::domain::pictures::{LOOKED_AT, Sides, sides};

/// No upload takes that long.
const A_DAY: Duration = Duration::from_secs(86_400);
/// Ending of a file that is being written.
const UNFINISHED: &str = "part";

/// Where files lie.
pub(crate) struct Files {
    dir: Option<PathBuf>,
    /// For a server without a data folder: made when the first file comes, gone with the server.
    temporary: Mutex<Option<tempfile::TempDir>>,
}

/// A file that was written.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) size: u64,
    pub(crate) digest: [u8; 32],
}

impl Files {
    pub(crate) fn new(data: &DataLocation) -> Self {
        let dir = match data {
            DataLocation::Memory => None,
            DataLocation::Dir(dir) => Some(dir.join("files")),
        };
        Self {
            dir,
            temporary: Mutex::new(None),
        }
    }

    fn root(&self) -> io::Result<PathBuf> {
        if let Some(dir) = &self.dir {
            return Ok(dir.clone());
        }
        let mut temporary = self.temporary.lock();
        if let Some(dir) = temporary.as_ref() {
            return Ok(dir.path().to_owned());
        }
        let made = tempfile::tempdir()?;
        let path = made.path().to_owned();
        *temporary = Some(made);
        Ok(path)
    }

    /// Where a file lies. Only names that we made pass: letters, digits and hyphens.
    fn path(&self, file_id: &str) -> io::Result<PathBuf> {
        let ours = file_id.len() >= 8
            && file_id
                .bytes()
                .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        if !ours {
            return Err(io::ErrorKind::NotFound.into());
        }
        // The last characters are random: folders of equal size.
        Ok(self.root()?.join(&file_id[file_id.len() - 2..]).join(file_id))
    }

    /// Begins a file.
    pub(crate) async fn create(&self, file_id: &str) -> io::Result<Writing> {
        let path = self.path(file_id)?;
        if let Some(folder) = path.parent() {
            make_private_dir(folder).await?;
        }
        let unfinished = path.with_extension(UNFINISHED);
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        let file = options.open(&unfinished).await?;
        Ok(Writing {
            file,
            unfinished,
            path,
            size: 0,
            hash: Sha256::new(),
            head: Vec::with_capacity(HEAD_BYTES),
            done: false,
        })
    }

    /// Opens a file for reading.
    pub(crate) async fn open(&self, file_id: &str) -> io::Result<File> {
        File::open(self.path(file_id)?).await
    }

    /// How large the picture in a file is; `None` when it does not say, or cannot be read. Looks at the beginning
    /// of the file only.
    pub(crate) async fn picture_sides(&self, file_id: &str) -> Option<Sides> {
        let path = self.path(file_id).ok()?;
        let looking = tokio::task::spawn_blocking(move || {
            let mut head = Vec::new();
            let most = u64::try_from(LOOKED_AT).unwrap_or(u64::MAX);
            std::fs::File::open(path)
                .ok()?
                .take(most)
                .read_to_end(&mut head)
                .ok()?;
            sides(&head)
        });
        // A file that makes the look at it fail is no reason to refuse the file.
        looking.await.ok().flatten()
    }

    /// Removes what a crash left half written, when it is older than a day.
    pub(crate) async fn sweep(&self) {
        let Ok(root) = self.root() else { return };
        let swept = tokio::task::spawn_blocking(move || sweep(&root)).await;
        match swept {
            Ok(Ok(0)) => {}
            Ok(Ok(removed)) => tracing::info!(removed, "files that were left half written"),
            Ok(Err(error)) => tracing::warn!(%error, "half written files could not be looked for"),
            Err(error) => tracing::warn!(%error, "half written files could not be looked for"),
        }
    }

    /// Removes files; those that are not there are no error. Answers how many could not be removed.
    pub(crate) async fn remove(&self, file_ids: &[String]) -> usize {
        let mut left = 0;
        for file_id in file_ids {
            let removed = match self.path(file_id) {
                Ok(path) => tokio::fs::remove_file(path).await,
                Err(error) => Err(error),
            };
            if let Err(error) = removed
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "a file could not be removed");
                left += 1;
            }
        }
        left
    }
}

fn sweep(root: &Path) -> io::Result<usize> {
    let mut removed = 0;
    if !root.exists() {
        return Ok(0);
    }
    for shelf in std::fs::read_dir(root)? {
        for entry in std::fs::read_dir(shelf?.path())? {
            let path = entry?.path();
            let unfinished = path.extension().is_some_and(|ending| ending == UNFINISHED);
            let old = || -> io::Result<bool> {
                let age = std::fs::metadata(&path)?.modified()?.elapsed();
                Ok(age.is_ok_and(|age| age > A_DAY))
            };
            if unfinished && old()? {
                std::fs::remove_file(&path)?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

async fn make_private_dir(dir: &Path) -> io::Result<()> {
    let mut builder = tokio::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(0o700);
    builder.create(dir).await
}

/// A file that is being written. Dropping it before [`Writing::finish`] removes it.
pub(crate) struct Writing {
    file: File,
    unfinished: PathBuf,
    path: PathBuf,
    size: u64,
    hash: Sha256,
    head: Vec<u8>,
    done: bool,
}

impl Writing {
    /// Bytes so far.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The first bytes, as far as they came.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Adds bytes.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let missing = HEAD_BYTES - self.head.len();
        self.head.extend_from_slice(&bytes[..bytes.len().min(missing)]);
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        self.file.write_all(bytes).await
    }

    /// Makes it a file: it is on disk when this returns.
    pub(crate) async fn finish(mut self) -> io::Result<Finished> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        tokio::fs::rename(&self.unfinished, &self.path).await?;
        self.done = true;
        Ok(Finished {
            size: self.size,
            digest: std::mem::take(&mut self.hash).finalize().into(),
        })
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.done {
            // One call to the disk, on the rare way out.
            let _ = std::fs::remove_file(&self.unfinished);
        }
    }
}
