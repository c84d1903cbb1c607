//! One process per database.
//!
//! Guarantees: while a [`FolderLock`] lives, no other client in any process opens the same database; the
//! operating system frees it when the process dies, however it dies. Taken by `client` at open.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::StoreError;

/// Holds the lock file open.
#[derive(Debug)]
pub(crate) struct FolderLock {
    file: File,
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Closing alone is not enough while another thread starts a process: until that one runs its own program it
        // holds a copy of every file, and the folder would look taken to who opens it again now.
        let _closing_frees_it_too = self.file.unlock();
    }
}

impl FolderLock {
    /// Takes the lock beside `database`, or says `already_open`.
    pub(crate) fn take(database: &Path) -> Result<Self, StoreError> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(database.with_extension("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::AlreadyOpen),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lock_on_the_same_database_is_refused_until_the_first_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.sqlite3");
        let first = FolderLock::take(&database).unwrap();
        assert!(matches!(
            FolderLock::take(&database),
            Err(StoreError::AlreadyOpen)
        ));
        drop(first);
        FolderLock::take(&database).unwrap();
    }

    #[test]
    fn a_copy_of_the_open_file_in_a_process_that_just_begins_keeps_nobody_out() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.sqlite3");
        let first = FolderLock::take(&database).unwrap();
        let _copy = first.file.try_clone().unwrap();
        drop(first);
        FolderLock::take(&database).unwrap();
    }
}
