//! Connections that only read, shared by request tasks.
//!
//! A read runs on tokio's blocking threads with a connection taken from the pool, and sees every change
//! that was answered before it began. Connections are opened as they are needed, up to a fixed number.

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::{Semaphore, oneshot};

use super::connection::open_reader;
use crate::store::{StoreError, StoreResult};

/// Connections for requests of devices and everything else that is quick.
pub(super) const FOR_REQUESTS: usize = 8;
/// Connections for searches. They are few: while operators search, devices are answered as ever.
pub(super) const FOR_SEARCHES: usize = 2;
/// Time that one search may take; then it is stopped, and whoever waits for its connection gets it.
pub(super) const SEARCH_DEADLINE: Duration = Duration::from_secs(5);

/// The pool.
pub(super) struct Readers {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    free: Arc<Semaphore>,
}

impl Readers {
    /// A pool of at most so many connections to the database at `path`; opens nothing yet.
    pub(super) fn new(path: &Path, connections: usize) -> Self {
        Self {
            path: path.to_owned(),
            idle: Arc::new(Mutex::new(Vec::new())),
            free: Arc::new(Semaphore::new(connections)),
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

    /// Runs `work` like [`Readers::run`] and stops it when it takes longer than `allowed`: the caller is told
    /// [`StoreError::Busy`].
    pub(super) async fn run_within<T, F>(&self, allowed: Duration, work: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    {
        let (started, running) = oneshot::channel();
        let working = self.run(move |connection| {
            // Nobody listens any more when the caller went away: then the work is not worth beginning.
            started
                .send(connection.get_interrupt_handle())
                .map_err(|_| StoreError::Busy)?;
            work(connection)
        });
        let mut working = pin!(working);
        // The time runs from when there is a connection; until then others run, whose time runs.
        let handle = tokio::select! {
            result = &mut working => return result,
            handle = running => handle.map_err(|_| stopped())?,
        };
        match tokio::time::timeout(allowed, &mut working).await {
            Ok(result) => result,
            Err(_) => {
                handle.interrupt();
                working.await.and(Err(StoreError::Busy))
            }
        }
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

#[cfg(test)]
mod tests {
    use super::super::connection::{FILE_NAME, open_writer};
    use super::*;

    /// Counts for ever.
    fn endless(connection: &Connection) -> StoreResult<i64> {
        let count = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
        Ok(connection.query_row(count, [], |row| row.get(0))?)
    }

    #[tokio::test]
    async fn a_search_that_takes_too_long_is_stopped_and_gives_its_connection_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        let _writer = open_writer(Some(&path)).unwrap();
        let readers = Readers::new(&path, 1);
        for _ in 0..2 {
            let stopped = readers.run_within(Duration::from_millis(20), endless).await;
            assert!(matches!(stopped, Err(StoreError::Busy)), "{stopped:?}");
        }
        let quick = readers.run_within(SEARCH_DEADLINE, |connection| {
            Ok(connection.query_row("select 7", [], |row| row.get::<_, i64>(0))?)
        });
        assert_eq!(quick.await.unwrap(), 7);
    }
}
