//! Files that wait to be uploaded.
//!
//! Guarantees: a file is complete on disk before the operation that names it is stored, and stays until that
//! operation is answered; a file that no operation names is removed at the next sweep, so that a kill in between
//! leaves nothing behind for good. Names on disk are ids, never the person's own words. Written by the worker's
//! blocking threads; swept by the worker.

use std::collections::HashSet;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use parking_lot::Mutex;

use crate::storage::StoreError;

/// What an upload operation says of its file.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct StoredFile {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) content_type: String,
    pub(crate) size: u64,
}

/// Bytes of files that may wait for the network: ten messages with the largest file, and a phone still has space.
const MOST_WAITING: u64 = 256 * 1024 * 1024;

/// The folder beside the database.
#[derive(Debug)]
pub(crate) struct FileFolder {
    folder: PathBuf,
    most_bytes: u64,
    /// Written, but not yet named by a stored operation.
    fresh: Mutex<HashSet<String>>,
}

impl FileFolder {
    pub(crate) fn beside(database: &Path) -> Self {
        Self {
            most_bytes: MOST_WAITING,
            folder: database.with_extension("files"),
            fresh: Mutex::default(),
        }
    }

    /// Whether `more` bytes still fit below the bound, beside what waits already.
    fn has_room(&self, more: u64) -> bool {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let waiting: u64 = entries
            .filter_map(|entry| entry.metadata().ok())
            .map(|file| file.len())
            .sum();
        waiting.saturating_add(more) <= self.most_bytes
    }

    /// Writes a file; blocking. `storage_full` when the files that wait would be more than the bound. Until [`FileFolder::named`] it is safe from sweeps.
    pub(crate) fn write(&self, id: &str, bytes: &[u8]) -> Result<(), StoreError> {
        if !self.has_room(bytes.len() as u64) {
            return Err(StoreError::Full);
        }
        self.fresh.lock().insert(id.to_owned());
        let written = self.create(id).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(|error| {
            self.remove(id);
            StoreError::from(error)
        })
    }

    /// A sweep may remove the folder between the two steps, whenever it was empty.
    fn create(&self, id: &str) -> std::io::Result<fs::File> {
        const TRIES: usize = 5;
        let make = || {
            fs::create_dir_all(&self.folder)?;
            fs::File::create(self.folder.join(id))
        };
        let mut made = make();
        for _ in 1..TRIES {
            match &made {
                Err(error) if error.kind() == ErrorKind::NotFound => made = make(),
                _ => break,
            }
        }
        made
    }

    /// The operation that names the file was stored.
    pub(crate) fn named(&self, id: &str) {
        self.fresh.lock().remove(id);
    }

    /// Removes a file that no operation came to name; nothing when one did.
    pub(crate) fn abandon(&self, id: &str) {
        if self.fresh.lock().remove(id) {
            self.remove(id);
        }
    }

    /// Reads a file; blocking. `None` when it is gone.
    pub(crate) fn read(&self, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match fs::read(self.folder.join(id)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file.
    fn remove(&self, id: &str) {
        self.fresh.lock().remove(id);
        let _gone_already = fs::remove_file(self.folder.join(id));
    }

    /// Removes every file that is not in `kept`, and the folder when nothing is left in it. `kept` is asked only
    /// when there is a file, after the folder was listed: what is stored meanwhile is seen.
    pub(crate) fn sweep(
        &self,
        kept: impl FnOnce() -> Result<HashSet<String>, StoreError>,
    ) -> Result<(), StoreError> {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return Ok(());
        };
        let names: Vec<String> = entries
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !self.fresh.lock().contains(name))
            .collect();
        if !names.is_empty() {
            let kept = kept()?;
            for name in names.iter().filter(|name| !kept.contains(*name)) {
                let _gone_already = fs::remove_file(self.folder.join(name));
            }
        }
        let _not_empty = fs::remove_dir(&self.folder);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_wait_are_bounded_and_a_refused_one_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = FileFolder::beside(&folder.path().join("app.sqlite3"));
        files.most_bytes = 8;
        files.write("one", b"12345").unwrap();
        assert!(matches!(files.write("two", b"1234"), Err(StoreError::Full)));
        assert_eq!(files.read("two").unwrap(), None);
        files.remove("one");
        files.write("two", b"1234").unwrap();
    }

    #[test]
    fn a_sweep_keeps_what_is_named_or_being_written_and_removes_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        let files = FileFolder::beside(&folder.path().join("app.sqlite3"));
        for id in ["named", "orphan", "fresh"] {
            files.write(id, b"bytes").unwrap();
        }
        files.named("named");
        files.named("orphan");
        files.sweep(|| Ok(HashSet::from(["named".to_owned()]))).unwrap();
        assert_eq!(files.read("named").unwrap().as_deref(), Some(&b"bytes"[..]));
        assert_eq!(files.read("fresh").unwrap().as_deref(), Some(&b"bytes"[..]));
        assert_eq!(files.read("orphan").unwrap(), None);
        files.remove("fresh");
        files.sweep(|| Ok(HashSet::new())).unwrap();
        assert!(!folder.path().join("app.files").exists());
    }
}
