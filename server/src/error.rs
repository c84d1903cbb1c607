//! Why a server could not be opened or had to stop. Seen by whoever embeds or starts it, never by a device:
//! those get [`crate::http::error::ApiError`].

use std::path::PathBuf;

use crate::store::StoreError;

/// Why a server could not be opened, seeded or kept running.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The data folder cannot be created or written.
    #[error("the data folder {path} cannot be used: {source}")]
    DataFolder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database cannot be opened, or refused a change.
    #[error("the database failed: {0}")]
    Store(#[from] StoreError),
    /// No random numbers from the system.
    #[error("the system gave no random numbers")]
    Randomness,
    /// The listener failed.
    #[error("the listener failed: {0}")]
    Listener(#[source] std::io::Error),
    /// The texts of the demonstration cannot be read: a mistake of ours.
    #[error("the demonstration cannot be read: {0}")]
    Demo(String),
}
