//! Connections that only read, shared by request tasks.
//!
//! A read runs on tokio's blocking threads with a connection taken from the pool, and sees every change
//! that was answered before it began. Connections are opened as they are needed, up to a fixed number.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::connection::open_reader;
use crate::store::{StoreError, StoreResult};

const CONNECTIONS: usize = 8;

/// The pool.
pub(super) struct Readers {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    free: Arc<Semaphore>,
}

impl Readers {
    /// A pool for the database at `path`; opens nothing yet.
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            idle: Arc::new(Mutex::new(Vec::new())),
            free: Arc::new(Semaphore::new(CONNECTIONS)),
        }
    }

    /// Runs `work` with a connection.
    pub(super) async fn run<T, F>(&self, work: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    {
        let permit = self.free.clone().acquire_owned().await.map_err(|_| stopped())?;
        let (idle, path) = (self.idle.clone(), self.path.clone());
        tokio::task::spawn_blocking(move || {
            let taken = idle.lock().pop();
            let connection = match taken {
                Some(connection) => connection,
                None => open_reader(&path)?,
            };
            let result = work(&connection);
            idle.lock().push(connection);
            drop(permit);
            result
        })
        .await
        .map_err(|_| stopped())?
    }

    /// Runs `work` at once on the caller's thread if a connection is idle, else like [`Readers::run`]. For
    /// look-ups of a few rows by key only: they take ten microseconds, the way to another thread and back
    /// ten times that, and every request needs one.
    pub(super) async fn run_short<T, F>(&self, work: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    {
        let Ok(permit) = self.free.try_acquire() else {
            return self.run(work).await;
        };
        let taken = self.idle.lock().pop();
        let Some(connection) = taken else {
            drop(permit);
            return self.run(work).await;
        };
        let result = work(&connection);
        self.idle.lock().push(connection);
        result
    }

    /// Closes the idle connections; later reads fail.
    pub(super) fn close(&self) {
        self.free.close();
        self.idle.lock().clear();
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}
