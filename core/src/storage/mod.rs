//! The store: the only place where state becomes true.
//!
//! Guarantees: one process owns a database at a time (a lock file says so); a newer schema is refused and
//! left untouched; a database that cannot be read is renamed and kept, its readable rows are saved into a
//! fresh one and the app is told; deleted rows are overwritten (`secure_delete`). Opened by `client` on the
//! caller's thread; afterwards the write connection belongs to whoever has the turn in `outbox`.

mod connection;
mod lock;
mod migrate;
pub(crate) mod operations;
mod readout;
pub(crate) mod rejected;
mod salvage;
pub(crate) mod sessions;
pub(crate) mod settings;

pub(crate) use connection::{StoreError, checkpoint, open_connection, truncate_log};
pub(crate) use lock::FolderLock;
#[cfg(test)]
pub(crate) use migrate::migrate_for_tests;
pub(crate) use operations::{OperationRow, RowFault, StoredOperation};
pub(crate) use salvage::{forget_kept_files, open_or_recover, recover};
pub(crate) use sessions::{SessionRow, SessionState};
